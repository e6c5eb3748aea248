/** Handler of the request by which an editor calls an agent tool on open documents. */
import type { CancellationToken } from 'vscode-languageserver';
import type { RequestContext } from '../../semantics/requestContext';
import { Method, type CallToolParams, type CallToolResult, type ReviewSide } from '../../../common/protocol';
import { forAgent, ToolError, type ToolHost } from '../../tools/tool';
import { callTool } from '../../tools/toolTable';
import { normalizeUri, resolvePath } from '../../workspace/uri';
import type { ServerRuntime } from '../../session';
import type { HandlerContext } from '../handlerContext';
import { contextOfFiles, currentContext } from './reviewHandlers';

/** The outcome of a computation, including errors, which the scheduler would log as failures of the server. */
type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/**
 * @param roots folders of the workspace
 */
export function registerToolHandlers(
  { connection, restartOnChange, sentSides }: HandlerContext,
  { forecaster }: ServerRuntime,
  roots: () => readonly string[],
): void {
  connection.onRequest(
    Method.callTool,
    async ({ name, input, sides, refs }: CallToolParams, token: CancellationToken): Promise<CallToolResult> => {
      const needs = sides ? sentSides.missing(normalizeUri(sides.uri), [sides.before, sides.after]) : [];
      if (needs.length > 0) return { text: '', isError: false, needs };
      const compute: ToolHost['compute'] = async (_, work) => {
        const outcome = await restartOnChange(request => caught(work(forAgent(request))), { error: undefined }, token);
        if ('error' in outcome) throw outcome.error;
        return outcome.value;
      };
      const host: ToolHost = {
        roots,
        forecaster,
        compute,
        refs: () =>
          refs
            ? Promise.resolve(refs)
            : Promise.reject(new ToolError('The platform is not in a Git repository that can be read.')),
        revisions: async () => {
          if (!sides) throw new ToolError('The revisions were not read. Pass `base`.');
          const uri = normalizeUri(sides.uri);
          const current = await compute(uri, currentContext);
          const read = (side: ReviewSide): RequestContext | Promise<RequestContext> =>
            contextOfFiles(current, uri, sentSides.filesOf(uri, side));
          const changedFiles = (sides.changedFiles ?? []).map(path => resolvePath(uri, `./${path}`));
          const { objects } = sides;
          return {
            before: await read(sides.before),
            after: await read(sides.after),
            uri,
            changedFiles,
            objects: objects && (() => Promise.resolve(objects)),
          };
        },
      };
      const result = await callTool(host, name, input, error =>
        connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error)),
      );
      return 'error' in result
        ? { text: result.error, isError: true }
        : { text: JSON.stringify(result.answer), isError: false };
    },
  );
}

function* caught<T>(work: Generator<unknown, T>): Generator<unknown, Outcome<T>> {
  try {
    return { value: yield* work };
  } catch (error) {
    return { error };
  }
}
