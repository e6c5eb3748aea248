import * as vscode from 'vscode';
import { Command, Setting, SETTINGS_SECTION } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import { showInformation } from '../../core/messages';
import type { Platforms } from '../../core/platforms';
import { openWebPage } from '../../core/webPage';
import { issueReport } from '../issueReport';
import { t } from '../../../common/localization';

/**
 * *Report Issue…*: shows the report in an untitled document, where the user can read and edit it. Nothing is sent: the user copies the
 * report, and the browser opens an empty issue.
 */
export function registerReportIssue(
  context: vscode.ExtensionContext,
  server: LanguageServerClient,
  platforms: Platforms,
): vscode.Disposable {
  return vscode.commands.registerCommand(Command.reportIssue, async () => {
    const { packageJSON } = context.extension as { packageJSON: { version: string; bugs: { url: string } } };
    const content = issueReport({
      versions: [
        ['Kubestack extension', packageJSON.version],
        [vscode.env.appName, vscode.version],
        ['remote', vscode.env.remoteName ?? 'none'],
        ['kind of interface', vscode.env.uiKind === vscode.UIKind.Web ? 'web' : 'desktop'],
      ],
      settings: changedSettings(),
      serverState: server.state,
      platforms: platforms.all,
      log: await logOf(context.logUri),
      names: namesOfWindow(context),
    });
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    await vscode.window.showTextDocument(document, { preview: false });
    void offerBrowser(document, packageJSON.bugs.url);
  });
}

async function offerBrowser(document: vscode.TextDocument, issues: string): Promise<void> {
  const copy = t('Copy and Open Browser');
  const message = t(
    'Nothing has been sent. Review the report, then copy it and paste it into a new issue in the browser.',
  );
  if ((await showInformation(message, copy)) !== copy) return;
  await vscode.env.clipboard.writeText(document.getText());
  await openWebPage(`${issues}/new`);
}

function changedSettings(): Record<string, unknown> {
  const settings = vscode.workspace.getConfiguration();
  const changed = Object.values(Setting).filter(name => {
    const { globalValue, workspaceValue, workspaceFolderValue } = settings.inspect(name) ?? {};
    return globalValue !== undefined || workspaceValue !== undefined || workspaceFolderValue !== undefined;
  });
  return Object.fromEntries(
    changed.map(name => [name.slice(SETTINGS_SECTION.length + 1), settings.get<unknown>(name)]),
  );
}

/** The log of this extension's output channel, which VS Code stores in the extension's log folder; '' if there is none. */
const logOf = async (folder: vscode.Uri): Promise<string> =>
  vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, 'Kubestack.log')).then(
    content => new TextDecoder().decode(content.subarray(-64 * 1024)),
    () => '',
  );

/** Folders of the window, and of the user, whose home folder contains the extension's data. */
function namesOfWindow({ globalStorageUri }: vscode.ExtensionContext): string[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).flatMap(({ name, uri }) => [name, ...uri.path.split('/')]);
  const home = /^\/(?:home|Users|[a-z]:\/Users)\/([^/]+)/i.exec(globalStorageUri.path)?.[1];
  return [...folders, ...(home === undefined ? [] : [home])];
}
