/** Applies all fixes that need no choice as one edit. */
import type { Change } from '../edits/change';
import { Draft } from '../edits/draft';
import { documentsOf } from '../checks/engine/checkRunner';
import type { RequestContext } from '../semantics/requestContext';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { isWithin } from '../workspace/uri';
import { fixableDiagnostics, preferredFix } from '../diagnostics/checkedDiagnostics';

/** Fixes a document, using only fixes that change no other document. @param code limits it to diagnostics of this code */
export function* fixAllInFile(
  request: RequestContext,
  uri: string,
  code?: string,
): Generator<unknown, readonly Change[]> {
  const draft = new Draft(request);
  for (const problem of yield* fixableDiagnostics(request, uri)) {
    if (code !== undefined && problem.diagnostic.code !== code) continue;
    yield;
    const fix = preferredFix(problem);
    if (!fix) continue;
    const alone = new Draft(request);
    fix.change(alone);
    if (alone.touched().every(each => each === uri)) fix.change(draft);
  }
  return yield* draft.changes();
}

/** Fixes a platform, given the folder of its root module. */
export function* fixAllInPlatform(
  request: RequestContext,
  folder: string,
  code?: string,
): Generator<unknown, readonly Change[]> {
  const draft = new Draft(request);
  for (const root of rootsIn(request, folder))
    for (const uri of [...(yield* documentsOf(request, root))].sort()) {
      yield;
      for (const problem of yield* fixableDiagnostics(request, uri)) {
        if (code !== undefined && problem.diagnostic.code !== code) continue;
        yield;
        preferredFix(problem)?.change(draft);
      }
    }
  return yield* draft.changes();
}

const rootsIn = ({ model }: RequestContext, folder: string): ModuleInstance[] =>
  model.tree.rootInstances().filter(root => isWithin(root.folderUri, folder));
