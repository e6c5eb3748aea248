import * as vscode from 'vscode';
import { toHex } from '../../../common/bytes';
import { readMessage, type MessageShapes } from '../../../common/webview/messages';
import { handled } from '../../core/errorMessage';
import { showError } from '../../core/messages';
import { pageHtml } from '../pageHtml';

/** The properties of a page that don't depend on its content. */
export interface PageKind<ToHost extends { type: string }> {
  /** Type of the webview, as in `onWebviewPanel:` of package.json. */
  readonly viewType: string;
  /** `dist/webview/<script>.js` and `.css`, see scripts/build.mjs. */
  readonly script: string;
  /** Structure of the messages from the page; others are dropped. */
  readonly messages: MessageShapes<ToHost>;
  /** URI of the folder of the platform that the page shows, if it shows only one. */
  readonly platform?: string;
}

/** The platform of each open page that shows one. */
const platforms = new Map<vscode.WebviewPanel, string>();

/** URI of the folder of the platform that the active page shows; undefined if the active editor is not such a page. */
export function platformOfActivePage(): string | undefined {
  return [...platforms].findLast(([panel]) => panel.active)?.[1];
}

/** A page in a panel. It is disposed with the panel. */
export class WebviewPage<ToPage, ToHost extends { type: string }> implements vscode.Disposable {
  private readonly received = new vscode.EventEmitter<ToHost>();
  private readonly closed = new vscode.EventEmitter<void>();
  private isClosed = false;

  /** @param panel new, or restored by VS Code without content. */
  constructor(
    readonly panel: vscode.WebviewPanel,
    kind: PageKind<ToHost>,
    extension: vscode.Uri,
  ) {
    const { webview } = panel;
    const files = filesOf(extension);
    webview.options = pageOptions(extension);
    webview.onDidReceiveMessage((message: unknown) => {
      const read = readMessage<ToHost>(kind.messages, message);
      if (read) this.received.fire(read);
    });
    if (kind.platform !== undefined) platforms.set(panel, kind.platform);
    panel.onDidDispose(() => this.end());
    const uriOf = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(files, name)).toString();
    webview.html = pageHtml({
      title: panel.title,
      language: vscode.env.language,
      script: uriOf(`${kind.script}.js`),
      style: uriOf(`${kind.script}.css`),
      cspSource: webview.cspSource,
      nonce: toHex(crypto.getRandomValues(new Uint8Array(16))),
    });
  }

  /** @param receive handles a message of the page; its failure is shown */
  onDidReceive(receive: (message: ToHost) => Promise<void>): void {
    this.received.event(message => void handled(() => receive(message), showError));
  }

  readonly onDidClose = this.closed.event;

  /** Sends a message. A hidden page does not receive it, but requests its content when it becomes visible. */
  post(message: ToPage): void {
    if (!this.isClosed) void this.panel.webview.postMessage(message);
  }

  dispose(): void {
    this.panel.dispose();
  }

  private end(): void {
    this.isClosed = true;
    platforms.delete(this.panel);
    this.closed.fire();
    this.received.dispose();
    this.closed.dispose();
  }
}

const filesOf = (extension: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extension, 'dist', 'webview');

/** Pages run scripts, and load only files of this extension. */
export const pageOptions = (extension: vscode.Uri): vscode.WebviewOptions => ({
  enableScripts: true,
  enableForms: false,
  localResourceRoots: [filesOf(extension)],
});
