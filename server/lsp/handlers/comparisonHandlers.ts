/** The requests that compare two revisions of a platform, and check one. */
import { ErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import { allDiagnostics } from '../../diagnostics/checkedDiagnostics';
import { checkedDocuments } from '../../diagnostics/checkedDocuments';
import { compareContexts } from '../../comparison/compareContexts';
import { sideContext, textFiles } from '../../comparison/sideContext';
import type { RequestContext } from '../../semantics/requestContext';
import {
  Method,
  type CompareConfigurationsParams,
  type Comparison,
  type ComparisonSide,
  type FileProblem,
  type ProblemsParams,
  type ProblemsResult,
} from '../../../common/protocol';
import type { HandlerContext } from '../handlerContext';
import { normalizeUri, relativePath } from '../../workspace/uri';

export function registerComparisonHandlers({ connection, cooperative }: HandlerContext): void {
  connection.onRequest(
    Method.compareConfigurations,
    async (params: CompareConfigurationsParams, token: CancellationToken): Promise<Comparison | null> => {
      const { environment, markdown } = params;
      const [before, after] = [comparedSide(params.before, 'before'), comparedSide(params.after, 'after')];
      const uri = normalizeUri(params.uri);
      const current = await cooperative(function* (request) {
        yield;
        return request;
      }, token);
      if (!current) return null;
      const read = sideReader(current, uri);
      const [from, to] = [await read(before), await read(after)];
      return cooperative(() => compareContexts(from, to, uri, { environment, markdown }), token);
    },
  );
  connection.onRequest(
    Method.problems,
    async (params: ProblemsParams, token: CancellationToken): Promise<ProblemsResult | null> => {
      const side = comparedSide(params.side, 'side');
      const uri = normalizeUri(params.uri);
      const current = await cooperative(function* (request) {
        yield;
        return request;
      }, token);
      if (!current) return null;
      const request = await sideReader(current, uri)(side);
      return cooperative(() => problemsIn(request, uri), token);
    },
  );
}

function* problemsIn(request: RequestContext, uri: string): Generator<undefined, ProblemsResult> {
  const problems: FileProblem[] = [];
  for (const document of yield* checkedDocuments(request, uri)) {
    const path = relativePath(uri, document) ?? document;
    for (const { code, message } of yield* allDiagnostics(request, document))
      problems.push({
        path,
        ...(code === undefined ? {} : { code: String(code) }),
        message: typeof message === 'string' ? message : message.value,
      });
    yield;
  }
  return { problems };
}

/**
 * Validates the sides of a comparison.
 * @param uri the folder that the paths of their files are relative to
 */
export const sideReader =
  (current: RequestContext, uri: string) =>
  (side: ComparisonSide): RequestContext | Promise<RequestContext> =>
    side.kind === 'workspace' ? current : sideContext(current, uri, textFiles(side.files));

/**
 * @param name of the parameter
 * @throws ResponseError for an invalid side
 */
export function comparedSide(side: unknown, name: string): ComparisonSide {
  const { kind, files } = (side ?? {}) as { kind?: unknown; files?: unknown };
  if (kind === 'workspace') return { kind };
  const isText = typeof files === 'object' && files !== null && Object.values(files).every(t => typeof t === 'string');
  if (kind === 'files' && isText) return { kind, files: files as Record<string, string> };
  const wanted = '{ kind: "workspace" } or { kind: "files", files: { path: text } }';
  throw new ResponseError(ErrorCodes.InvalidParams, `"${name}" is not a valid side of a comparison: ${wanted}.`);
}
