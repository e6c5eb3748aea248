/** Judges the modules of a platform by its rules. Keeps the outcomes of a module until something changes that they depend on. */
import { DependencyTracker, validResult, type Cached } from '../kubestack/memoization/dependencyTracker';
import { InstanceMemo } from '../kubestack/memoization/instanceMemo';
import { labelRange, type ModuleCall } from '../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { ruleSetOf, type RuleSet } from '../kubestack/rules/ruleSet';
import type { Rule } from '../kubestack/rules/ruleModel';
import { effectiveAttributeAt } from '../semantics/effectiveParts';
import type { RequestContext } from '../semantics/requestContext';
import { judge, readsOf, type Judgement, type RuleScope } from './ruleEvaluation';
import type { JudgedTarget, OutcomeRange } from './judgedTarget';
import { manifestTargets } from './manifestTargets';
import { environmentOf, judgedPlatform, moduleScope, platformScope, type JudgedPlatform } from './ruleTargets';

/** A judgement about a target in an environment, unless the rule holds. */
export interface RuleOutcome {
  readonly rule: Rule;
  readonly environment: string;
  readonly judgement: Exclude<Judgement, { readonly kind: 'pass' | 'skip' }>;
  /** `module.eks_gc0_eu-west-1`, `Deployment/web`; the name of the environment for the platform. */
  readonly subject: string;
  readonly range: OutcomeRange;
}

export interface PlatformOutcomes {
  readonly set: RuleSet;
  readonly platform: JudgedPlatform | undefined;
  readonly outcomes: readonly RuleOutcome[];
  /** Number of targets that a rule applies to, in at least one environment. */
  readonly targets: ReadonlyMap<Rule, number>;
  /** Rules that were not applied, since all rules together take too long. */
  readonly leftOut: readonly Rule[];
}

/** Maximum number of steps of all rules of a platform, which take about 10 seconds. */
const MAX_STEPS = 20_000_000;

const KINDS = { cluster: 'cluster', node_pool: 'nodePool', service: 'service' } as const;

const results = new InstanceMemo<PlatformOutcomes>();

/** What the rules say about a platform as it is. Must be stopped when something changes. */
export const ruleOutcomes = (request: RequestContext, root: ModuleInstance): Generator<undefined, PlatformOutcomes> =>
  results.compute(
    root,
    () => [request.model.workspace.revision, request.settings.environments.join()],
    () => computeOutcomes(request, root),
  );

function* computeOutcomes(request: RequestContext, root: ModuleInstance): Generator<undefined, PlatformOutcomes> {
  const { model, settings } = request;
  const set = ruleSetOf(root, model);
  const platform = set.rules.length > 0 ? yield* judgedPlatform(root, model, settings.environments) : undefined;
  const outcomes: RuleOutcome[] = [];
  const targets = new Map<Rule, number>();
  const spent = new Map<Rule, number>();
  let leftOut: readonly Rule[] = [];
  if (platform) {
    let steps = 0;
    let open = set.rules;
    const take = (judged: Outcomes): void => {
      steps += judged.steps;
      for (const [rule, own] of judged.spent) spent.set(rule, (spent.get(rule) ?? 0) + own);
      for (const rule of judged.applied) targets.set(rule, (targets.get(rule) ?? 0) + 1);
      for (const outcome of judged.outcomes) outcomes.push(outcome);
      if (steps <= MAX_STEPS) return;
      // Without the costliest rules, the others can still be applied.
      const costliest = [...spent].sort((a, b) => b[1] - a[1]).slice(0, Math.ceil(spent.size / 10));
      leftOut = [...leftOut, ...costliest.map(([rule]) => rule)];
      for (const [rule, own] of costliest) {
        steps -= own;
        spent.delete(rule);
      }
      open = open.filter(rule => !leftOut.includes(rule));
    };
    for (const call of platform.calls) {
      yield;
      take(outcomesOfCall(platform, set, call, open));
    }
    take(outcomesOfPlatform(platform, set, open));
    for (const target of yield* manifestTargets(request, platform, open)) {
      yield;
      take(judgeAll(set, target.rules, platform.environments, target));
    }
  }
  const judged = leftOut.length === 0 ? outcomes : outcomes.filter(({ rule }) => !leftOut.includes(rule));
  return { set, platform, outcomes: judged, targets, leftOut };
}

