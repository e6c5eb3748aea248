import { ownProperty } from '../../../common/ownProperty';
import * as vscode from 'vscode';
import { labelText } from '../../../common/messageText';
import { Command, Scheme } from '../../core/ids';
import { gitStateOf } from '../../core/gitState';
import { terminals } from '../../core/terminals';
import { errorMessage } from '../../core/errorMessage';
import { showError } from '../../core/messages';
import {
  checklistDocument,
  isRunBy,
  isSettled,
  parseChecklists,
  ticked,
  toggled,
  withChecklist,
  type Checklist,
  type ChecklistStep,
  type StepPosition,
} from '../checklist';
import { isPullRequest, promotedTo } from '../../../common/followUp';
import { stepCommands } from '../followUpStep';
import { withoutTrailing } from '../../../common/withoutTrailing';
import { t } from '../../../common/localization';

const KEY = 'kubestack.nextSteps';

/** Part of VS Code since 1.93; the type definitions are older. */
interface ShellExecutions {
  readonly onDidEndTerminalShellExecution?: vscode.Event<{
    readonly execution: { readonly commandLine: { readonly value: string } };
    readonly exitCode: number | undefined;
  }>;
}

/** The action of a step's button. */
interface StepAction {
  readonly title: string;
  readonly run: () => Promise<void>;
}

/**
 * The read-only documents of scheme `kubestack-next-steps`, one for each platform, with the steps after its changes. A step is marked as done when
 * its commands ran in a terminal, when it was run from the document, or manually.
 */
export class NextStepsDocuments
  implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable
{
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly lensesChanged = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;

  readonly onDidChange = this.changed.event;
  readonly onDidChangeCodeLenses = this.lensesChanged.event;

  /** Resolves when all lists are added whose steps are being computed. */
  private adding: Promise<unknown> = Promise.resolve();

