/** What terraform would refuse, as data; evaluation continues with an unknown value. */
import type { SourceRange } from './model';

/**
 * KS001 cycle, KS002 value of the wrong type, KS003 invalid expression or unknown function, KS004 limit reached,
 * KS005 null environment, KS006 not understood, KS201 base key that is not a key.
 */
export type EvaluationDiagnosticCode = 'KS001' | 'KS002' | 'KS003' | 'KS004' | 'KS005' | 'KS006' | 'KS201';

export interface EvaluationDiagnostic {
  readonly code: EvaluationDiagnosticCode;
  /** A plain sentence that names the value and the fix. */
  readonly message: string;
  readonly place: SourceRange;
  /** The suggested replacement of the text at `place`, if the message asks "did you mean". */
  readonly suggestion?: string;
  readonly related?: readonly { readonly message: string; readonly place: SourceRange }[];
}
