/** Which rules of the platforms a change breaks and mends. Freezes are no part of it: they belong to a moment, and not to a revision. */
import { enumeration, t } from '../../common/localization';
import type { Forecast } from '../../common/forecast/forecast';
import { markdownText } from '../../common/markdown';
import type { ReviewedRules } from '../../common/review/review';
import type { BrokenRule } from '../../common/rules/rules';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { ruleSetOf } from '../kubestack/rules/ruleSet';
import { currentMoment } from '../rules/currentMoment';
import { comparedRules, rulesVerdict } from '../rules/rulesVerdict';
import { brokenText, undecidedText } from '../rules/verdictText';
import type { RequestContext } from '../semantics/requestContext';
import { isWithin } from '../workspace/uri';

interface RulesQuestion {
  readonly before: RequestContext;
  readonly after: RequestContext;
  readonly uri: string;
  readonly environment?: string | undefined;
}

/** Pauses. @param forecast judged by the rules of the target `change` */
export function* rulesReview(
  { before, after, uri, environment }: RulesQuestion,
  forecast: Forecast | undefined,
): Generator<undefined, ReviewedRules> {
  const [old, current] = [rootsIn(before, uri), rootsIn(after, uri)];
  const folders = new Set([...old.keys(), ...current.keys()]);
  const reviewed: ReviewedRules[] = [];
  for (const folder of folders) {
    const [from, to] = [old.get(folder), current.get(folder)];
    const [oldSet, set] = [from && ruleSetOf(from, before.model), to && ruleSetOf(to, after.model)];
    if ([oldSet, set].every(each => !each || each.rules.length + each.freezes.length + each.problems.length === 0))
      continue;
    const at = currentMoment(after);
    const left = from && (yield* rulesVerdict(before, from, { environment, at }));
    const right = to && (yield* rulesVerdict(after, to, { environment, at, forecast }));
    const names = new Set(set?.rules.map(({ name }) => name.text));
    reviewed.push({
      ...comparedRules(left?.broken ?? [], right?.broken ?? []),
      rules: set?.rules.length ?? 0,
      removed: (oldSet?.rules ?? []).map(({ name }) => name.text).filter(name => !names.has(name)),
      invalid: right?.invalid ?? [],
      undecided: right?.undecided ?? 0,
      unjudged: forecast ? 0 : (set?.rules ?? []).filter(({ target }) => target === 'change').length,
    });
  }
  return joined(reviewed);
}

const joined = (all: readonly ReviewedRules[]): ReviewedRules => ({
  newly: all.flatMap(({ newly }) => newly),
  still: all.flatMap(({ still }) => still),
  mended: all.flatMap(({ mended, removed }) => mended.filter(({ name }) => !removed.includes(name))),
  removed: all.flatMap(({ removed }) => removed),
  invalid: all.flatMap(({ invalid }) => invalid),
  rules: all.reduce((sum, { rules }) => sum + rules, 0),
  undecided: all.reduce((sum, { undecided }) => sum + undecided, 0),
  unjudged: all.reduce((sum, { unjudged }) => sum + unjudged, 0),
});

const rootsIn = ({ model }: RequestContext, uri: string): Map<string, ModuleInstance> =>
  new Map(
    model.tree
      .rootInstances()
      .filter(({ folderUri }) => isWithin(folderUri, uri))
      .map(root => [root.folderUri, root]),
  );

/** Most lines of a kind in Markdown; Git hosts refuse longer texts. */
const MAX_OF_KIND = 50;

/** Whether there is anything to tell in a list: rules, or why they can't be read. */
export const hasRules = ({ rules, removed, invalid }: ReviewedRules): boolean =>
  rules + removed.length + invalid.length > 0;

/** One sentence for each line; none if all rules hold before and after the change. */
export const rulesReviewLines = (rules: ReviewedRules): string[] => sentencesOf(rules, Infinity);

/** '' if all rules hold before and after the change. */
export function rulesReviewMarkdown(rules: ReviewedRules): string {
  const lines = sentencesOf(rules, MAX_OF_KIND);
  return lines.length === 0 ? '' : `${lines.map(line => `- ${markdownText(line)}`).join('\n')}\n`;
}

function sentencesOf({ newly, still, mended, removed, invalid, undecided, unjudged }: ReviewedRules, most: number) {
  const list = (all: readonly string[]): string[] => [
    ...all.slice(0, most),
    ...(all.length > most ? [t('and {0} more', all.length - most)] : []),
  ];
  const ofRules = (all: readonly BrokenRule[], sentence: (where: string, text: string) => string): string[] =>
    list(all.map(each => sentence(enumeration(each.environments), brokenText(each).replaceAll('\n', '; '))));
  return [
    ...ofRules(newly, (where, text) => t('Newly broken in {0}: {1}', where, text)),
    ...ofRules(still, (where, text) => t('Broken as before in {0}: {1}', where, text)),
    ...ofRules(mended, (where, text) => t('No longer broken in {0}: {1}', where, text)),
    ...list(removed.map(name => t('The rule {0} is removed.', name))),
    ...list(invalid),
    ...(undecided > 0 ? [undecidedText(undecided)] : []),
    ...(unjudged > 0
      ? [t('Rules about changes that are not judged, because there is no forecast: {0}', unjudged)]
      : []),
  ];
}
