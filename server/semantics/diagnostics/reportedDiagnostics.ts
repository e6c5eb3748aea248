/** What the evaluator refuses, as far as the user wants to be told: the same in the editor and on the command line. */
import type { Fault, FaultCode } from '../../hcl/evaluationDiagnostic';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { SourceFile } from '../../syntax/sourceFile';
import { callFaults } from './callDiagnostics';
import type { CheckLevel } from '../settings';
import { placedItemOf, type Snapshot } from '../requestContext';

const DEFAULT_LEVELS: Partial<Record<FaultCode, CheckLevel>> = { KS006: 'warning' };

/** How much a fault weighs: what `kubestack.checks` says, else what it is by default. */
export const levelOf = (snapshot: Snapshot, { code }: Fault): CheckLevel =>
  levelOfCode(snapshot, code, DEFAULT_LEVELS[code] ?? 'error');

/** How much a diagnostic weighs: what `kubestack.checks` says, else what it is by default. */
export const levelOfCode = ({ settings }: Snapshot, code: string, byDefault: CheckLevel): CheckLevel =>
  settings.checks[code] ?? byDefault;

/**
 * Faults of a file's module blocks as such, whatever they are given.
 * @param name of the blocks to look at, if not all
 */
export const blockFaults = (snapshot: Snapshot, file: SourceFile, name?: string): Fault[] =>
  callFaults(snapshot, file, name).filter(fault => levelOf(snapshot, fault) !== 'off');

/** Faults of the configuration of a call. None of a call that does not parse: it says only that. */
export function configurationFaults(snapshot: Snapshot, call: ModuleCall): readonly Fault[] {
  if (placedItemOf(snapshot, call.declaration.item)?.staleText !== undefined) return [];
  return snapshot.model.effectiveConfiguration(call).faults.filter(fault => levelOf(snapshot, fault) !== 'off');
}
