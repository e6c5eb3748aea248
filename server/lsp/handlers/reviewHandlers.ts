/** The request for what a pair of revisions differs in. */
import { ErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import { isRecord } from '../../../common/isRecord';
import { isReadRefusal } from '../../../common/refusal';
import type {
  ComparisonSide,
  Review,
  ReviewParams,
  ReviewSide,
  SideFile,
  SideFiles,
} from '../../../common/review/review';
import { Method } from '../../../common/protocol';
import type { GivenTree } from '../../comparison/revisionFileSystem';
import { sideContext, textFiles } from '../../comparison/sideContext';
import type { Change } from '../../edits/change';
import { resultingContext } from '../../edits/resultingSnapshot';
import type { Forecaster } from '../../forecast/forecaster';
import { reviewMarkdown, reviewOf } from '../../review/review';
import type { ReviewedPair } from '../../review/sections';
import type { RequestContext } from '../../semantics/requestContext';
import { normalizeUri } from '../../workspace/uri';
import type { HandlerContext } from '../handlerContext';

/** @param forecaster missing in web workers */
export function registerReviewHandlers(
  { connection, cooperative, sentSides }: HandlerContext,
  forecaster: Forecaster | undefined,
): void {
  connection.onRequest(
    Method.review,
    async (params: ReviewParams, token: CancellationToken): Promise<Review | null> => {
      const uri = normalizeUri(params.uri);
      const [from, to] = [reviewedSide(params.before, 'before'), reviewedSide(params.after, 'after')];
      const changes = to.kind === 'workspace' ? changedFiles(params.changed) : [];
      const frameworkAt = frameworkIn(params.framework);
      const needs = sentSides.missing(uri, [from, to]);
      if (needs.length > 0) return { needs };
      if (params.sections.length === 0) return {};
      const current = await cooperative(currentContext, token);
      if (!current) return null;
      const read = (side: ReviewSide): RequestContext | Promise<RequestContext> =>
        contextOfFiles(current, uri, sentSides.filesOf(uri, side));
      const before = await read(from);
      const isSame = 'id' in from && 'id' in to && from.id === to.id;
      const after =
        changes.length > 0
          ? await cooperative(request => resultingContext(request, changes), token)
          : isSame
            ? before
            : await read(to);
      if (!after) return null;
      const pair: ReviewedPair = {
        before,
        after,
        uri,
        environment: params.environment ?? undefined,
        module: params.module ?? undefined,
        frameworkAt,
        clientUri: each => current.client.clientUri(each),
        forecaster,
        withLocations: params.markdown === 'locations',
      };
      return cooperative(function* () {
        const results = yield* reviewOf(pair, params.sections);
        return params.markdown ? { ...results, markdown: yield* reviewMarkdown(results, pair) } : results;
      }, token);
    },
  );
}

/** The workspace as it is now. */
export function* currentContext(request: RequestContext): Generator<undefined, RequestContext> {
  yield;
  return request;
}

/** @param files undefined for the workspace */
export const contextOfFiles = (
  current: RequestContext,
  uri: string,
  files: SideFiles | undefined,
): RequestContext | Promise<RequestContext> => (files ? sideContext(current, uri, textFiles(files)) : current);

/**
 * @param name of the parameter
 * @throws ResponseError for an invalid side
 */
export function reviewedSide(side: unknown, name: string): ReviewSide {
  const { kind, id } = (side ?? {}) as { kind?: unknown; id?: unknown };
  if (typeof id !== 'string') return comparedSide(side, name);
  if (kind === 'sent') return { kind, id };
  const given = comparedSide(side, name);
  return given.kind === 'files' ? { ...given, id } : given;
}

/** The same without an `id`. */
function comparedSide(side: unknown, name: string): ComparisonSide {
  const { kind, files } = (side ?? {}) as { kind?: unknown; files?: unknown };
  if (kind === 'workspace') return { kind };
  const isGiven = typeof files === 'object' && files !== null && Object.values(files).every(isSideFile);
  if (kind === 'files' && isGiven) return { kind, files: files as SideFiles };
  const wanted =
    '{ kind: "workspace" } or { kind: "files", files: { path: text } }, with { link } or { refusal } in place of a text';
  throw new ResponseError(ErrorCodes.InvalidParams, `"${name}" is not a valid side of a comparison: ${wanted}.`);
}

function isSideFile(file: unknown): file is SideFile {
  if (typeof file === 'string') return true;
  return isRecord(file) && (typeof file['link'] === 'string' || isReadRefusal(file['refusal']));
}

/** @throws ResponseError for invalid files */
function frameworkIn(framework: ReviewParams['framework']): (ref: string) => GivenTree | undefined {
  const given = new Map(
    Object.entries(framework ?? {}).map(([ref, files]) => [ref, comparedSide({ kind: 'files', files }, ref)]),
  );
  return ref => {
    const files = given.get(ref);
    return files?.kind === 'files' ? textFiles(files.files) : undefined;
  };
}

/** @throws ResponseError for other values than texts and null */
function changedFiles(changed: ReviewParams['changed']): Change[] {
  return Object.entries(changed ?? {}).map(([each, text]) => {
    const uri = normalizeUri(each);
    if (text === null) return { kind: 'delete', uri };
    if (typeof text === 'string') return { kind: 'create', uri, text };
    throw new ResponseError(ErrorCodes.InvalidParams, '"changed" is not an object with a text or null for each URI.');
  });
}
