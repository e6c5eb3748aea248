import * as vscode from 'vscode';
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import { iconLabel } from '../../../common/messageText';
import { visibleText } from '../../../common/visibleText';
import { Command, ContextKey, Scheme } from '../../core/ids';
import { showInformation } from '../../core/messages';
import { changedFiles } from '../changedFiles';
import { changeLabel } from '../changeLabel';
import { reviewedFiles, type ReviewedFile } from '../reviewedFiles';
import { t } from '../../../common/localization';

/** A computed change that is not written yet. */
export interface ReviewedChange {
  /** Title of the command. */
  readonly title: string;
  readonly edit: WorkspaceEdit;
  /** What the files don't show. A document before them contains it. */
  readonly notes: readonly string[];
  /** Writes the change. @returns false if nothing was written */
  readonly write: () => Promise<boolean>;
}

interface OpenReview extends ReviewedChange {
  /** Prefix of the tab's name. */
  readonly name: string;
  isWriting: boolean;
  /** Whether the tab was opened. A user can close it before VS Code reports that it is open. */
  wasShown: boolean;
}

/** Shows a change in the multi-diff editor. While it is open, buttons in the status bar and the editor's title write the change. */
export class ScaffoldReview implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly item: vscode.StatusBarItem;
  private readonly subscriptions: vscode.Disposable;
  private open: OpenReview | undefined;
  private shown = 0;

  constructor() {
    this.item = vscode.window.createStatusBarItem('kubestack.review', vscode.StatusBarAlignment.Left, 1);
    this.item.name = t('Kubestack Review');
    this.item.command = Command.applyReviewedChanges;
    this.subscriptions = vscode.Disposable.from(
      this.item,
      vscode.workspace.registerTextDocumentContentProvider(Scheme.review, this),
      vscode.window.tabGroups.onDidChangeTabs(() => this.endWithoutTab()),
      vscode.commands.registerCommand(Command.applyReviewedChanges, () => this.open && this.write(this.open)),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  /** Opens the review, which replaces an earlier one. */
  async show(change: ReviewedChange): Promise<void> {
    const name = t('{0}: Review', change.title);
    await this.end();
    const resources = await this.resourcesOf(change);
    const review: OpenReview = { ...change, name, isWriting: false, wasShown: false };
    this.open = review;
    await vscode.commands.executeCommand('vscode.changes', name, resources);
    // A preview tab would be replaced by the next opened file.
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    if (this.open !== review) return;
    const label = changeLabel(changedFiles(change.edit));
    this.item.text = iconLabel('check', label);
    this.item.tooltip = t('Kubestack: write the changes that you are reviewing');
    this.item.accessibilityInformation = { label: `Kubestack: ${label}`, role: 'button' };
    this.item.show();
    await vscode.commands.executeCommand('setContext', ContextKey.reviewing, true);
    // Without a button, which the message would keep after the changes are written elsewhere.
    void showInformation(
      t('{0}: review the changes. Nothing is written until you select {1} in the status bar.', change.title, label),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private async write(review: OpenReview): Promise<void> {
    if (review.isWriting) return;
    review.isWriting = true;
    try {
      if (await review.write()) await this.end(review);
    } finally {
      review.isWriting = false;
    }
  }

  /** The notes, then all files before the change, if they exist, and after it. */
  private async resourcesOf({ edit, notes }: ReviewedChange): Promise<Resource[]> {
    const files = await openReviewedFiles(edit);
    const query = String(++this.shown);
    this.texts.clear();
    return [...this.notesResource(notes, query), ...this.fileResources(files, query)];
  }

  private notesResource(notes: readonly string[], query: string): Resource[] {
    if (notes.length === 0) return [];
    const uri = vscode.Uri.from({ scheme: Scheme.review, path: `/${t('Notes')}.md`, query });
    this.texts.set(uri.toString(), notes.map(note => `- ${visibleText(note)}\n`).join(''));
    return [[uri, undefined, uri]];
  }

  private fileResources(files: readonly ReviewedFile[], query: string): Resource[] {
    return files.map(({ uri, exists, after }) => {
      const file = vscode.Uri.parse(uri);
      if (after === undefined) return [file, file, undefined];
      const written = file.with({ scheme: Scheme.review, authority: '', query });
      this.texts.set(written.toString(), after);
      return [file, exists ? file : undefined, written];
    });
  }

  private endWithoutTab(): void {
    if (!this.open) return;
    if (tabsOf(this.open).length > 0) this.open.wasShown = true;
    else if (this.open.wasShown) void this.end();
  }

  /** @param review the one that was written */
  private async end(review: OpenReview | undefined = this.open): Promise<void> {
    if (!review || review !== this.open) return;
    this.open = undefined;
    this.item.hide();
    await vscode.commands.executeCommand('setContext', ContextKey.reviewing, false);
    await vscode.window.tabGroups.close(tabsOf(review));
  }
}

/** The files of an edit, as they are in the editor and as the edit leaves them. */
export async function openReviewedFiles(edit: WorkspaceEdit): Promise<ReviewedFile[]> {
  const { changed } = changedFiles(edit);
  const documents = await Promise.all(changed.map(uri => vscode.workspace.openTextDocument(vscode.Uri.parse(uri))));
  const texts = new Map(changed.map((uri, index) => [uri, documents[index]!.getText()]));
  return reviewedFiles(edit, uri => texts.get(uri) ?? '');
}

/** URI of the file, of its current text, and of its new text. */
type Resource = [label: vscode.Uri, before: vscode.Uri | undefined, after: vscode.Uri | undefined];

/** VS Code adds the number of files to the title. */
const tabsOf = ({ name }: OpenReview): vscode.Tab[] =>
  vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(({ label }) => label.startsWith(name)));
