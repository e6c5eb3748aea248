import { isRecord } from '../../../common/isRecord';
import { ownProperty } from '../../../common/ownProperty';
import * as vscode from 'vscode';
import { iconLabel, labelText } from '../../../common/messageText';
import { Command, ContextKey, Scheme, Setting } from '../../core/ids';
import { gitStateOf } from '../../core/gitState';
import { terminals, useStepVariables, type CheckResult, type StepTarget } from '../../core/terminals';
import { errorMessage } from '../../core/errorMessage';
import { showError, promptForText, withProgress } from '../../core/messages';
import {
  checklistDocument,
  doneVariables,
  exportedVariables,
  isInImage,
  openSteps,
  isRunBy,
  isSettled,
  parseChecklists,
  ticked,
  toggled,
  valuesAt,
  withChecklist,
  type Checklist,
  type ChecklistStep,
  type StepPosition,
} from '../checklist';
import { commandText, missingValues, withGiven, type StepCommand, type StepValues } from '../../../common/steps';
import { platformImagePrograms } from '../../core/platformImage';
import { StepChecks } from '../stepChecks';
import { checkWithValues, textsOfCheck, valueProblem, valuePrompt } from '../stepValues';
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

  /** Stays while steps are open, after the message that offers them is gone. */
  private readonly status = vscode.window.createStatusBarItem('kubestack.nextSteps', vscode.StatusBarAlignment.Left, 9);

  /** Resolves when all lists are added whose steps are being computed. */
  private adding: Promise<unknown> = Promise.resolve();

  private readonly checks = new StepChecks(
    folder => this.listsOf(folder),
    (folder, lists) => this.store(folder, lists),
  );

  constructor(private readonly memory: vscode.Memento) {
    this.status.name = t('Kubestack Next Steps');
    this.status.command = Command.showNextSteps;
    this.subscriptions = vscode.Disposable.from(
      this.status,
      vscode.workspace.registerTextDocumentContentProvider(Scheme.nextSteps, this),
      vscode.languages.registerCodeLensProvider({ scheme: Scheme.nextSteps }, this),
      vscode.commands.registerCommand(Command.runNextStep, (...given: unknown[]) => this.runStep(...targetOf(given))),
      vscode.commands.registerCommand(Command.toggleNextStep, (...given: unknown[]) => this.toggle(...targetOf(given))),
      vscode.commands.registerCommand(Command.checkNextStep, (...given: unknown[]) =>
        this.checkStep(...targetOf(given)),
      ),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.setContext()),
      this.listenToTerminals(),
      vscode.window.onDidChangeActiveTextEditor(editor => {
        const uri = editor?.document.uri;
        if (uri?.scheme === Scheme.nextSteps) void this.settle(vscode.Uri.parse(uri.query));
      }),
    );
    this.setContext();
    useStepVariables(platform => this.variables(platform));
  }

  /** The variables that completed steps of a platform have set; later lists first. */
  private async variables(folder: vscode.Uri): Promise<Readonly<Record<string, string>>> {
    const lists = this.listsOf(folder.toString()).filter(list => doneVariables(list).length > 0);
    const all = await Promise.all(lists.map(async list => terminals()?.variables(await stepTarget(folder, list))));
    return Object.assign({}, ...all.reverse()) as Record<string, string>;
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

  /** The lists of a platform. @param folder its URI */
  lists(folder: string): readonly Checklist[] {
    return this.listsOf(folder);
  }

  /** Whether a step can be run here: a plan, a promotion, a pull request, or commands. */
  canRun(step: ChecklistStep): boolean {
    return this.actionOf('', { list: 0, step: 0 }, step) !== undefined;
  }

  async show(folder: vscode.Uri): Promise<void> {
    await this.settle(folder);
    const document = await vscode.workspace.openTextDocument(uriOf(folder));
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    const { next } = checklistDocument(this.listsOf(folder.toString()));
    if (next === undefined) return;
    editor.selection = new vscode.Selection(next, 0, next, 0);
    editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
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
      const action = step.done ? undefined : this.actionOf(folder, at, step);
      const mark = step.done ? t('Mark as Not Done') : t('Mark as Done');
      return [
        ...(action ? [lens(range, action.title, Command.runNextStep, folder, at)] : []),
        ...(step.check && terminals() ? [lens(range, t('Check'), Command.checkNextStep, folder, at)] : []),
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
      if (exitCode === 0) void this.noteCommand(execution.commandLine.value);
    });
    return listener ?? new vscode.Disposable(() => undefined);
  }

  private async runStep(folder: unknown, at: unknown): Promise<void> {
    if (typeof folder !== 'string' || !isPosition(at)) return;
    const step = this.listsOf(folder)[at.list]?.steps[at.step];
    const action = step && this.actionOf(folder, at, step);
    try {
      await action?.run();
    } catch (error) {
      void showError(errorMessage(error));
    }
  }

  /** Runs a step: VS Code's action, or its commands in the terminal, where the user reads them and presses Enter. */
  private actionOf(folder: string, at: StepPosition, step: ChecklistStep): StepAction | undefined {
    const { kind, commands, environment = '' } = step;
    const tickThis = (): void => this.tick(folder, each => each.kind === kind && each.environment === step.environment);
    if (terminals() && kind === 'plan')
      return {
        title: t('Plan {0}', environment),
        run: async () => {
          const outcome: unknown = await vscode.commands.executeCommand(Command.plan, {
            platform: folder,
            environment,
          });
          if (outcome === 'planned' || outcome === 'noChanges') tickThis();
        },
      };
    if (terminals() && kind === 'promotion')
      return {
        title: t('Promote to {0}…', environment),
        run: async () => vscode.commands.executeCommand(Command.promote, { environment }),
      };
    if (terminals() && kind === 'pullRequest')
      return {
        title: t('Create Pull Request…'),
        run: async () => {
          await vscode.commands.executeCommand(Command.openPullRequest, { platform: folder });
          tickThis();
        },
      };
    if (commands.length === 0) return undefined;
    return terminals()
      ? { title: t('Type into Terminal'), run: () => this.typeCommands(folder, at, step) }
      : {
          title: t('Copy Commands'),
          run: async () =>
            vscode.env.clipboard.writeText(this.givenCommands(folder, at, step).map(commandText).join('\n')),
        };
  }

  private async typeCommands(folder: string, at: StepPosition, step: ChecklistStep): Promise<void> {
    const values = await this.valuesFor(folder, at, step, step.commands.map(commandText));
    const list = this.listsOf(folder)[at.list];
    if (!values || !list) return;
    const uri = vscode.Uri.parse(folder);
    const line = terminals()?.line(this.givenCommands(folder, at, step), await stepTarget(uri, list));
    if (line !== undefined) terminals()?.type(uri, line);
  }

  /** The commands of a step with the values that the user has given. */
  private givenCommands(folder: string, { list }: StepPosition, { commands, asks }: ChecklistStep): StepCommand[] {
    const values = valuesAt(this.listsOf(folder)[list]!, new Date());
    return commands.map(each => withGiven(each, asks, values));
  }

  /** Asks for the values that texts need and nobody has given yet. @returns undefined if the user cancels */
  private async valuesFor(
    folder: string,
    at: StepPosition,
    step: ChecklistStep,
    texts: readonly string[],
  ): Promise<StepValues | undefined> {
    const lists = this.listsOf(folder);
    let values = lists[at.list]?.values ?? {};
    for (const name of missingValues(texts, step, values)) {
      const given = await promptForText({
        prompt: valuePrompt(name),
        ignoreFocusOut: true,
        validateInput: text => valueProblem(text) ?? '',
      });
      if (given === undefined || valueProblem(given) !== undefined) return undefined;
      values = { ...values, [name]: given };
    }
    if (values !== lists[at.list]?.values)
      this.store(
        folder,
        this.listsOf(folder).map((each, list) => (list === at.list ? { ...each, values } : each)),
      );
    return values;
  }

  /** Runs the read-only command that says whether a step is done. */
  private async checkStep(folder: unknown, at: unknown): Promise<void> {
    if (typeof folder !== 'string' || !isPosition(at)) return;
    try {
      await this.checks.run(folder, at, step => this.resultOf(folder, at, step));
    } catch (error) {
      if (!(error instanceof Error && error.name === 'AbortError')) void showError(errorMessage(error));
    }
  }

  /** Undefined if the step has no check, or if the user cancels. */
  private async resultOf(folder: string, at: StepPosition, step: ChecklistStep): Promise<CheckResult | undefined> {
    const { check } = step;
    if (!check) return undefined;
    const values = await this.valuesFor(folder, at, step, textsOfCheck(check));
    const list = this.listsOf(folder)[at.list];
    if (!values || !list) return undefined;
    const asked = checkWithValues(check, step, values);
    const target = await stepTarget(vscode.Uri.parse(folder), list);
    return withProgress(
      { location: vscode.ProgressLocation.Notification, title: t('Checking…'), cancellable: true },
      (_, token) => terminals()?.check(asked, target, token) ?? Promise.resolve(undefined),
    );
  }

  /** Marks a step as done, or as not done. */
  toggle(folder: unknown, at: unknown): void {
    if (typeof folder === 'string' && isPosition(at)) this.store(folder, toggled(this.listsOf(folder), at));
  }

  /** Marks steps as done whose commands were run by a line in a terminal. */
  private async noteCommand(line: string): Promise<void> {
    for (const folder of Object.keys(this.all())) {
      const uri = vscode.Uri.parse(folder);
      const targets = await Promise.all(this.listsOf(folder).map(list => stepTarget(uri, list)));
      this.tick(folder, (step, { list }) => {
        const commands = this.givenCommands(folder, { list, step: 0 }, step);
        return isRunBy(
          { ...step, commands },
          line,
          command => terminals()?.line([command], targets[list]!) ?? commandText(command),
        );
      });
      void this.settle(uri);
    }
  }

  private tick(folder: string, isDone: (step: ChecklistStep, at: StepPosition) => boolean): void {
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
    this.checks.changed(folder, lists);
    void this.memory.update(KEY, { ...this.all(), [folder]: lists });
    this.changed.fire(uriOf(vscode.Uri.parse(folder)));
    this.lensesChanged.fire();
    this.setContext();
  }

  /** The Kubestack view and the status bar offer the steps while something is open. */
  private setContext(): void {
    const lists = Object.keys(this.all())
      .filter(folder => vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(folder)))
      .flatMap(folder => this.listsOf(folder));
    const left = openSteps(lists);
    void vscode.commands.executeCommand('setContext', ContextKey.nextSteps, left > 0);
    this.status.text = iconLabel('checklist', left === 1 ? t('1 next step') : t('{0} next steps', left));
    this.status.tooltip = t('Show the steps after the changes of your platform');
    if (left > 0) this.status.show();
    else this.status.hide();
  }
}

