/** Handlers of rename requests. The error says why something can't be renamed, and editors show it. */
import { t } from '../../../common/localization';
import {
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { messageLines } from '../../../common/messageText';
import { editAbilities } from '../../edits/workspaceEdit';
import { prepareRename } from '../../refactoring/rename/rename';
import { renameEverywhere } from '../../scaffold/renameInGeneratedFiles';
import { uriOf, type HandlerContext } from '../handlerContext';

export const RENAME_CAPABILITIES: ServerCapabilities = { renameProvider: { prepareProvider: true } };

const failed = (): { problem: string } => ({
  problem: t('Rename failed. See the log of the language server for details.'),
});

export function registerRenameHandlers({
  connection,
  capabilities,
  options,
  interactive,
  restartOnChange,
}: HandlerContext): void {
  connection.onPrepareRename(async p => {
    const result = await interactive(s => prepareRename(s, uriOf(p), p.position), failed());
    return 'problem' in result ? refuse(result.problem) : result;
  });
  connection.onRenameRequest(async (p, token) => {
    const result = await restartOnChange(s => renameEverywhere(s, uriOf(p), p.position, p.newName), failed(), token);
    if ('problem' in result) return refuse(result.problem);
    const { edit, explanation } = result;
    // A question would delay the answer, and clients cancel requests that take long.
    if (explanation?.needsConfirmation && !editAbilities(capabilities().workspace, options()).annotations) {
      const message = messageLines(t('Renamed in code only. {0}', explanation.description ?? ''));
      void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
    }
    return edit;
  });
}

function refuse(message: string): never {
  throw new ResponseError(LSPErrorCodes.RequestFailed, messageLines(message));
}
