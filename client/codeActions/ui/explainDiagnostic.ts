import * as vscode from 'vscode';
import { pagesFolder } from '../../../common/assets';
import { currentLanguage } from '../../../common/localization';
import { Command } from '../../core/ids';
import { pageChoices } from '../pageChoices';
import { showError } from '../../core/messages';
import { pickOne } from '../../core/quickPicks';

/** Registers Explain Diagnostic: shows the page of a code in the user's language beside the code. The pages are part of the extension. */
export function registerExplainDiagnostic(extension: vscode.Uri): vscode.Disposable {
  const pages = vscode.Uri.joinPath(extension, pagesFolder(currentLanguage()));
  return vscode.commands.registerCommand(Command.explainDiagnostic, async (argument: unknown) => {
    const code = typeof argument === 'string' && /^\w+$/.test(argument) ? argument : await chooseCode(pages);
    if (code === undefined) return;
    const page = vscode.Uri.joinPath(pages, `${code}.md`);
    try {
      await vscode.workspace.fs.stat(page);
    } catch {
      void showError(vscode.l10n.t('No documentation found for {0}.', code));
      return;
    }
    await vscode.commands.executeCommand('markdown.showPreviewToSide', page);
  });
}

/** Lets the user choose one of all codes; undefined on cancel. */
async function chooseCode(pages: vscode.Uri): Promise<string | undefined> {
  const entries = await vscode.workspace.fs.readDirectory(pages);
  const texts = await Promise.all(
    entries.map(async ([name]) => {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(pages, name));
      return { name, text: new TextDecoder().decode(bytes) };
    }),
  );
  const placeHolder = vscode.l10n.t('Select a diagnostic to explain');
  return (await pickOne(pageChoices(texts), { placeHolder, matchOnDescription: true }))?.label;
}
