import * as vscode from 'vscode';
import type { ManifestsDocument } from '../../../common/manifests/manifestsDocument';
import { Scheme } from '../../core/ids';
import { manifestsUri, type ManifestsTarget } from '../manifestsUri';
import { t } from '../../../common/localization';

/**
 * The read-only documents of scheme `kubestack-manifests`. They show the last rendering. Opening a document renders nothing, since that
 * would start programs.
 */
export class ManifestDocuments
  implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider, vscode.Disposable
{
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly contents = new Map<string, ManifestsDocument>();
  private readonly subscriptions: vscode.Disposable;

  readonly onDidChange = this.changed.event;

  constructor() {
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(Scheme.manifests, this),
      vscode.languages.registerDocumentLinkProvider({ scheme: Scheme.manifests }, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.contents.delete(uri.toString())),
    );
  }

  /** Stores rendered manifests. @returns the URI of the document that shows it */
  put(target: ManifestsTarget, content: ManifestsDocument): vscode.Uri {
    const uri = vscode.Uri.from(manifestsUri(target, vscode.Uri.parse(target.platform).path));
    this.contents.set(uri.toString(), content);
    this.changed.fire(uri);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const cached = this.contents.get(uri.toString());
    return cached?.text ?? `# ${t('Run Kubestack: Show Manifests to render this again.')}\n`;
  }

  /** The remark above an object leads to where it is declared. */
  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const origins = this.contents.get(document.uri.toString())?.origins ?? [];
    return origins.flatMap((origin, index) => {
      if (!origin || index >= document.lineCount) return [];
      const line = document.lineAt(index);
      if (!line.text.startsWith('# ')) return [];
      const range = new vscode.Range(index, 2, index, line.text.length);
      const target = vscode.Uri.parse(origin.uri).with({ fragment: `L${origin.line + 1}` });
      return [new vscode.DocumentLink(range, target)];
    });
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.changed.dispose();
  }
}
