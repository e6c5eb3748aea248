import * as vscode from 'vscode';
import { Scheme } from '../../core/ids';

/** Documents that are kept for being opened again. */
const MOST_KEPT = 50;

/** Markdown documents of scheme `kubestack-promotion`: previews, and what has changed between two revisions. */
export class PromotionDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private shown = 0;
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(Scheme.promotion, this);

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.query) ?? vscode.l10n.t('This preview is no longer available.');
  }

  /** Shows a text as it reads. @param title what the tab is called */
  async show(title: string, text: string): Promise<void> {
    const name = title.replace(/[\\/:?#]/g, '-').trim();
    // A document of its own each time: a preview that is open would go on to show what it was opened with.
    const query = String(++this.shown);
    const uri = vscode.Uri.from({ scheme: Scheme.promotion, path: `/${name}.md`, query });
    if (this.texts.size >= MOST_KEPT) this.texts.clear();
    this.texts.set(query, text);
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch {
      // The extension that shows Markdown can be switched off.
      await vscode.window.showTextDocument(uri, { preview: true, preserveFocus: true });
    }
  }

  dispose(): void {
    this.registration.dispose();
  }
}
