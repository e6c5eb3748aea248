/** What terraform would refuse, as data: evaluation goes on with an unknown value. */
import type { SourceRange } from './model';

/**
 * KS001 cycle, KS002 value of the wrong type, KS003 invalid expression or unknown function, KS004 limit reached,
 * KS005 null environment, KS006 not understood, KS201 base key that is not a key.
 */
export type EvaluationDiagnosticCode = 'KS001' | 'KS002' | 'KS003' | 'KS004' | 'KS005' | 'KS006' | 'KS201';

export interface EvaluationDiagnostic {
  readonly code: EvaluationDiagnosticCode;
  /** Plain words that name the value and the way out. */
  readonly message: string;
  readonly place: SourceRange;
  /** What was meant in place of the text at `place`, where the message asks so. */
  readonly suggestion?: string;
  readonly related?: readonly { readonly message: string; readonly place: SourceRange }[];
}