/** One document for each platform, with the platform's name if there are several. */
function uriOf(folder: vscode.Uri): vscode.Uri {
  const name = withoutTrailing(folder.path, '/').split('/').pop() ?? '';
  const title = t('Next Steps ({0})', name.replaceAll('\\', '-'));
  return vscode.Uri.from({ scheme: Scheme.nextSteps, path: `/${title}.md`, query: folder.toString() });
}

const lens = (range: vscode.Range, title: string, command: string, folder: string, at: StepPosition): vscode.CodeLens =>
  new vscode.CodeLens(range, { title: labelText(title), command, arguments: [folder, at] });

/** Where the commands of a list run. An image of one cloud has only its program. */
async function stepTarget(folder: vscode.Uri, list: Checklist): Promise<StepTarget> {
  const setting = vscode.workspace.getConfiguration(undefined, folder).get<boolean>(Setting.terraformContainer, false);
  const inImage = setting || isInImage(list);
  return {
    folder,
    imagePrograms: inImage ? await platformImagePrograms(folder) : [],
    variables: inImage ? exportedVariables(list) : [],
    set: doneVariables(list),
  };
}

/** The arguments of a code lens, or an item of the view. */
function targetOf([first, second]: readonly unknown[]): [folder: unknown, at: unknown] {
  if (!isRecord(first)) return [first, second];
  return [first['platform'], first['at']];
}

function isPosition(at: unknown): at is StepPosition {
  const { list, step } = (at ?? {}) as Partial<Record<keyof StepPosition, unknown>>;
  return typeof list === 'number' && typeof step === 'number';
}
