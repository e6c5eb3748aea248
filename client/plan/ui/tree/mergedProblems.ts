/** Merges the diagnostics of several runs. */
import type { PlanDiagnostic, PlanRange } from '../../../../common/plan/plan';

export interface MergedProblem {
  /** Names of the runs that report it. */
  names: string[];
  diagnostic: PlanDiagnostic;
  range: PlanRange;
  /** Whether the files have changed since all of these runs. */
  isOutdated: boolean;
}

/** The diagnostics of a run. */
export interface ReportedProblems {
  readonly name: string;
  readonly diagnostics: readonly PlanDiagnostic[];
  /** Whether the files that it read have changed since. */
  readonly isOutdated?: boolean;
}

/**
 * @param runs with their names and diagnostics.
 * @returns diagnostics by absolute path. Equal diagnostics of several runs at the same location are merged. Diagnostics without a location are left
 * out.
 */
export function mergedProblems(runs: readonly ReportedProblems[]): Map<string, MergedProblem[]> {
  const merged = new Map<string, MergedProblem>();
  const byFile = new Map<string, MergedProblem[]>();
  for (const { name, diagnostics, isOutdated = false } of runs) {
    for (const diagnostic of diagnostics) {
      const { file, range, severity, summary, detail } = diagnostic;
      if (file === undefined || !range) continue;
      const key = JSON.stringify([file, range, severity, summary, detail]);
      const same = merged.get(key);
      if (same) {
        if (!same.names.includes(name)) same.names.push(name);
        same.isOutdated &&= isOutdated;
        continue;
      }
      const problem = { names: [name], diagnostic, range, isOutdated };
      merged.set(key, problem);
      byFile.set(file, [...(byFile.get(file) ?? []), problem]);
    }
  }
  return byFile;
}
