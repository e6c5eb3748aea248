/** Every call of a framework module, in the root module and in service modules, including those that nothing calls. */
import { quoteString } from '../../semantics/hclPrinter';
import { setValue } from '../../edits/entryText';
import { computedRefRange } from '../../kubestack/modules/computedRef';
import { parseModuleSource } from '../../kubestack/modules/moduleSource';
import { staticString, isComputed } from '../../workspace/staticEvaluation';
import { type ModuleFolder } from '../../workspace/moduleFolder';
import { isWithin } from '../../workspace/uri';
import type { ScaffoldContext } from '../scaffoldContext';
import { findAttribute, type Declaration } from '../../workspace/declarations';

export interface FrameworkCall {
  readonly declaration: Declaration;
  readonly folder: ModuleFolder;
  readonly source: string;
  /** Path in the framework: `aws/cluster`. */
  readonly path: string;
  readonly ref: string | undefined;
}

export function frameworkCalls({ request, changes, folder }: ScaffoldContext): FrameworkCall[] {
  const modules = changes.uriOf('modules');
  return [...request.model.workspace.allFolders()]
    .filter(({ uri }) => uri === folder || isWithin(uri, modules))
    .flatMap(callsIn);
}

function callsIn(folder: ModuleFolder): FrameworkCall[] {
  return folder.namesInOrder('module').flatMap(label => {
    const declaration = folder.declaration('module', label);
    const source = staticString(folder, declaration && { ...declaration, overrides: [] }, 'source');
    const parsed = source === undefined ? undefined : parseModuleSource(source);
    if (!declaration || source === undefined || parsed?.form !== 'framework') return [];
    return [{ declaration, folder, source, path: parsed.path, ref: parsed.ref }];
  });
}

/**
 * Changes the version in the source of a call, or in the local or variable that a computed source uses; the rest of the source stays.
 * @returns false if a computed source has no place that can be changed
 */
export function setRef(
  { changes }: ScaffoldContext,
  { declaration, folder, source, ref }: FrameworkCall,
  to: string,
): boolean {
  if (isComputed(findAttribute(declaration.block, 'source')?.value)) {
    const range = ref === undefined ? undefined : computedRefRange(folder, declaration, ref);
    return range !== undefined && changes.draft.replace(range, to);
  }
  const renewed =
    ref === undefined
      ? `${source}${source.includes('?') ? '&' : '?'}ref=${to}`
      : source.replace(/([?&]ref=)[^&]+/, (_, start: string) => start + to);
  changes.draft.edit(declaration.item, text => setValue(text, ['source'], quoteString(renewed)));
  return true;
}
