/** What the rules of a platform say about a promotion: broken rules, freezes that are in force, and rules that can't be read. */
import type { Forecast } from '../../common/forecast/forecast';
import { windowEnd } from '../../common/rules/freezes';
import type { ActiveFreeze, BrokenRule, RulesVerdict } from '../../common/rules/rules';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import type { RuleSetProblem } from '../kubestack/rules/ruleSet';
import type { Freeze } from '../kubestack/rules/ruleModel';
import type { RequestContext } from '../semantics/requestContext';
import { baseNameOf } from '../workspace/uri';
import { changeOutcomes, isIn } from './changeOutcomes';
import { brokenRules } from './groupedOutcomes';
import { ruleOutcomes, type PlatformOutcomes } from './ruleOutcomes';
import { ruleProblems } from './ruleProblems';

export interface VerdictOptions {
  /** Only this environment. */
  readonly environment?: string | undefined;
  /** What the change does, for rules of the target `change`. */
  readonly forecast?: Forecast | undefined;
  /** Whether only freezes, and mistakes in the files, count. */
  readonly onlyFreezes?: boolean;
  /** Milliseconds. */
  readonly at: number;
}

/** Must be stopped when something changes. @param root of the platform, after the change */
export function* rulesVerdict(
  request: RequestContext,
  root: ModuleInstance,
  { environment, forecast, at, onlyFreezes = false }: VerdictOptions,
): Generator<undefined, RulesVerdict> {
  const all = yield* ruleOutcomes(request, root);
  if (onlyFreezes) return freezeVerdict(all, environment, at);
  const { set, platform } = all;
  const isAsked = (name: string): boolean => environment === undefined || name === environment;
  const outcomes = all.outcomes.filter(each => isAsked(each.environment));
  const changes = platform && forecast ? changeOutcomes(platform, set, forecast) : undefined;
  const ofChanges = (changes?.broken ?? []).filter(each => each.environments.some(isAsked));
  const environments = platform?.environments ?? [];
  const asked = environment === undefined ? environments : [environment];
  return {
    broken: [...brokenRules(outcomes), ...ofChanges],
    freezes: asked.flatMap(name => activeFreezes(set.freezes, name, at)),
    invalid: [...sentencesOf(ruleProblems(all)), ...(changes?.invalid ?? [])],
    undecided: outcomes.filter(({ judgement }) => judgement.kind === 'unknown').length + (changes?.undecided ?? 0),
    rules: set.rules.length,
  };
}

/** Only what the files say, without judging the platform. */
function freezeVerdict({ set, platform }: PlatformOutcomes, environment: string | undefined, at: number): RulesVerdict {
  const asked = environment === undefined ? (platform?.environments ?? []) : [environment];
  const freezes = asked.flatMap(name => activeFreezes(set.freezes, name, at));
  return { broken: [], freezes, invalid: sentencesOf(set.problems), undecided: 0, rules: 0 };
}

/** With the file and line. */
const sentencesOf = (problems: readonly RuleSetProblem[]): string[] =>
  problems
    .filter(({ stops }) => stops)
    .map(({ file, start, message }) => `${baseNameOf(file.uri)}:${file.lines.positionAt(start).line + 1}: ${message}`);

/** The freezes that are in force for an environment, the longest first. @param at milliseconds */
export const activeFreezes = (freezes: readonly Freeze[], environment: string, at: number): ActiveFreeze[] =>
  freezes
    .flatMap(freeze => {
      const end = isIn(freeze, environment) ? windowEnd(freeze.window, at) : undefined;
      if (end === undefined) return [];
      const { name, reason, allow } = freeze;
      const until = new Date(end).toISOString();
      return [{ name: name.text, environment, reason, until, allowsRollback: allow.includes('rollback') }];
    })
    .sort((a, b) => b.until.localeCompare(a.until));

/** Broken rules on both sides of a change, each with the environments in which that is so. */
export interface ComparedRules {
  /** Broken after the change, and before it too. */
  readonly still: readonly BrokenRule[];
  readonly newly: readonly BrokenRule[];
  readonly mended: readonly BrokenRule[];
}

/** By rule, subject and environment. */
export function comparedRules(before: readonly BrokenRule[], after: readonly BrokenRule[]): ComparedRules {
  const keysOf = (rules: readonly BrokenRule[]): Set<string> =>
    new Set(rules.flatMap(rule => rule.environments.map(name => keyOf(rule, name))));
  const [old, current] = [keysOf(before), keysOf(after)];
  const where = (rules: readonly BrokenRule[], isMeant: (key: string) => boolean): BrokenRule[] =>
    rules.flatMap(rule => {
      const environments = rule.environments.filter(name => isMeant(keyOf(rule, name)));
      return environments.length === 0 ? [] : [{ ...rule, environments }];
    });
  return {
    still: where(after, key => old.has(key)),
    newly: where(after, key => !old.has(key)),
    mended: where(before, key => !current.has(key)),
  };
}

const keyOf = ({ name, subject }: BrokenRule, environment: string): string => `${name}\n${subject}\n${environment}`;
