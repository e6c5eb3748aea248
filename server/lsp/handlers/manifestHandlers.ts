/** Handler of the request for the arguments of overlays. The client runs the program that renders them. */
import type { CancellationToken } from 'vscode-languageserver';
import { Method, type OverlaysParams, type OverlaysResult } from '../../../common/protocol';
import { overlaysIn } from '../../manifests/overlays';
import { normalizeUri } from '../../workspace/uri';
import type { HandlerContext } from '../handlerContext';
import { comparedSide, sideReader } from './comparisonHandlers';

export function registerManifestHandlers({ connection, cooperative }: HandlerContext): void {
  connection.onRequest(
    Method.overlays,
    async (params: OverlaysParams, token: CancellationToken): Promise<OverlaysResult | null> => {
      const side = comparedSide(params.side, 'side');
      const uri = normalizeUri(params.uri);
      const { environment, module } = params;
      const current = await cooperative(function* (request) {
        yield;
        return request;
      }, token);
      if (!current) return null;
      const request = await sideReader(current, uri)(side);
      return cooperative(function* () {
        return { platforms: yield* overlaysIn(request, { uri, environment, module }) };
      }, token);
    },
  );
}
