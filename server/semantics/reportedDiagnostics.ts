/** Evaluation errors with the levels of the settings: the same in the editor and on the command line. */
import { ownProperty } from '../../common/ownProperty';
import type { EvaluationDiagnostic, EvaluationDiagnosticCode } from '../hcl/evaluationDiagnostic';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { PlatformModel } from '../kubestack/platform/platformModel';
import type { CheckLevel } from './settings';
import { placedItemOf, type RequestContext } from './requestContext';

const DEFAULT_LEVELS: Partial<Record<EvaluationDiagnosticCode, CheckLevel>> = {
  KS004: 'information',
  KS006: 'warning',
};

/** The level of a diagnostic: from `kubestack.checks`, or its default. */
export const levelOfEvaluation = (request: RequestContext, { code }: EvaluationDiagnostic): CheckLevel =>
  levelOfCode(request, code, DEFAULT_LEVELS[code] ?? 'error');

/** The level of a diagnostic: from `kubestack.checks`, or its default. */
export const levelOfCode = ({ settings }: RequestContext, code: string, byDefault: CheckLevel): CheckLevel =>
  ownProperty(settings.checks, code) ?? byDefault;

/**
 * Diagnostics of a call's configuration. A call that does not parse has none, only syntax errors.
 * @param diagnosticsOf returns those of the effective configuration
 */
export function configurationDiagnostics(
  request: RequestContext,
  call: ModuleCall,
  diagnosticsOf: (call: ModuleCall, model: PlatformModel) => readonly EvaluationDiagnostic[] = evaluated,
): readonly EvaluationDiagnostic[] {
  if (placedItemOf(request, call.declaration.item)?.staleText !== undefined) return [];
  return diagnosticsOf(call, request.model).filter(diagnostic => levelOfEvaluation(request, diagnostic) !== 'off');
}

const evaluated = (call: ModuleCall, model: PlatformModel): readonly EvaluationDiagnostic[] =>
  model.effectiveConfiguration(call).diagnostics;
