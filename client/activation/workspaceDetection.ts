import * as vscode from 'vscode';
import { hasKubestack, likelyFirst, MODULE_FILES, SEARCH_LIMITS } from './detectKubestack';
import { coalesced } from '../../common/coalesced';
import { completeStep } from '../core/completeStep';
import { ContextKey } from '../core/ids';
import { errorMessage } from '../core/errorMessage';
import { isServed } from '../core/servedSchemes';
import { configurationFiles } from './virtualSearch';

/**
 * Detects whether this window uses Kubestack and fires one event: after the first search, or later when a file that calls a Kubestack
 * module appears. Until then the extension runs nothing else.
 */
export class WorkspaceDetection implements vscode.Disposable {
  private readonly found = new vscode.EventEmitter<void>();
  private watcher: vscode.Disposable | undefined;
  private folders: vscode.Disposable | undefined;
  private present = false;
  private readonly noteFolders = coalesced(noteEmptyFolder);

  /** @param readDisk the content of a file on disk, whole or its beginning; rejects where it can't or must not be read */
  constructor(
    private readonly output: vscode.LogOutputChannel,
    private readonly readDisk: (uri: vscode.Uri) => Promise<Uint8Array | undefined>,
  ) {}

  /** Fires once, when Kubestack is found. */
  readonly onDidFind = this.found.event;

  /** True from the moment that Kubestack was found. */
  get isPresent(): boolean {
    return this.present;
  }

  /** Searches the workspace and, if it finds nothing, watches for new files. Resolves after the first search. */
  async detect(): Promise<void> {
    this.watcher ??= this.watchFiles();
    this.folders?.dispose();
    this.folders = this.watchFolders();
    await Promise.all([this.search(), noteEmptyFolder()]);
  }

  dispose(): void {
    this.watcher?.dispose();
    this.folders?.dispose();
    this.found.dispose();
  }

  /**
   * Watches which folders the workspace has, and whether they are empty. Until Kubestack is found, a new file only counts after it was searched:
   * otherwise the view of the empty folder, whose button creates files, would be hidden before the view of the platform is shown.
   */
  private watchFolders(): vscode.Disposable {
    const noteIfPresent = (): void => void (this.present && this.noteFolders());
    const watchers = (vscode.workspace.workspaceFolders ?? []).map(folder =>
      vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'), false, true, false),
    );
    return vscode.Disposable.from(
      ...watchers,
      ...watchers.flatMap(watcher => [watcher.onDidCreate(noteIfPresent), watcher.onDidDelete(this.noteFolders)]),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.detect()),
    );
  }

  private watchFiles(): vscode.Disposable {
    const files = vscode.workspace.createFileSystemWatcher(MODULE_FILES, false, false, true);
    const read = (uri: vscode.Uri) => void this.readFile(uri);
    const document = (opened: vscode.TextDocument) => this.judgeDocument(opened);
    return vscode.Disposable.from(
      files,
      files.onDidCreate(uri => void this.readFile(uri).then(this.noteFolders)),
      files.onDidChange(read),
      vscode.workspace.onDidOpenTextDocument(document),
      vscode.workspace.onDidSaveTextDocument(document),
    );
  }

  private async search(): Promise<void> {
    for (const document of vscode.workspace.textDocuments) this.judgeDocument(document);
    if (this.present) return;
    const uris = await configurationFiles();
    const byPath = new Map(uris.map(uri => [uri.path, uri]));
    const paths = likelyFirst([...byPath.keys()]).slice(0, SEARCH_LIMITS.read);
    const together = 16;
    for (let i = 0; i < paths.length && !this.present; i += together) {
      const batch = paths.slice(i, i + together).flatMap(path => byPath.get(path) ?? []);
      await Promise.all(batch.map(uri => this.readFile(uri)));
    }
    if (!this.present) this.output.debug(`No Kubestack module in ${paths.length} of ${uris.length} files.`);
  }

  /** An unreadable file counts as one without Kubestack. */
  private async readFile(uri: vscode.Uri): Promise<void> {
    if (this.present || uri.path.includes('/.terraform/')) return;
    try {
      this.judge(uri, await this.beginningOf(uri));
    } catch (error) {
      this.output.debug(`${uri.fsPath} is not read: ${errorMessage(error)}`);
    }
  }

  private async beginningOf(uri: vscode.Uri): Promise<string> {
    const content = uri.scheme === 'file' ? await this.readDisk(uri) : await vscode.workspace.fs.readFile(uri);
    return new TextDecoder().decode(content?.subarray(0, SEARCH_LIMITS.bytesOfAFile));
  }

  private judgeDocument(document: vscode.TextDocument): void {
    if (isServed(document) && /\.(?:tf|tofu)(?:\.json)?$/.test(document.uri.path))
      this.judge(document.uri, document.getText());
  }

  private judge(uri: vscode.Uri, text: string): void {
    if (this.present || !hasKubestack(uri.path, text)) return;
    this.present = true;
    this.watcher?.dispose();
    this.output.info(`Kubestack found in ${uri.fsPath}.`);
    completeStep('platform');
    this.found.fire();
  }
}

/** Sets the context key for an empty folder. */
async function noteEmptyFolder(): Promise<void> {
  await vscode.commands.executeCommand('setContext', ContextKey.emptyFolder, await isFolderEmpty());
}

async function isFolderEmpty(): Promise<boolean> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const entries = await Promise.all(
    folders.map(folder => vscode.workspace.fs.readDirectory(folder.uri).then(found => found, unreadable)),
  );
  return folders.length > 0 && entries.every(found => found.every(([name]) => name === '.git'));
}

/** A folder that can't be listed does not count as empty. */
const unreadable = (): [string, vscode.FileType][] => [['?', vscode.FileType.Unknown]];
