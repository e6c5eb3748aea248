/** Handlers of rename requests. The error says why something can't be renamed, and editors show it. */
import { t } from '../../../common/localization';
import {
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageRequest,
  type Connection,
  type MessageActionItem,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { messageLines } from '../../../common/messageText';
import type { Explanation } from '../../edits/workspaceEdit';
import { prepareRename } from '../../refactoring/rename/rename';
import { renameEverywhereInSteps } from '../../scaffold/renameInGeneratedFiles';
import { uriOf, type HandlerContext } from '../handlerContext';

export const RENAME_CAPABILITIES: ServerCapabilities = { renameProvider: { prepareProvider: true } };

const failed = (): { problem: string } => ({
  problem: t('Rename failed. See the log of the language server for details.'),
});

export function registerRenameHandlers({
  connection,
  capabilities,
  interactive,
  restartOnChange,
}: HandlerContext): void {
  connection.onPrepareRename(async p => {
    const result = await interactive(s => prepareRename(s, uriOf(p), p.position), failed());
    return 'problem' in result ? refuse(result.problem) : result;
  });
  connection.onRenameRequest(async (p, token) => {
    const result = await restartOnChange(
      s => renameEverywhereInSteps(s, uriOf(p), p.position, p.newName),
      failed(),
      token,
    );
    if ('problem' in result) return refuse(result.problem);
    const { edit, explanation } = result;
    const isShown = capabilities().workspace?.workspaceEdit?.changeAnnotationSupport !== undefined;
    if (explanation?.needsConfirmation && !isShown && !(await confirm(connection, explanation)))
      return refuse(t('Nothing was renamed. {0}', explanation.description ?? ''));
    return edit;
  });
}

function refuse(message: string): never {
  throw new ResponseError(LSPErrorCodes.RequestFailed, messageLines(message));
}

const PROCEED = 'Rename';

/** A client that can neither annotate the edit nor ask has no way to confirm. */
async function confirm(connection: Connection, { label, description }: Explanation): Promise<boolean> {
  try {
    const answer: MessageActionItem | null = await connection.sendRequest(ShowMessageRequest.type, {
      type: MessageType.Warning,
      message: messageLines(`${label}? ${description ?? ''}`),
      actions: [{ title: PROCEED }],
    });
    return answer?.title === PROCEED;
  } catch {
    return false;
  }
}
