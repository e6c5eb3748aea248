/** The request for the environment matrix. */
import type { CancellationToken } from 'vscode-languageserver';
import type { MatrixParams, MatrixResult } from '../../../common/matrix/matrix';
import { Method } from '../../../common/protocol';
import { compareContexts } from '../../comparison/compareContexts';
import { computeMatrix, platformFolder } from '../../features/matrix/matrix';
import type { RequestContext } from '../../semantics/requestContext';
import { normalizeUri } from '../../workspace/uri';
import type { HandlerContext } from '../handlerContext';
import { comparedSide, sideReader } from './comparisonHandlers';

export function registerMatrixHandlers({ connection, restartOnChange }: HandlerContext): void {
  connection.onRequest(Method.matrix, async (params: MatrixParams, token: CancellationToken): Promise<MatrixResult> => {
    const uri = normalizeUri(params.uri);
    const side = params.before && comparedSide(params.before, 'before');
    let before: RequestContext | undefined;
    if (side?.kind === 'files') {
      const current = await restartOnChange<RequestContext | undefined>(
        function* (request) {
          yield;
          return request;
        },
        undefined,
        token,
      );
      if (!current) return {};
      before = await sideReader(current, platformFolder(current, uri))(side);
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
