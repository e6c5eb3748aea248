/** The request for what a change does to resources. */
import type { CancellationToken } from 'vscode-languageserver';
import type { ReadAsset } from '../../../common/assets';
import type { Forecast } from '../../../common/forecast/forecast';
import { Method, type ForecastParams } from '../../../common/protocol';
import { textFiles } from '../../comparison/sideContext';
import { forecastContexts } from '../../forecast/forecast';
import { forecastMarkdown } from '../../forecast/forecastText';
import { frameworkFolders } from '../../forecast/frameworkFolders';
import { locateIn } from '../../forecast/locateRange';
import { factsIn } from '../../forecast/readFacts';
import { normalizeUri } from '../../workspace/uri';
import type { HandlerContext } from '../handlerContext';
import { comparedSide, sideReader } from './comparisonHandlers';

export function registerForecastHandlers({ connection, cooperative }: HandlerContext, readAsset: ReadAsset): void {
  const facts = factsIn(readAsset);
  connection.onRequest(
    Method.forecast,
    async (params: ForecastParams, token: CancellationToken): Promise<Forecast | null> => {
      const [before, after] = [comparedSide(params.before, 'before'), comparedSide(params.after, 'after')];
      const uri = normalizeUri(params.uri);
      const current = await cooperative(function* (request) {
        yield;
        return request;
      }, token);
      if (!current) return null;
      const read = sideReader(current, uri);
      const [from, to] = [await read(before), await read(after)];
      const given = new Map(
        Object.entries(params.framework ?? {}).map(([ref, files]) => [
          ref,
          comparedSide({ kind: 'files', files }, ref),
        ]),
      );
      const forecast = await cooperative(
        () =>
          forecastContexts(from, to, uri, {
            facts: facts(),
            environment: params.environment ?? undefined,
            folderOf: frameworkFolders(ref => {
              const files = given.get(ref);
              return files?.kind === 'files' ? textFiles(files.files) : undefined;
            }),
            locate: locateIn([to.model.workspace, from.model.workspace], uri => current.client.clientUri(uri)),
          }),
        token,
      );
      if (!forecast || !params.markdown) return forecast;
      return { ...forecast, markdown: forecastMarkdown(forecast, params.markdown === 'locations') };
    },
  );
}
