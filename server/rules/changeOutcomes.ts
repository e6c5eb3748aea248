/** Judges what a change does by the rules of the target `change`: each resource of its forecast. */
import type { BrokenRule } from '../../common/rules/rules';
import type { Forecast, ForecastResource } from '../../common/forecast/forecast';
import { string } from '../hcl/values/value';
import { object, nullOf } from '../hcl/values/value';
import type { Value } from '../hcl/model';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { RuleSet } from '../kubestack/rules/ruleSet';
import type { Rule } from '../kubestack/rules/ruleModel';
import { judge, readsOf } from './ruleEvaluation';
import { addPlatformNames, type JudgedPlatform } from './ruleTargets';

export interface ChangeOutcomes {
  readonly broken: readonly BrokenRule[];
  /** Sentences about conditions that fail. */
  readonly invalid: readonly string[];
  readonly undecided: number;
}

/** Maximum number of resources that are judged, times rules: about a second. */
const MAX_JUDGEMENTS = 50_000;

/** @param platform after the change */
export function changeOutcomes(platform: JudgedPlatform, set: RuleSet, forecast: Forecast): ChangeOutcomes {
  const rules = set.rules.filter(({ target }) => target === 'change');
  const broken: BrokenRule[] = [];
  const invalid = new Set<string>();
  let undecided = 0;
  let judgements = 0;
  for (const [environment, { resources, unknown }] of Object.entries(forecast.environments)) {
    const applied = rules.filter(each => isIn(each, environment));
    if (applied.length > 0) undecided += unknown?.length ?? 0;
    for (const resource of resources)
      for (const rule of applied) {
        const name = rule.name.text;
        if (++judgements > MAX_JUDGEMENTS) {
          invalid.add(name);
          continue;
        }
        const { judgement } = judge(rule, set, {
          names: namesOf(platform, rule, set, environment, resource),
          other: undefined,
        });
        if (judgement.kind === 'unknown') undecided++;
        if (judgement.kind === 'error') invalid.add(`${name}: ${judgement.message}`);
        if (judgement.kind !== 'fail') continue;
        const { level } = rule;
        const { address: subject } = resource;
        broken.push({ name, level, environments: [environment], subject, message: judgement.message });
      }
  }
  return { broken, invalid: [...invalid], undecided };
}

export const isIn = ({ environments }: Pick<Rule, 'environments'>, environment: string): boolean =>
  environments === undefined || environments.some(({ text }) => text === environment);

/** The part of the platform that a module is. */
export function platformPartOf(calls: readonly ModuleCall[], address: string): string {
  const kind = calls.find(call => call.address === address)?.module.kind;
  return kind === 'nodePool' ? 'node_pool' : (kind ?? 'other');
}

function namesOf(
  platform: JudgedPlatform,
  rule: Rule,
  set: RuleSet,
  environment: string,
  { address, type, action, module }: ForecastResource,
): Map<string, Value> {
  const names = new Map<string, Value>([
    ['environment', string(environment)],
    ['address', string(address)],
    ['type', string(type)],
    ['action', string(action)],
    ['part', string(platformPartOf(platform.calls, module))],
    ['module', object(new Map([['name', module === '' ? nullOf() : string(module.replace(/^module\./, ''))]]))],
  ]);
  addPlatformNames(names, platform, readsOf(rule, set).roots);
  return names;
}
