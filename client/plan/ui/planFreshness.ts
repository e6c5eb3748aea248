import * as vscode from 'vscode';
import * as path from 'node:path';
import type { Plan, PlanOrigin } from '../../../common/plan/plan';
import { coalesced } from '../../../common/coalesced';
import { changedInputs, mayAffect } from '../model/staleness';
import { changedSinceCommit } from '../run/changedSinceCommit';
import type { PlanEntry } from '../model/planEntry';
import type { PlanResults } from './planResults';
import { isInFolder } from '../../../common/node/paths';

/** Delay that coalesces bursts of file changes, in milliseconds. */
const CHECK_PAUSE_MS = 150;

/** Marks plans as stale when a file that they depend on changes, on disk or in an editor, and unmarks them when the change is reverted. */
export class PlanFreshness implements vscode.Disposable {
  private readonly watchers = new Map<string, vscode.Disposable>();
  private readonly timers = new Map<PlanEntry, NodeJS.Timeout>();
  private readonly subscriptions: vscode.Disposable;
  private readonly checked = new WeakMap<PlanEntry, Plan>();
  private readonly checks = new WeakMap<PlanEntry, () => void>();

  constructor(private readonly results: PlanResults) {
    const edited = (document: vscode.TextDocument) => {
      if (document.uri.scheme === 'file') this.touched(document.uri.fsPath);
    };
    this.subscriptions = vscode.Disposable.from(
      results.onDidChange(entry => this.follow(entry)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => edited(document)),
      vscode.workspace.onDidSaveTextDocument(edited),
      vscode.workspace.onDidCloseTextDocument(edited),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
    for (const watcher of this.watchers.values()) watcher.dispose();
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  /** Watches the files of a new plan, and checks whether they changed during the run. */
  private follow(entry: PlanEntry): void {
    const { plan } = entry;
    // A drift check compares the state with reality, whatever the code is.
    if (!plan || entry.purpose === 'drift' || this.checked.get(entry) === plan) return;
    this.checked.set(entry, plan);
    this.watch(plan.folder);
    const outside = Object.keys(plan.inputs.files).filter(file => !isInFolder(file, plan.folder));
    for (const folder of new Set(outside.map(file => path.dirname(file)))) this.watch(folder);
    this.schedule(entry);
  }

  private watch(folder: string): void {
    if (this.watchers.has(folder)) return;
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(folder), '**/*'),
    );
    const touched = ({ fsPath }: vscode.Uri) => this.touched(fsPath);
    this.watchers.set(
      folder,
      vscode.Disposable.from(
        watcher,
        watcher.onDidCreate(touched),
        watcher.onDidChange(touched),
        watcher.onDidDelete(touched),
      ),
    );
  }

  private touched(file: string): void {
    for (const entry of this.results.planned) {
      if (entry.plan && mayAffect(entry.plan, file)) this.schedule(entry);
    }
  }

  private schedule(entry: PlanEntry): void {
    clearTimeout(this.timers.get(entry));
    const timer = setTimeout(() => {
      this.timers.delete(entry);
      this.checkOf(entry)();
    }, CHECK_PAUSE_MS);
    this.timers.set(entry, timer);
  }

  /** Checks one after another, so that an earlier result never replaces a later one. */
  private checkOf(entry: PlanEntry): () => void {
    const checked = this.checks.get(entry) ?? coalesced(() => this.check(entry).catch(() => undefined));
    this.checks.set(entry, checked);
    return checked;
  }

  private async check(entry: PlanEntry): Promise<void> {
    const { plan } = entry;
    if (!plan) return;
    const dirty = unsavedFiles().filter(file => mayAffect(plan, file));
    const changed = plan.origin
      ? await changedSincePipeline(plan, plan.origin)
      : await changedInputs(plan, entry.arguments);
    if (entry.plan !== plan) return;
    const changedFiles = [...new Set([...dirty, ...changed])].sort();
    if (changedFiles.join('\n') !== entry.changedFiles.join('\n')) this.results.update(entry, { changedFiles });
  }
}

/** Only the pipeline may know the planned commit, for example a temporary merge commit. */
async function changedSincePipeline(plan: Plan, { commit, asked }: PlanOrigin): Promise<string[]> {
  for (const each of [commit, asked]) {
    const changed = each === undefined ? undefined : await changedSinceCommit(plan, each);
    if (changed) return changed;
  }
  return [];
}

function unsavedFiles(): string[] {
  return vscode.workspace.textDocuments
    .filter(({ isDirty, uri }) => isDirty && uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}
