/** What the evaluator refuses, as far as the user wants to be told: the same in the editor and on the command line. */
import type { EvaluationDiagnostic, EvaluationDiagnosticCode } from '../../hcl/evaluationDiagnostic';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { SourceFile } from '../../syntax/sourceFileModel';
import { callDiagnostics } from './callDiagnostics';
import type { CheckLevel } from '../settings';
import { placedItemOf, type RequestContext } from '../requestContext';

const DEFAULT_LEVELS: Partial<Record<EvaluationDiagnosticCode, CheckLevel>> = { KS006: 'warning' };

/** How much a diagnostic weighs: what `kubestack.checks` says, else what it is by default. */
export const levelOfEvaluation = (request: RequestContext, { code }: EvaluationDiagnostic): CheckLevel =>
  levelOfCode(request, code, DEFAULT_LEVELS[code] ?? 'error');

/** How much a diagnostic weighs: what `kubestack.checks` says, else what it is by default. */
export const levelOfCode = ({ settings }: RequestContext, code: string, byDefault: CheckLevel): CheckLevel =>
  settings.checks[code] ?? byDefault;

/**
 * Diagnostics of a file's module blocks as such, whatever they are given.
 * @param name of the blocks to look at, if not all
 */
export const blockDiagnostics = (request: RequestContext, file: SourceFile, name?: string): EvaluationDiagnostic[] =>
  callDiagnostics(request, file, name).filter(diagnostic => levelOfEvaluation(request, diagnostic) !== 'off');

/** Diagnostics of the configuration of a call. None of a call that does not parse: it says only that. */
export function configurationDiagnostics(request: RequestContext, call: ModuleCall): readonly EvaluationDiagnostic[] {
  if (placedItemOf(request, call.declaration.item)?.staleText !== undefined) return [];
  return request.model
    .effectiveConfiguration(call)
    .diagnostics.filter(diagnostic => levelOfEvaluation(request, diagnostic) !== 'off');
}
