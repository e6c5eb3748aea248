/** All fixes that need no choice, made as one. */
import type { Change } from '../edits/change';
import { Draft } from '../edits/draft';
import { documentsInSteps } from '../checks/engine/checkRunner';
import type { RequestContext } from '../semantics/requestContext';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { runToCompletion } from '../scheduling/runToCompletion';
import { isWithin } from '../workspace/uri';
import { fixableDiagnostics, preferredFix, type FixableDiagnostic } from './checkedDiagnostics';

/** What mends a document, as far as it changes nothing but this document. @param code of the only problems to mend, if not all */
export function fixAllInFile(request: RequestContext, uri: string, code?: string): Change[] {
  const draft = new Draft(request);
  for (const problem of fixableDiagnostics(request, uri)) {
    if (code !== undefined && problem.diagnostic.code !== code) continue;
    const fix = preferredFix(problem);
    if (!fix) continue;
    const alone = new Draft(request);
    fix.change(alone);
    if (alone.touched().every(each => each === uri)) fix.change(draft);
  }
  return draft.changes();
}

/** What mends a platform, by the folder of its root module. */
export function fixAllInPlatform(request: RequestContext, folder: string, code?: string): Change[] {
  const draft = new Draft(request);
  for (const root of rootsIn(request, folder))
    for (const problem of diagnosticsByDocument(request, root))
      if (code === undefined || problem.diagnostic.code === code) preferredFix(problem)?.change(draft);
  return draft.changes();
}

/** Every problem of a platform, by document. */
export const diagnosticsByDocument = (request: RequestContext, root: ModuleInstance): FixableDiagnostic[] =>
  documentsOf(request, root).flatMap(uri => fixableDiagnostics(request, uri));

/** The documents that something may be found in: those of the platform's modules, and files beside them; sorted. */
export const documentsOf = (request: RequestContext, root: ModuleInstance): string[] =>
  [...runToCompletion(documentsInSteps(request, root))].sort();

const rootsIn = ({ model }: RequestContext, folder: string): ModuleInstance[] =>
  model.tree.rootInstances().filter(root => isWithin(root.folderUri, folder));
