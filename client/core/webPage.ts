import * as vscode from 'vscode';
import { webUrl } from './webUrl';
import { showError } from './messages';
import { t } from '../../common/localization';

/** Opens a web page in the browser. Shows a message for addresses that aren't web pages. No other code opens the browser. */
export async function openWebPage(address: string): Promise<void> {
  const url = webUrl(address);
  if (url !== undefined) {
    await vscode.env.openExternal(vscode.Uri.parse(url, true));
    return;
  }
  const scheme = /^[a-z][a-z0-9+.-]{0,30}(?=:)/i.exec(address)?.[0] ?? '';
  void showError(t('Only web pages (http, https) are opened. The address starts with “{0}:”.', scheme));
}
