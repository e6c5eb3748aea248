/** The request for what rules and freezes say about a promotion. */
import type { CancellationToken } from 'vscode-languageserver';
import { Method } from '../../../common/protocol';
import type { RulePreview, RulePreviewParams, RulesParams, RulesResult } from '../../../common/rules/rulesParams';
import type { ReviewSide } from '../../../common/review/review';
import type { RequestContext } from '../../semantics/requestContext';
import type { Forecaster } from '../../forecast/forecaster';
import { previewRule } from '../../features/rulesFiles';
import { promotionVerdict } from '../../rules/promotionVerdict';
import { normalizeUri } from '../../workspace/uri';
import type { HandlerContext } from '../handlerContext';
import { contextOfFiles, currentContext, reviewedSide } from './reviewHandlers';

export function registerRulesHandlers(
  { connection, cooperative, sentSides }: HandlerContext,
  forecaster: Forecaster,
): void {
  connection.onRequest(
    Method.rules,
    async (params: RulesParams, token: CancellationToken): Promise<RulesResult | null> => {
      const { environment } = params;
      const uri = normalizeUri(params.uri);
      const [to, from, latest] = [
        reviewedSide(params.after, 'after'),
        params.before && reviewedSide(params.before, 'before'),
        params.newest && reviewedSide(params.newest, 'newest'),
      ];
      const needs = sentSides.missing(uri, [to, ...(from ? [from] : []), ...(latest ? [latest] : [])]);
      if (needs.length > 0) return { needs };
      const current = await cooperative(currentContext, token);
      if (!current) return null;
      const read = (side: ReviewSide): RequestContext | Promise<RequestContext> =>
        contextOfFiles(current, uri, sentSides.filesOf(uri, side));
      const after = await read(to);
      const before = from && (await read(from));
      const newest = latest && (await read(latest));
      const forecast = before && (() => forecaster.forecast({ before, after, uri, environment }));
      return cooperative(function* () {
        const verdict = yield* promotionVerdict({ uri, environment, after, newest, forecast });
        return verdict ? { verdict } : {};
      }, token);
    },
  );
  connection.onRequest(
    Method.rulePreview,
    (params: RulePreviewParams, token: CancellationToken): Promise<RulePreview | null> =>
      cooperative(request => previewRule(request, params), token),
  );
}
