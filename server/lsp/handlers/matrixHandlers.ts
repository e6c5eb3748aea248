/** The request for the environment matrix. */
import type { CancellationToken } from 'vscode-languageserver';
import type { MatrixParams, MatrixResult } from '../../../common/matrix/matrix';
import { Method } from '../../../common/protocol';
import { compareContexts } from '../../comparison/compareContexts';
import { computeMatrix, platformFolder } from '../../features/matrix/matrix';
import type { RequestContext } from '../../semantics/requestContext';
import { normalizeUri } from '../../workspace/uri';
import type { HandlerContext } from '../handlerContext';
import { contextOfFiles, currentContext, reviewedSide } from './reviewHandlers';

export function registerMatrixHandlers({ connection, restartOnChange, sentSides }: HandlerContext): void {
  connection.onRequest(Method.matrix, async (params: MatrixParams, token: CancellationToken): Promise<MatrixResult> => {
    const uri = normalizeUri(params.uri);
    const side = params.before && reviewedSide(params.before, 'before');
    const needs = side ? sentSides.missing(uri, [side]) : [];
    if (needs.length > 0) return { needs };
    const files = side && sentSides.filesOf(uri, side);
    let before: RequestContext | undefined;
    if (files) {
      const current = await restartOnChange<RequestContext | undefined>(currentContext, undefined, token);
      if (!current) return {};
      before = await contextOfFiles(current, platformFolder(current, uri), files);
    }
    return restartOnChange(
      function* (request) {
        const folder = platformFolder(request, uri);
        const comparison = before && (yield* compareContexts(before, request, folder));
        return yield* computeMatrix(request, uri, params, comparison);
      },
      {},
      token,
    );
  });
}
