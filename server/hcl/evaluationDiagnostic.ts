/** Errors that Terraform would report, as data. Evaluation continues with an unknown value. */
import type { SourceRange } from './model';

/**
 * KS001 cycle, KS002 value of the wrong type, KS003 invalid expression or unknown function, KS004 limit reached, KS005 null environment, KS006
 * configuration that can't be evaluated, KS201 base key without an environment.
 */
export const EVALUATION_CODES = ['KS001', 'KS002', 'KS003', 'KS004', 'KS005', 'KS006', 'KS201'] as const;
export type EvaluationDiagnosticCode = (typeof EVALUATION_CODES)[number];

export const isEvaluationCode = (code: string): boolean => EVALUATION_CODES.some(each => each === code);

export interface EvaluationDiagnostic {
  readonly code: EvaluationDiagnosticCode;
  /** A plain sentence that names the value and the fix. */
  readonly message: string;
  readonly range: SourceRange;
  /** The suggested replacement of the text at `range`, if the message has a "Did you mean" question. */
  readonly suggestion?: string;
  readonly related?: readonly { readonly message: string; readonly range: SourceRange }[];
}
