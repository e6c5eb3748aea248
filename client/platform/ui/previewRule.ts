/** *Preview Rule*, from the code lens of a rule: each target with its values. */
import * as vscode from 'vscode';
import { markdownName } from '../../../common/markdown';
import { t } from '../../../common/localization';
import { isRecord } from '../../../common/isRecord';
import { errorMessage } from '../../core/errorMessage';
import { Command, Scheme } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import { MarkdownDocuments } from '../../core/markdownDocuments';
import { showError } from '../../core/messages';

export function registerPreviewRule(server: LanguageServerClient): vscode.Disposable {
  const documents = new MarkdownDocuments(Scheme.rules);
  const command = vscode.commands.registerCommand(Command.previewRule, async (argument: unknown) => {
    if (!isRecord(argument)) return;
    const { uri, name } = argument;
    if (typeof uri !== 'string' || typeof name !== 'string') return;
    try {
      const preview = await server.rulePreview({ uri, name });
      // The code lens is older than the file.
      if (preview)
        await documents.show(t('Rule {0}', name), `# ${t('Rule {0}', markdownName(name))}\n\n${preview.markdown}\n`);
    } catch (error) {
      void showError(t("The rule {0} can't be shown: {1}", name, errorMessage(error)));
    }
  });
  return vscode.Disposable.from(command, documents);
}