  constructor(private readonly memory: vscode.Memento) {
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(Scheme.nextSteps, this),
      vscode.languages.registerCodeLensProvider({ scheme: Scheme.nextSteps }, this),
      vscode.commands.registerCommand(Command.runNextStep, (folder: unknown, at: unknown) => this.runStep(folder, at)),
      vscode.commands.registerCommand(Command.toggleNextStep, (folder: unknown, at: unknown) =>
        this.toggle(folder, at),
      ),
      this.listenToTerminals(),
      vscode.window.onDidChangeActiveTextEditor(editor => {
        const uri = editor?.document.uri;
        if (uri?.scheme === Scheme.nextSteps) void this.settle(vscode.Uri.parse(uri.query));
      }),
    );
  }

  /** Adds the steps after a change when they are computed. @param folder of the platform */
  async add(folder: vscode.Uri, list: Promise<Checklist>): Promise<void> {
    const key = folder.toString();
    const added = list.then(each => this.store(key, withChecklist(this.listsOf(key), each)));
    this.adding = Promise.allSettled([this.adding, added]);
    await added;
  }

  /** Whether there are steps, including those that are being added. */
  async has(folder: vscode.Uri): Promise<boolean> {
    await this.adding;
    return this.listsOf(folder.toString()).length > 0;
  }

  async show(folder: vscode.Uri): Promise<void> {
    await this.settle(folder);
    const document = await vscode.workspace.openTextDocument(uriOf(folder));
    await vscode.window.showTextDocument(document, { preview: false });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return checklistDocument(this.listsOf(uri.query)).text;
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const folder = uri.query;
    const lists = this.listsOf(folder);
    return [...checklistDocument(lists).steps].flatMap(([line, at]) => {
      const step = lists[at.list]?.steps[at.step];
      if (!step) return [];
      const range = new vscode.Range(line, 0, line, 0);
      const action = step.done ? undefined : this.actionOf(folder, lists[at.list]!, step);
      const mark = step.done ? t('Mark as Not Done') : t('Mark as Done');
      return [
        ...(action ? [lens(range, action.title, Command.runNextStep, folder, at)] : []),
        lens(range, mark, Command.toggleNextStep, folder, at),
      ];
    });
  }

  /** Marks steps as done whose state was reached, e.g. because the repository now exists. */
  private async settle(folder: vscode.Uri): Promise<void> {
    const state = await gitStateOf(folder);
    if (state) this.tick(folder.toString(), step => isSettled(step, state));
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.changed.dispose();
    this.lensesChanged.dispose();
  }

  private listenToTerminals(): vscode.Disposable {
    const { onDidEndTerminalShellExecution: onDidEnd } = vscode.window as ShellExecutions;
    const listener = onDidEnd?.(({ execution, exitCode }) => {
      if (exitCode === 0) this.noteCommand(execution.commandLine.value);
    });
    return listener ?? new vscode.Disposable(() => undefined);
  }

  private async runStep(folder: unknown, at: unknown): Promise<void> {
    if (typeof folder !== 'string' || !isPosition(at)) return;
    const list = this.listsOf(folder)[at.list];
    const step = list?.steps[at.step];
    const action = list && step && this.actionOf(folder, list, step);
    try {
      await action?.run();
    } catch (error) {
      void showError(errorMessage(error));
    }
  }

  /** Runs a step: VS Code's action, or its commands in the terminal, where the user reads them and presses Enter. */
  private actionOf(folder: string, { environment }: Checklist, step: ChecklistStep): StepAction | undefined {
    const commands = stepCommands(step.text);
    const target = promotedTo(step.text);
    const command = (title: string, name: string, argument: object): StepAction => ({
      title,
      run: async () => {
        await vscode.commands.executeCommand(name, argument);
        this.tick(folder, each => each.text === step.text);
      },
    });
    if (step.action === 'plan') {
      const title = t('Plan {0}', environment ?? '');
      return command(title, Command.plan, { platform: folder, environment });
    }
    if (terminals() && target !== undefined)
      return {
        title: t('Promote to {0}…', target),
        run: async () => vscode.commands.executeCommand(Command.promote, { environment: target }),
      };
    if (terminals() && isPullRequest(step.text))
      return command(t('Create Pull Request…'), Command.openPullRequest, { platform: folder });
    if (commands.length === 0) return undefined;
    return terminals()
      ? { title: t('Type into Terminal'), run: () => typeCommands(folder, commands) }
      : { title: t('Copy Commands'), run: async () => vscode.env.clipboard.writeText(commands.join('\n')) };
  }

  private toggle(folder: unknown, at: unknown): void {
    if (typeof folder === 'string' && isPosition(at)) this.store(folder, toggled(this.listsOf(folder), at));
  }

  /** Marks steps as done whose commands were run by a line in a terminal. */
  private noteCommand(line: string): void {
    for (const folder of Object.keys(this.all())) {
      this.tick(folder, step => isRunBy(step, line));
      void this.settle(vscode.Uri.parse(folder));
    }
  }

  private tick(folder: string, isDone: (step: ChecklistStep) => boolean): void {
    const before = this.listsOf(folder);
    const after = ticked(before, isDone);
    if (after !== before) this.store(folder, after);
  }

  private listsOf(folder: string): readonly Checklist[] {
    const all = this.all();
    return parseChecklists(ownProperty(all, folder));
  }

  private all(): Readonly<Record<string, unknown>> {
    const stored: unknown = this.memory.get(KEY);
    return typeof stored === 'object' && stored !== null ? (stored as Readonly<Record<string, unknown>>) : {};
  }

  private store(folder: string, lists: readonly Checklist[]): void {
    void this.memory.update(KEY, { ...this.all(), [folder]: lists });
    this.changed.fire(uriOf(vscode.Uri.parse(folder)));
    this.lensesChanged.fire();
  }
}

/** One document for each platform, with the platform's name if there are several. */
function uriOf(folder: vscode.Uri): vscode.Uri {
  const name = withoutTrailing(folder.path, '/').split('/').pop() ?? '';
  const title = t('Next Steps ({0})', name).replace(/[\\/]/g, '-');
  return vscode.Uri.from({ scheme: Scheme.nextSteps, path: `/${title}.md`, query: folder.toString() });
}

const lens = (range: vscode.Range, title: string, command: string, folder: string, at: StepPosition): vscode.CodeLens =>
  new vscode.CodeLens(range, { title: labelText(title), command, arguments: [folder, at] });

function typeCommands(folder: string, commands: readonly string[]): Promise<void> {
  const uri = vscode.Uri.parse(folder);
  terminals()?.type(t('Kubestack: {0}', vscode.workspace.asRelativePath(uri)), uri, commands);
  return Promise.resolve();
}

function isPosition(at: unknown): at is StepPosition {
  const { list, step } = (at ?? {}) as Partial<Record<keyof StepPosition, unknown>>;
  return typeof list === 'number' && typeof step === 'number';
}
