/** All fixes that need no choice, made as one. */
import type { Change } from '../edits/change';
import { Draft } from '../edits/draft';
import { checkContext } from '../checks/engine/checkContext';
import { findingsOf } from '../checks/engine/checkRunner';
import type { Snapshot } from '../semantics/requestContext';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { isWithin } from '../workspace/uri';
import { fixableProblems, preferredFix, type FixableProblem } from './fixableDiagnostics';

/** What mends a document, as far as it changes nothing but this document. @param code of the only problems to mend, if not all */
export function fixAllInFile(snapshot: Snapshot, uri: string, code?: string): Change[] {
  const draft = new Draft(snapshot);
  for (const problem of fixableProblems(snapshot, uri)) {
    if (code !== undefined && problem.diagnostic.code !== code) continue;
    const fix = preferredFix(problem);
    if (!fix) continue;
    const alone = new Draft(snapshot);
    fix.change(alone);
    if (alone.touched().every(each => each === uri)) fix.change(draft);
  }
  return draft.changes();
}

/** What mends a platform, by the folder of its root module. */
export function fixAllInPlatform(snapshot: Snapshot, folder: string, code?: string): Change[] {
  const draft = new Draft(snapshot);
  for (const root of rootsIn(snapshot, folder))
    for (const problem of problemsOf(snapshot, root))
      if (code === undefined || problem.diagnostic.code === code) preferredFix(problem)?.change(draft);
  return draft.changes();
}

/** Every problem of a platform, by document. */
export const problemsOf = (snapshot: Snapshot, root: ModuleInstance): FixableProblem[] =>
  documentsOf(snapshot, root).flatMap(uri => fixableProblems(snapshot, uri));

/** The documents that something may be found in: those of the platform's modules, and files beside them. */
export function documentsOf(snapshot: Snapshot, root: ModuleInstance): string[] {
  const context = checkContext(snapshot, root);
  const folders = new Set([root.folderUri, ...(context?.modules ?? []).map(({ instance }) => instance.folderUri)]);
  const uris = [...folders].flatMap(folder =>
    [...(snapshot.model.workspace.folder(folder)?.sourceFiles() ?? [])].map(({ uri }) => uri),
  );
  return [...new Set([...uris, ...findingsOf(snapshot, root).keys()])].sort();
}

const rootsIn = ({ model }: Snapshot, folder: string): ModuleInstance[] =>
  model.tree.rootInstances().filter(root => isWithin(root.folderUri, folder));
