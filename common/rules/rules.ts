/** The rules of a team as data: the vocabulary of `*.rules.hcl` files, and what clients request of them (docs/rules.md). */

/** End of the names of files with rules, in the folder of a platform or in the folder `rules` beside its files. */
export const RULES_FILE_ENDING = '.rules.hcl';
/** The folder beside the files of a platform. */
export const RULES_FOLDER = 'rules';

/** What a rule judges, one at a time. */
export const RULE_TARGETS = ['platform', 'cluster', 'node_pool', 'service', 'module', 'manifest', 'change'] as const;
export type RuleTarget = (typeof RULE_TARGETS)[number];

export const RULE_LEVELS = ['error', 'warning', 'information'] as const;
export type RuleLevel = (typeof RULE_LEVELS)[number];

/** Results that a `rule_test` may expect. */
export const RULE_RESULTS = ['pass', 'fail', 'skip', 'unknown'] as const;
export type RuleResult = (typeof RULE_RESULTS)[number];

/** What a freeze may let through. */
export const FREEZE_EXCEPTIONS = ['rollback'] as const;

/** The code of problems with the rules themselves. */
export const RULES_CHECK = 'KS520';

/** The code of a rule's findings, for diagnostics and comments that ignore them. */
export const ruleCode = (name: string): string => `rule:${name}`;

/** Whether a code belongs to a rule. */
export const isRuleCode = (code: unknown): boolean => typeof code === 'string' && code.startsWith('rule:');

/** A broken rule, for places without an editor's problems: promotion, pull requests, comparisons. */
export interface BrokenRule {
  readonly name: string;
  readonly level: RuleLevel;
  readonly environments: readonly string[];
  /** The sentence that the editor shows. */
  readonly message: string;
  /** The platform's part or the resource that breaks it: `module.eks_gc0`, `module.eks_gc0.aws_eks_cluster.current`. */
  readonly subject: string;
}

/** A freeze that is in force. */
export interface ActiveFreeze {
  readonly name: string;
  readonly environment: string;
  readonly reason: string;
  /** When it ends: an ISO time in UTC, such as `2027-01-04T00:00:00.000Z`. */
  readonly until: string;
  readonly allowsRollback: boolean;
}

/** What the rules of a platform say about a promotion to an environment, or about every environment. */
export interface RulesVerdict {
  /** Broken rules, of all levels. */
  readonly broken: readonly BrokenRule[];
  readonly freezes: readonly ActiveFreeze[];
  /** Rules and freezes that can't be read or evaluated: they stop promotions. Each is a sentence. */
  readonly invalid: readonly string[];
  /** Number of conditions that depend on values that only a plan knows. */
  readonly undecided: number;
  /** Number of rules. */
  readonly rules: number;
}

/** Whether a freeze stops a promotion. */
export const isStopping = ({ allowsRollback }: ActiveFreeze, isRollback: boolean): boolean =>
  !(isRollback && allowsRollback);

/** Whether a verdict stops a promotion. */
export const isRefusing = ({ broken, freezes, invalid }: RulesVerdict, isRollback: boolean): boolean =>
  invalid.length > 0 ||
  broken.some(({ level }) => level === 'error') ||
  freezes.some(each => isStopping(each, isRollback));
