/** The request for what a change does to resources. */
import { ErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import type { Forecast } from '../../../common/forecast/forecast';
import { Method, type ForecastParams } from '../../../common/protocol';
import { textFiles } from '../../comparison/sideContext';
import type { Change } from '../../edits/change';
import { resultingContext } from '../../edits/resultingSnapshot';
import type { Forecaster } from '../../forecast/forecaster';
import { normalizeUri } from '../../workspace/uri';
import type { HandlerContext } from '../handlerContext';
import { comparedSide, sideReader } from './comparisonHandlers';

export function registerForecastHandlers({ connection, cooperative }: HandlerContext, forecaster: Forecaster): void {
  connection.onRequest(
    Method.forecast,
    async (params: ForecastParams, token: CancellationToken): Promise<Forecast | null> => {
      const [from, to] = [comparedSide(params.before, 'before'), comparedSide(params.after, 'after')];
      const uri = normalizeUri(params.uri);
      const current = await cooperative(function* (request) {
        yield;
        return request;
      }, token);
      if (!current) return null;
      const read = sideReader(current, uri);
      const before = await read(from);
      const changes = to.kind === 'workspace' ? changedFiles(params.changed) : [];
      const after =
        changes.length === 0 ? await read(to) : await cooperative(request => resultingContext(request, changes), token);
      if (!after) return null;
      const given = new Map(
        Object.entries(params.framework ?? {}).map(([ref, files]) => [
          ref,
          comparedSide({ kind: 'files', files }, ref),
        ]),
      );
      const frameworkAt = (ref: string) => {
        const files = given.get(ref);
        return files?.kind === 'files' ? textFiles(files.files) : undefined;
      };
      const clientUri = (each: string): string => current.client.clientUri(each);
      const environment = params.environment ?? undefined;
      const forecast = await cooperative(
        () => forecaster.forecast({ before, after, uri, environment, frameworkAt, clientUri }),
        token,
      );
      if (!forecast || !params.markdown) return forecast;
      return { ...forecast, markdown: forecaster.markdown(forecast, params.markdown === 'locations') };
    },
  );
}

/** @throws ResponseError for other values than texts and null */
function changedFiles(changed: ForecastParams['changed']): Change[] {
  return Object.entries(changed ?? {}).map(([each, text]) => {
    const uri = normalizeUri(each);
    if (text === null) return { kind: 'delete', uri };
    if (typeof text === 'string') return { kind: 'create', uri, text };
    throw new ResponseError(ErrorCodes.InvalidParams, '"changed" is not an object with a text or null for each URI.');
  });
}
