/** Broken rules as people read them: one for each place, which names every environment that it holds for. */
import type { BrokenRule } from '../../common/rules/rules';
import type { Rule } from '../kubestack/rules/ruleModel';
import type { OutcomeRange } from './judgedTarget';
import type { RuleOutcome } from './ruleOutcomes';

export interface GroupedOutcome {
  readonly rule: Rule;
  readonly range: OutcomeRange;
  readonly subject: string;
  readonly environments: readonly string[];
  /** With the environments. */
  readonly message: string;
}

/** The broken rules among outcomes. */
export function groupedOutcomes(outcomes: readonly RuleOutcome[]): GroupedOutcome[] {
  const groups = new Map<Rule, Map<string, RuleOutcome[]>>();
  const items = new Map<unknown, number>();
  const idOf = (range: OutcomeRange): string => {
    const source = 'item' in range ? range.item : range.file;
    if (!items.has(source)) items.set(source, items.size);
    return `${items.get(source)} ${range.start} ${range.end}`;
  };
  for (const outcome of outcomes) {
    if (outcome.judgement.kind !== 'fail') continue;
    const ofRule = groups.get(outcome.rule) ?? new Map<string, RuleOutcome[]>();
    groups.set(outcome.rule, ofRule);
    const key = `${idOf(outcome.range)} ${outcome.subject}`;
    const same = ofRule.get(key);
    if (same) same.push(outcome);
    else ofRule.set(key, [outcome]);
  }
  return [...groups.values()].flatMap(ofRule => [...ofRule.values()].map(grouped));
}

function grouped(outcomes: readonly RuleOutcome[]): GroupedOutcome {
  const [{ rule, range, subject }] = outcomes as [RuleOutcome];
  const byMessage = new Map<string, string[]>();
  for (const { judgement, environment } of outcomes) {
    const message = judgement.kind === 'fail' ? judgement.message : '';
    byMessage.set(message, [...(byMessage.get(message) ?? []), environment]);
  }
  const lines = [...byMessage].map(([message, environments]) => `${message} (${environments.join(', ')})`);
  return {
    rule,
    range,
    subject,
    environments: outcomes.map(({ environment }) => environment),
    message: lines.join('\n'),
  };
}

/** The same as data. */
export const brokenRules = (outcomes: readonly RuleOutcome[]): BrokenRule[] =>
  groupedOutcomes(outcomes).map(({ rule, subject, environments, message }) => ({
    name: rule.name.text,
    level: rule.level,
    environments,
    subject,
    message,
  }));
