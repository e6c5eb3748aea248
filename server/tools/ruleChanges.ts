/** What a change does to the rules of a team, for coding agents. */
import type { ReviewedRules } from '../../common/review/review';
import { RULE_LEVELS, type BrokenRule } from '../../common/rules/rules';
import { undecidedText } from '../rules/verdictText';
import { listSchema, objectSchema } from './jsonSchema';

/** What a change does to a rule of the team, and what is unknown of it. */
const RULE_CHANGES = [
  'newly_broken',
  'still_broken',
  'mended',
  'removed',
  'invalid',
  'undecided',
  'not_judged',
] as const;

/** The schema of {@link ruleEntries}. */
export const RULE_CHANGE = objectSchema(
  {
    change: { type: 'string', enum: RULE_CHANGES },
    rule: { type: 'string' },
    environments: listSchema({ type: 'string' }),
    level: { type: 'string', enum: RULE_LEVELS },
    subject: { type: 'string' },
    message: { type: 'string' },
  },
  ['change'],
);

/** What a change does to the rules of the requested environments. */
export function rulesIn(
  rules: ReviewedRules,
  isRequested: (environment: string) => boolean = () => true,
): ReviewedRules {
  const requested = (all: readonly BrokenRule[]): BrokenRule[] =>
    all.filter(({ environments }) => environments.some(isRequested));
  return {
    ...rules,
    newly: requested(rules.newly),
    still: requested(rules.still),
    mended: requested(rules.mended),
  };
}

/** What an agent must not overlook; empty if the change breaks and removes no rule, and all can be evaluated. */
export function rulesSentence({ newly, removed, invalid }: ReviewedRules): string {
  const broken = newly.length === 0 ? '' : ` Rules of the team that the change breaks: ${newly.length}, see rules.`;
  const gone = removed.length === 0 ? '' : ` Rules of the team that the change removes: ${removed.length}, see rules.`;
  return `${broken}${gone}${invalid.length === 0 ? '' : " Some rules of the team can't be evaluated: see rules."}`;
}

export interface RuleEntry extends Partial<Omit<BrokenRule, 'name'>> {
  readonly change: (typeof RULE_CHANGES)[number];
  readonly rule?: string;
}

/** What agents read of the rules, what must not be overlooked first. */
export function ruleEntries({
  newly,
  still,
  mended,
  removed,
  invalid,
  undecided,
  unjudged,
}: ReviewedRules): RuleEntry[] {
  const broken = (change: RuleEntry['change'], all: readonly BrokenRule[]): RuleEntry[] =>
    all.map(({ name: rule, level, environments, subject, message }) => ({
      ...{ change, rule, environments, level, subject, message },
    }));
  return [
    ...broken('newly_broken', newly),
    ...removed.map(rule => ({ change: 'removed', rule }) as const),
    ...invalid.map(message => ({ change: 'invalid', message }) as const),
    ...broken('still_broken', still),
    ...broken('mended', mended),
    ...(undecided > 0 ? [{ change: 'undecided', message: undecidedText(undecided) } as const] : []),
    ...(unjudged > 0
      ? [{ change: 'not_judged', message: `There is no forecast for rules about changes: ${unjudged}.` } as const]
      : []),
  ];
}
