/** What rules and freezes say about the promotion of one commit, whose rules count, and of the newest commit, whose freezes count too. */
import type { Forecast } from '../../common/forecast/forecast';
import type { RulesVerdict } from '../../common/rules/rules';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { ruleSetOf } from '../kubestack/rules/ruleSet';
import type { RequestContext } from '../semantics/requestContext';
import { isWithin } from '../workspace/uri';
import { currentMoment } from './currentMoment';
import { rulesVerdict } from './rulesVerdict';

export interface JudgedPromotion {
  /** Folder whose platforms are promoted. */
  readonly uri: string;
  readonly environment: string;
  readonly after: RequestContext;
  readonly newest: RequestContext | undefined;
  /** Computes what the promotion does; undefined if the environment has nothing yet. Used only for rules about changes. */
  readonly forecast: (() => Generator<undefined, Forecast>) | undefined;
}

/** Pauses like the computations in it. @returns undefined if there are no files with rules */
export function* promotionVerdict(promotion: JudgedPromotion): Generator<undefined, RulesVerdict | undefined> {
  const { uri, environment, after, newest } = promotion;
  const at = currentMoment(after);
  const roots = rootsIn(after, uri);
  const latestRoots = newest ? rootsIn(newest, uri) : [];
  const hasRules =
    ({ model }: RequestContext) =>
    (root: ModuleInstance) =>
      ruleSetOf(root, model).files.length > 0;
  if (!roots.some(hasRules(after)) && !(newest && latestRoots.some(hasRules(newest)))) return undefined;
  const judgesChanges = roots.some(root =>
    ruleSetOf(root, after.model).rules.some(({ target }) => target === 'change'),
  );
  const forecast = judgesChanges ? yield* computed(promotion.forecast) : undefined;
  const verdicts: RulesVerdict[] = [];
  for (const root of roots) verdicts.push(yield* rulesVerdict(after, root, { environment, forecast, at }));
  const latest: RulesVerdict[] = [];
  for (const root of latestRoots)
    latest.push(yield* rulesVerdict(newest!, root, { environment, at, onlyFreezes: true }));
  const both = [...verdicts, ...latest];
  const freezes = both.flatMap(each => each.freezes);
  return {
    broken: verdicts.flatMap(({ broken }) => broken),
    freezes: freezes.filter((each, index) => freezes.findIndex(({ name }) => name === each.name) === index),
    invalid: [...new Set(both.flatMap(({ invalid }) => invalid))],
    undecided: verdicts.reduce((sum, each) => sum + each.undecided, 0),
    rules: verdicts.reduce((sum, each) => sum + each.rules, 0),
  };
}

function* computed(forecast: JudgedPromotion['forecast']): Generator<undefined, Forecast | undefined> {
  return forecast && (yield* forecast());
}

const rootsIn = ({ model }: RequestContext, uri: string): ModuleInstance[] =>
  model.tree.rootInstances().filter(({ folderUri }) => isWithin(folderUri, uri));
