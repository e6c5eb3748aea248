/** What `*.rules.hcl` files contain, as data, and the names of their parts (docs/rules.md). */
import type { FreezeWindow } from '../../../common/rules/freezes';
import type { RuleLevel, RuleResult, RuleTarget } from '../../../common/rules/rules';
import type { Expression, Item, Span } from '../../syntax/ast';
import type { TextFile } from '../../workspace/textFiles';
import type { AgentPolicy } from './agentPolicy';
import type { PlacedText } from './placedText';

/** A block of a file. `item` has the offsets of its expressions; `offset` is where it begins. */
export interface PlacedBlock extends Span {
  readonly file: TextFile;
  readonly item: Item;
  readonly offset: number;
  readonly name: PlacedText;
}

export interface Rule extends PlacedBlock {
  readonly description: string | undefined;
  readonly target: RuleTarget;
  readonly level: RuleLevel;
  /** Undefined for all environments. */
  readonly environments: readonly PlacedText[] | undefined;
  readonly filter: Expression | undefined;
  readonly condition: Expression;
  readonly errorMessage: Expression;
}

export interface Freeze extends PlacedBlock {
  readonly environments: readonly PlacedText[] | undefined;
  readonly window: FreezeWindow;
  readonly reason: string;
  readonly allow: readonly string[];
}

export interface RuleTest extends PlacedBlock {
  readonly rule: PlacedText;
  readonly environment: PlacedText | undefined;
  /** What is given, by the name in the rule's scope. */
  readonly given: ReadonlyMap<string, Expression>;
  readonly expect: RuleResult;
}

/** Rules of another folder. */
export interface RuleSource extends PlacedBlock {
  /** A path in the workspace, or `module.name` for an installed module. */
  readonly source: PlacedText;
}

/** A value that rules of the same folder share. */
export interface RuleLocal extends Span {
  readonly file: TextFile;
  readonly item: Item;
  readonly offset: number;
  readonly name: string;
  readonly nameEnd: number;
  readonly value: Expression;
}

export interface RulesProblem extends Span {
  readonly message: string;
  /** Whether a rule or a freeze is not applied because of it. */
  readonly stops: boolean;
}

export interface RulesFile {
  readonly file: TextFile;
  readonly rules: readonly Rule[];
  readonly freezes: readonly Freeze[];
  readonly tests: readonly RuleTest[];
  readonly sources: readonly RuleSource[];
  readonly locals: readonly RuleLocal[];
  readonly agents: readonly AgentPolicy[];
  readonly problems: readonly RulesProblem[];
}

/** What a test may give, as names of the rule's scope. */
export const GIVEN_NAMES = [
  'attributes',
  'base_environment',
  'environments',
  'cluster',
  'module',
  'platform',
  'object',
  'address',
  'type',
  'action',
  'part',
] as const;

/** The attributes and blocks of each block, in the order in which people write them. */
export const BLOCK_PARTS: Readonly<Record<string, readonly string[]>> = {
  rule: ['description', 'target', 'environments', 'filter', 'enforce', 'level'],
  enforce: ['condition', 'error_message'],
  freeze: ['environments', 'from', 'until', 'weekly', 'time_zone', 'reason', 'allow'],
  rule_test: ['rule', 'environment', ...GIVEN_NAMES, 'expect'],
  rule_set: ['source'],
  agents: ['allow', 'ask', 'deny'],
};
/** The blocks at the top of a file. */
export const RULE_BLOCKS = ['rule', 'freeze', 'rule_test', 'rule_set', 'agents', 'locals'] as const;
