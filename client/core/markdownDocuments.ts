import * as vscode from 'vscode';
import { t } from '../../common/localization';
import { KeptTexts } from './keptTexts';

/** Maximum number of stored documents that can be reopened. */
const MAX_KEPT = 50;

/** Rendered Markdown documents of a scheme. */
export class MarkdownDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new KeptTexts(MAX_KEPT);
  private shown = 0;
  private readonly registration: vscode.Disposable;

  constructor(private readonly scheme: string) {
    this.registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.query) ?? t('This preview is no longer available.');
  }

  /** Shows a rendered Markdown text. @param title title of the tab */
  async show(title: string, text: string): Promise<void> {
    const name = fileName(title);
    // Each text gets a new document, since an open preview keeps its content.
    const query = String(++this.shown);
    const uri = vscode.Uri.from({ scheme: this.scheme, path: `/${name}`, query });
    this.texts.add(query, { name, text }, isOpen);
    try {
      await closeHiddenPreview(name);
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch {
      // VS Code's Markdown extension can be disabled.
      await vscode.window.showTextDocument(uri, { preview: true, preserveFocus: true });
    }
  }

  dispose(): void {
    this.registration.dispose();
  }
}

const fileName = (title: string): string => `${title.replace(/[\\/:?#]/g, '-').trim()}.md`;

/** Whether a tab shows a document with this file name, as text or as a preview, whose label contains it. */
const isOpen = (file: string): boolean =>
  vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.endsWith(file)));

const isPreview = ({ input, label }: vscode.Tab, file: string): boolean =>
  input instanceof vscode.TabInputWebview && input.viewType.endsWith('markdown.preview') && label.endsWith(file);

/** Whether the active tab is a preview of the document with this title. */
export const isActivePreview = (title: string): boolean => {
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  return activeTab !== undefined && isPreview(activeTab, fileName(title));
};

/** Closes a preview behind other tabs: VS Code would reuse it, and can lose a text that it gets while it appears again. */
async function closeHiddenPreview(file: string): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap(group =>
    group.tabs.filter(tab => isPreview(tab, file) && !tab.isActive),
  );
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
}