interface Outcomes {
  readonly outcomes: readonly RuleOutcome[];
  readonly applied: readonly Rule[];
  readonly steps: number;
  readonly spent: ReadonlyMap<Rule, number>;
}

interface KeptOutcomes extends Outcomes {
  readonly key: readonly unknown[];
}
const kept = new WeakMap<ModuleCall, Cached<KeptOutcomes>>();

function outcomesOfCall(platform: JudgedPlatform, set: RuleSet, call: ModuleCall, open: readonly Rule[]): Outcomes {
  const { revision } = platform.model.workspace;
  const key = [set, platform.structure, platform.environments.join(), platform.base, open.length];
  const cached = validResult(kept.get(call), revision);
  if (cached?.result.key.every((part, index) => part === key[index])) return cached.result;
  const reads = new DependencyTracker();
  const rules = open.filter(rule => judgesModule(rule, call));
  const judged = judgeAll(set, rules, platform.environments, callTarget(platform, set, call, reads));
  const result = { ...judged, key };
  kept.set(call, { result, reads: reads.complete(), checkedAt: revision });
  return result;
}

function callTarget(platform: JudgedPlatform, set: RuleSet, call: ModuleCall, reads: DependencyTracker): JudgedTarget {
  const inEffect = (environment: string) => environmentOf(platform, call, environment, reads);
  return {
    subject: call.address,
    exists: environment => inEffect(environment) !== undefined,
    scope: (environment, roots) => moduleScope(platform, call, environment, roots, reads),
    range: (rule, environment) => {
      const resolved = inEffect(environment);
      for (const path of resolved ? readsOf(rule, set).attributes : []) {
        const range = resolved && effectiveAttributeAt(resolved, path)?.range;
        if (range) return range;
      }
      return labelRange(call.declaration);
    },
  };
}

/** Whether a rule judges a module. */
export const judgesModule = ({ target }: Pick<Rule, 'target'>, { module }: ModuleCall): boolean =>
  target === 'module' || (target in KINDS && KINDS[target as keyof typeof KINDS] === module.kind);

function outcomesOfPlatform(platform: JudgedPlatform, set: RuleSet, open: readonly Rule[]): Outcomes {
  const rules = open.filter(({ target }) => target === 'platform');
  return judgeAll(set, rules, platform.environments, platformTarget(platform));
}

function platformTarget(platform: JudgedPlatform): JudgedTarget {
  const first = platform.calls.find(({ module }) => module.kind === 'cluster') ?? platform.calls[0]!;
  return {
    subject: 'platform',
    exists: () => true,
    scope: (environment, roots) => platformScope(platform, environment, roots),
    range: () => labelRange(first.declaration),
  };
}

/** What a rule judges; nothing for rules about changes, which a forecast has. */
export function* targetsOf(
  request: RequestContext,
  platform: JudgedPlatform,
  set: RuleSet,
  rule: Rule,
): Generator<undefined, readonly JudgedTarget[]> {
  if (rule.target === 'platform') return [platformTarget(platform)];
  if (rule.target === 'manifest') return yield* manifestTargets(request, platform, [rule]);
  const calls = platform.calls.filter(call => judgesModule(rule, call));
  return calls.map(call => callTarget(platform, set, call, new DependencyTracker()));
}

function judgeAll(
  set: RuleSet,
  rules: readonly Rule[],
  environments: readonly string[],
  target: JudgedTarget,
): Outcomes {
  const outcomes: RuleOutcome[] = [];
  const applied = new Set<Rule>();
  const spent = new Map<Rule, number>();
  const roots = new Set(rules.flatMap(rule => [...readsOf(rule, set).roots]));
  let steps = 0;
  for (const environment of rules.length === 0 ? [] : environments) {
    if (!target.exists(environment)) continue;
    let scope: RuleScope | undefined;
    for (const rule of rules) {
      if (rule.environments && !rule.environments.some(({ text }) => text === environment)) continue;
      const { judgement, steps: own } = judge(rule, set, (scope ??= target.scope(environment, roots)));
      steps += own;
      spent.set(rule, (spent.get(rule) ?? 0) + own);
      if (judgement.kind !== 'skip') applied.add(rule);
      if (judgement.kind === 'pass' || judgement.kind === 'skip') continue;
      outcomes.push({ rule, environment, judgement, subject: target.subject, range: target.range(rule, environment) });
    }
  }
  return { outcomes, applied: [...applied], steps, spent };
}
