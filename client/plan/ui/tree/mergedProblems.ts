/** Merges the diagnostics of several runs. */
import type { PlanDiagnostic, PlanRange } from '../../../../common/plan/plan';

export interface MergedProblem {
  /** Of the runs that say it. */
  names: string[];
  diagnostic: PlanDiagnostic;
  range: PlanRange;
}

/**
 * @param runs each with its name, and what it says.
 * @returns by absolute path: what is said of the same place in the same words by several runs is there once. What has no place is left
 * out.
 */
export function mergedProblems(
  runs: readonly { name: string; diagnostics: readonly PlanDiagnostic[] }[],
): Map<string, MergedProblem[]> {
  const merged = new Map<string, MergedProblem>();
  const byFile = new Map<string, MergedProblem[]>();
  for (const { name, diagnostics } of runs) {
    for (const diagnostic of diagnostics) {
      const { file, range, severity, summary, detail } = diagnostic;
      if (file === undefined || !range) continue;
      const key = JSON.stringify([file, range, severity, summary, detail]);
      const known = merged.get(key);
      if (known) {
        if (!known.names.includes(name)) known.names.push(name);
        continue;
      }
      const problem = { names: [name], diagnostic, range };
      merged.set(key, problem);
      byFile.set(file, [...(byFile.get(file) ?? []), problem]);
    }
  }
  return byFile;
}
