import * as vscode from 'vscode';
import { Command, Scheme } from '../../core/ids';
import type { PullRequestDraft, PullRequestDrafts } from '../draft';
import { iconLabel } from '../../../common/messageText';
import { t } from '../../../common/localization';

/**
 * The forms of pull requests: Markdown documents whose first line is the title. Every change is stored, so that the text survives failures, reloads
 * and restarts.
 */
export class PullRequestForms implements vscode.FileSystemProvider, vscode.CodeLensProvider, vscode.Disposable {
  private readonly files = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  private readonly lenses = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly drafts: PullRequestDrafts) {
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.registerFileSystemProvider(Scheme.pullRequest, this, { isCaseSensitive: true }),
      vscode.languages.registerCodeLensProvider({ scheme: Scheme.pullRequest }, this),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === Scheme.pullRequest) void this.keepText(document.uri, document.getText());
      }),
    );
  }

  readonly onDidChangeFile = this.files.event;
  readonly onDidChangeCodeLenses = this.lenses.event;

  /** Opens the form of a draft, with the cursor in the title. */
  async open(draft: PullRequestDraft): Promise<void> {
    await this.drafts.keep(draft);
    const uri = formUri(draft);
    this.files.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    this.lenses.fire();
    const document = await vscode.workspace.openTextDocument(uri);
    const title = document.lineAt(0).range;
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    editor.selection = new vscode.Selection(title.end, title.end);
  }

  /** The draft of a form, by default of the active editor. */
  draftOf(argument: unknown): PullRequestDraft | undefined {
    const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
    return uri && this.find(uri);
  }

  /** The draft as it is now; undefined if it was finished or discarded. */
  current({ root, branch }: PullRequestDraft): PullRequestDraft | undefined {
    return this.drafts.of(root, branch);
  }

  /** Changes the options of a draft. */
  async change(draft: PullRequestDraft, change: Partial<PullRequestDraft>): Promise<PullRequestDraft> {
    const current = this.drafts.of(draft.root, draft.branch) ?? draft;
    const changed = { ...current, ...change };
    await this.drafts.keep(changed);
    this.lenses.fire();
    return changed;
  }

  /** Closes the form and deletes the draft. */
  async finish(draft: PullRequestDraft): Promise<void> {
    const uri = formUri(draft).toString();
    const document = vscode.workspace.textDocuments.find(each => each.uri.toString() === uri);
    // Saves first, since closing a document with unsaved changes asks the user.
    if (document?.isDirty) await document.save();
    const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
    const own = tabs.filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri);
    await vscode.window.tabGroups.close(own);
    await this.drafts.forget(draft);
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const draft = this.find(uri);
    if (!draft) return [];
    const submit =
      draft.updates === undefined
        ? iconLabel('git-pull-request-create', t('Create Pull Request'))
        : iconLabel('git-pull-request', t('Update Pull Request #{0}', draft.updates));
    const lens = (title: string, command: string) =>
      new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command, arguments: [uri] });
    return [
      lens(submit, Command.submitPullRequest),
      ...(draft.reviewed === undefined
        ? []
        : [lens(iconLabel('git-merge', t('Merge into {0}', draft.base)), Command.mergePullRequest)]),
      lens(optionsText(draft), Command.pullRequestOptions),
      lens(iconLabel('trash', t('Discard')), Command.discardPullRequest),
    ];
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const size = Buffer.byteLength(this.textOf(uri));
    return { type: vscode.FileType.File, ctime: 0, mtime: this.changes.get(uri.toString()) ?? 0, size };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return Buffer.from(this.textOf(uri), 'utf8');
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    await this.keepText(uri, Buffer.from(content).toString('utf8'));
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.files.dispose();
    this.lenses.dispose();
  }

  /** Artificial modification times; VS Code only compares them. */
  private readonly changes = new Map<string, number>();

  private async keepText(uri: vscode.Uri, text: string): Promise<void> {
    const draft = this.find(uri);
    if (!draft || draft.text === text) return;
    this.changes.set(uri.toString(), Date.now());
    await this.drafts.keep({ ...draft, text });
  }

  private textOf(uri: vscode.Uri): string {
    const draft = this.find(uri);
    if (!draft) throw vscode.FileSystemError.FileNotFound(uri);
    return draft.text;
  }

  private find(uri: vscode.Uri): PullRequestDraft | undefined {
    if (uri.scheme !== Scheme.pullRequest) return undefined;
    const query = new URLSearchParams(uri.query);
    return this.drafts.of(query.get('root') ?? '', query.get('branch') ?? '');
  }
}

function optionsText({ draft, labels, reviewers, base }: PullRequestDraft): string {
  const parts = [
    t('into {0}', base),
    ...(draft ? [t('draft')] : []),
    ...(labels.length > 0 ? [labels.join(', ')] : []),
    ...(reviewers.length > 0 ? [t('review by {0}', reviewers.map(({ name }) => name).join(', '))] : []),
  ];
  return iconLabel('settings', parts.join(' · '));
}

/** The tab shows the branch's name. */
function formUri({ root, branch }: PullRequestDraft): vscode.Uri {
  const name = t('Pull Request {0}', branch.replaceAll('/', '-'));
  const query = new URLSearchParams({ root, branch }).toString();
  return vscode.Uri.from({ scheme: Scheme.pullRequest, path: `/${name}.md`, query });
}
