import * as vscode from 'vscode';
import { pagesAsset } from '../../../common/assets';
import { currentLanguage, t } from '../../../common/localization';
import { ownProperty } from '../../../common/ownProperty';
import { Command, Scheme } from '../../core/ids';
import { pageChoices } from '../pageChoices';
import { showError } from '../../core/messages';
import { pickOne } from '../../core/quickPicks';

/** Texts by code. */
type Pages = Readonly<Record<string, string>>;

/** Registers Explain Diagnostic: shows the page of a code in the user's language beside the code. The pages are part of the extension. */
export function registerExplainDiagnostic(extension: vscode.Uri): vscode.Disposable {
  let reading: Promise<Pages> | undefined;
  const pages = (): Promise<Pages> => (reading ??= readPages(extension));
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(Scheme.page, {
      provideTextDocumentContent: async ({ path }) => ownProperty(await pages(), codeOf(path)) ?? '',
    }),
    vscode.commands.registerCommand(Command.explainDiagnostic, async (argument: unknown) => {
      const code = typeof argument === 'string' ? argument : await chooseCode(await pages());
      if (code === undefined) return;
      if (ownProperty(await pages(), code) === undefined) {
        void showError(t('No documentation found for {0}.', code));
        return;
      }
      const page = vscode.Uri.from({ scheme: Scheme.page, path: `/${code}.md` });
      await vscode.commands.executeCommand('markdown.showPreviewToSide', page);
    }),
  );
}

/** `KS302` of `/KS302.md` */
const codeOf = (path: string): string => path.replace(/^\/|\.md$/g, '');

async function readPages(extension: vscode.Uri): Promise<Pages> {
  const file = vscode.Uri.joinPath(extension, 'dist', pagesAsset(currentLanguage()));
  return JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))) as Pages;
}

/** Lets the user choose one of all codes; undefined on cancel. */
async function chooseCode(pages: Pages): Promise<string | undefined> {
  const placeHolder = t('Select a diagnostic to explain');
  return (await pickOne(pageChoices(pages), { placeHolder, matchOnDescription: true }))?.label;
}
