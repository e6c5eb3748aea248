/** Something that rules judge. */
import type { SourceRange } from '../hcl/model';
import type { Rule } from '../kubestack/rules/ruleModel';
import type { TextFile } from '../workspace/textFiles';
import type { RuleScope } from './ruleEvaluation';

/** Where an outcome is shown. */
export type OutcomeRange = SourceRange | { readonly file: TextFile; readonly start: number; readonly end: number };

export interface JudgedTarget {
  readonly subject: string;
  exists(environment: string): boolean;
  scope(environment: string, roots: ReadonlySet<string>): RuleScope;
  range(rule: Rule, environment: string): OutcomeRange;
}
