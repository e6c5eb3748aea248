/** Requests for code actions. Each source makes some of them; an action's `data.source` says whose it is. */
import {
  LSPErrorCodes,
  ResponseError,
  type ClientCapabilities,
  type CodeAction,
  type CodeActionParams,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import { toWorkspaceEdit } from './edits/workspaceEdit';
import type { Snapshot } from './features/snapshot';
import { Method, type FixAllParams, type FixAllResult, type InitializationOptions } from './protocol';
import { FIX_ALL, FIX_PLATFORM, QUICK_FIX, repairActions, resolveRepair } from './repair/codeActions';
import { fixAllInPlatform } from './repair/fixAll';
import { uriOf, type RequestDoor } from './requestDoor';
import { normalizeUri } from './workspace/uri';

export const CODE_ACTION_CAPABILITIES: ServerCapabilities = {
  codeActionProvider: { codeActionKinds: [QUICK_FIX, FIX_ALL, FIX_PLATFORM], resolveProvider: true },
};

/** A maker of code actions. */
interface ActionSource {
  /** @param resolves whether edits are asked for later, one by one */
  actions(
    snapshot: Snapshot,
    params: CodeActionParams,
    resolves: boolean,
    options: InitializationOptions,
  ): CodeAction[];
  /** The action with its edit; undefined where it is no longer possible. */
  resolve(snapshot: Snapshot, action: CodeAction): CodeAction | undefined;
}

const SOURCES: Readonly<Record<string, ActionSource>> = {
  repair: {
    actions: (snapshot, params, resolves, { commands = [] }) =>
      repairActions(snapshot, {
        uri: uriOf(params),
        range: params.range,
        only: params.context.only,
        resolves,
        commands,
      }),
    resolve: resolveRepair,
  },
};

export function listenForCodeActions({ connection, capabilities, options, answer }: RequestDoor): void {
  connection.onCodeAction((params, token) =>
    answer(snapshot => {
      if (token.isCancellationRequested || !takesActions(capabilities())) return null;
      const resolves = resolvesEdits(capabilities());
      return Object.values(SOURCES).flatMap(source => source.actions(snapshot, params, resolves, options()));
    }, null),
  );
  connection.onCodeActionResolve(async action => {
    const { source } = (action.data ?? {}) as { source?: string };
    const resolved = await answer(snapshot => SOURCES[source ?? '']?.resolve(snapshot, action), undefined);
    if (!resolved)
      throw new ResponseError(
        LSPErrorCodes.ContentModified,
        'The text has changed meanwhile: ask for the action again.',
      );
    return resolved;
  });
  connection.onRequest(Method.fixAll, ({ uri, code }: FixAllParams): Promise<FixAllResult> =>
    answer(snapshot => ({ edit: toWorkspaceEdit(snapshot, fixAllInPlatform(snapshot, normalizeUri(uri), code)) }), {
      edit: {},
    }),
  );
}

/** Clients of the first years take nothing but commands. */
const takesActions = ({ textDocument }: ClientCapabilities): boolean =>
  textDocument?.codeAction?.codeActionLiteralSupport !== undefined;

const resolvesEdits = ({ textDocument }: ClientCapabilities): boolean =>
  textDocument?.codeAction?.dataSupport === true &&
  textDocument.codeAction.resolveSupport?.properties.includes('edit') === true;
