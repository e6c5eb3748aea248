/** The modules that calls refer to. */
import type { DependencyTracker } from '../kubestack/memoization/dependencyTracker';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { calledFolder, type ModuleTree } from '../kubestack/modules/moduleTree';
import type { Declaration } from '../workspace/declarations';
import type { ForecastSide } from './forecastSide';

/** The folder of a module that is called. */
export interface CalledModule {
  readonly tree: ModuleTree;
  readonly uri: string;
  /** The source of a call that doesn't name a folder by its path. */
  readonly source?: string | undefined;
}

/** The module that a call in an instance refers to: local, installed, or of the framework; undefined if it isn't on this machine. */
export function calledModuleFolder(
  { model, folderOf }: ForecastSide,
  tree: ModuleTree,
  instance: ModuleInstance,
  declaration: Declaration,
  reads: DependencyTracker,
): CalledModule | undefined {
  const local = calledFolder(instance, declaration);
  if (local !== undefined) return tree.readFolder(local) && { tree, uri: local };
  const name = declaration.block.labels[0]?.name ?? '';
  const sources = model.sourcesOf(instance);
  const installed = tree === model.tree ? reads.read(sources.installedFolder(instance, name)) : undefined;
  const source = reads.read(sources.callText(instance, name, 'source'));
  if (installed !== undefined && tree.workspace.fileSystem.kind(installed) === 'folder')
    return { tree, uri: installed, source };
  const found = source === undefined ? undefined : folderOf(source);
  return found && (found.tree.readFolder(found.uri) ? { ...found, source } : undefined);
}
