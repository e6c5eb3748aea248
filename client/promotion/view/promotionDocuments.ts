import * as vscode from 'vscode';
import { Scheme } from '../../ids';

/** Documents that are kept for being opened again. */
const mostKept = 50;

/** Markdown documents of scheme `kubestack-promotion`: previews, and what has changed between two revisions. */
export class PromotionDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(Scheme.promotion, this);

  readonly onDidChange = this.changed.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? vscode.l10n.t('This preview is not there any more.');
  }

  /** Shows a text as it reads. @param title what the tab is called */
  async show(title: string, text: string): Promise<void> {
    const name = title.replace(/[\\/:?#]/g, '-').trim();
    const uri = vscode.Uri.from({ scheme: Scheme.promotion, path: `/${name}.md` });
    if (this.texts.size >= mostKept) this.texts.clear();
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch {
      // The extension that shows Markdown can be switched off.
      await vscode.window.showTextDocument(uri, { preview: true, preserveFocus: true });
    }
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}
