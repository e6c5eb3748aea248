/** Handlers of code action requests. Each source provides some of the actions; `data.source` of an action names its source. */
import { ownProperty } from '../../../common/ownProperty';
import { t } from '../../../common/localization';
import {
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  type CancellationToken,
  type ClientCapabilities,
  type CodeAction,
  type CodeActionParams,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { messageLines } from '../../../common/messageText';
import { toWorkspaceEdit } from '../../edits/workspaceEdit';
import { NEXT_STEPS_COMMAND, nextStepsText, withNextSteps, type ResolvedAction } from '../../edits/nextSteps';
import type { Forecaster } from '../../forecast/forecaster';
import { isRequestedKind, type RequestContext } from '../../semantics/requestContext';
import { resolveAt } from '../../semantics/resolveAt';
import {
  Method,
  type FixAllParams,
  type FixAllResult,
  type InitializationOptions,
  type RefactoringData,
} from '../../../common/protocol';
import { append } from '../../../common/lists';
import { FIX_ALL, FIX_PLATFORM, QUICK_FIX, quickFixActions, resolveQuickFix } from '../../codeActions/codeActions';
import { fixAllInPlatform } from '../../codeActions/fixAll';
import { offeredRefactorings, REFACTORING_KINDS, resolveRefactoring } from '../../refactoring/refactorings';
import { now } from '../../../common/now';
import { uriOf, type HandlerContext } from '../handlerContext';
import {
  ADD_KIND,
  CHANGE_KIND,
  REMOVE_KIND,
  resolveScaffoldAction,
  scaffoldActions,
} from '../../scaffold/scaffoldActions';
import { normalizeUri } from '../../workspace/uri';

export const CODE_ACTION_CAPABILITIES: ServerCapabilities = {
  codeActionProvider: {
    codeActionKinds: [QUICK_FIX, FIX_ALL, FIX_PLATFORM, ...REFACTORING_KINDS, ADD_KIND, REMOVE_KIND],
    resolveProvider: true,
  },
};

/** The requested kinds; undefined for all. Some clients send null for properties that are absent. */
const kindsOf = ({ context }: CodeActionParams): readonly string[] | undefined => context.only ?? undefined;

/** A provider of code actions. */
interface ActionSource {
  /** @param resolves whether edits are resolved later, one by one */
  actions(
    request: RequestContext,
    params: CodeActionParams,
    resolves: boolean,
    options: InitializationOptions,
  ): Generator<unknown, CodeAction[]>;
  /** The action with its edit and a message for the user; undefined if it is no longer possible; or a sentence that says why it can't be done. */
  resolve(
    request: RequestContext,
    action: CodeAction,
  ): Generator<unknown, CodeAction | ResolvedAction | string | undefined>;
}

const SOURCES: Readonly<Record<string, ActionSource>> = {
  repair: {
    actions: (request, params, resolves, { commands = [] }) =>
      quickFixActions(request, {
        uri: uriOf(params),
        range: params.range,
        only: kindsOf(params),
        resolves,
        commands,
      }),
    resolve: resolveQuickFix,
  },
  refactoring: {
    *actions(request, params, resolves) {
      const offered = yield* offeredRefactorings(request, uriOf(params), params.range, kindsOf(params));
      return resolves
        ? offered
        : offered.flatMap(each => {
            const resolved = now(resolvedRefactoring(request, each));
            return typeof resolved === 'string' ? [] : [resolved.action];
          });
    },
    resolve: resolvedRefactoring,
  },
  scaffold: {
    *actions(request, params, resolves) {
      yield;
      const all = yield* scaffoldActions(request, uriOf(params), params.range, kindsOf(params));
      // A client that can't create files can't use an action that does.
      const offered =
        request.client.edits?.fileOperations === false ? all.filter(({ kind }) => kind === CHANGE_KIND) : all;
      if (resolves) return offered;
      // A removal has a message about what to do before it is merged; a client that receives the edit with the offer would not show it.
      const additions = offered.filter(({ kind }) => kind !== REMOVE_KIND);
      return additions.flatMap(each => {
        const resolved = now(resolveScaffoldAction(request, each));
        return typeof resolved === 'string' ? [] : [resolved.action];
      });
    },
    resolve: resolveScaffoldAction,
  },
};

function* resolvedRefactoring(
  request: RequestContext,
  action: CodeAction,
): Generator<unknown, ResolvedAction | string> {
  const result = yield* resolveRefactoring(request, action.data as RefactoringData);
  return 'problem' in result ? result.problem : { action: { ...action, edit: result.edit }, next: result.next };
}

function* resolvedBySource(
  request: RequestContext,
  action: CodeAction,
): Generator<unknown, CodeAction | ResolvedAction | string | undefined> {
  const { source = '' } = (action.data ?? {}) as { source?: string };
  return Object.hasOwn(SOURCES, source) ? yield* ownProperty(SOURCES, source)!.resolve(request, action) : undefined;
}

/** @param forecaster undefined in clients without forecasts */
export function registerCodeActionHandlers(
  { connection, capabilities, options, interactivePausing, restartOnChange }: HandlerContext,
  forecaster: Pick<Forecaster, 'replaceAction'> | undefined,
): void {
  connection.onCodeAction((params, token) =>
    interactivePausing(
      function* (request) {
        if (!takesActions(capabilities())) return null;
        const resolves = resolvesEdits(capabilities());
        const actions: CodeAction[] = [];
        for (const source of Object.values(SOURCES))
          append(actions, yield* source.actions(request, params, resolves, options()));
        const here = forecaster && resolveAt(request, uriOf(params), params.range.start);
        const replacement = here && forecaster.replaceAction(request, here);
        if (replacement && isRequestedKind(replacement.kind ?? '', kindsOf(params))) actions.push(replacement);
        return actions;
      },
      null,
      token,
    ),
  );
  connection.onCodeActionResolve(async (action, token) => {
    const done = await restartOnChange(request => resolvedBySource(request, action), undefined, token);
    if (!done)
      throw new ResponseError(
        LSPErrorCodes.ContentModified,
        t('The file has changed in the meantime. Request the action again.'),
      );
    const showMessage = (type: MessageType, message: string): void =>
      void connection.sendNotification(ShowMessageNotification.type, { type, message: messageLines(message) });
    if (typeof done === 'string') {
      // Editors don't show why there was no edit.
      showMessage(MessageType.Warning, done);
      return action;
    }
    if (!('action' in done)) return done;
    const { next } = done;
    if (next === undefined) return done.action;
    if (showsNextSteps(capabilities(), options())) return withNextSteps(done.action, next);
    showMessage(MessageType.Info, nextStepsText(next));
    return done.action;
  });
  connection.onRequest(Method.fixAll, ({ uri, code }: FixAllParams, token: CancellationToken): Promise<FixAllResult> =>
    restartOnChange(
      function* (request) {
        const changes = yield* fixAllInPlatform(request, normalizeUri(uri), code);
        return { edit: yield* toWorkspaceEdit(request, changes) };
      },
      { edit: {} },
      token,
    ),
  );
}

/** Clients of early LSP versions accept only commands. */
const takesActions = ({ textDocument }: ClientCapabilities): boolean =>
  textDocument?.codeAction?.codeActionLiteralSupport !== undefined;

const resolvesEdits = (capabilities: ClientCapabilities): boolean => resolves(capabilities, 'edit');

const resolves = ({ textDocument }: ClientCapabilities, property: string): boolean =>
  textDocument?.codeAction?.dataSupport === true &&
  textDocument.codeAction.resolveSupport?.properties.includes(property) === true;

const showsNextSteps = (capabilities: ClientCapabilities, { commands = [] }: InitializationOptions): boolean =>
  resolves(capabilities, 'command') && commands.includes(NEXT_STEPS_COMMAND);
