/** Which types of resources the calls of a root module can have: a search in a platform of thousands of calls visits only those that may have what it wants. */
import { memoize } from '../../common/memoize';
import { DependencyTracker } from '../kubestack/memoization/dependencyTracker';
import { callText } from '../kubestack/modules/callText';
import { ModuleInstance } from '../kubestack/modules/moduleInstance';
import type { ModuleTree } from '../kubestack/modules/moduleTree';
import { calledModuleFolder } from './calledModuleFolder';
import type { ForecastSide } from './forecastSide';

/** Modules below one call whose types are collected. */
const MAX_MODULES = 1_000;

class TypesOfModules {
  /** By source and version: one copy stands for all of them. Undefined if they are not known. */
  private readonly types = new Map<string, ReadonlySet<string> | undefined>();

  constructor(private readonly side: ForecastSide) {}

  /** Whether a call of the root module, or a module below it, may have resources of a type. */
  mayHave(call: string, type: string): boolean {
    const { root, model } = this.side;
    const declaration = root.folder?.declaration('module', call);
    const source = callText(root, declaration, 'source');
    if (source === undefined) return true;
    const key = `${source}\n${callText(root, declaration, 'version') ?? ''}`;
    if (!this.types.has(key)) {
      const types = new Set<string>();
      const isWhole = this.collect(types, new Set(), model.tree, root, [call]);
      this.types.set(key, isWhole ? types : undefined);
    }
    return this.types.get(key)?.has(type) ?? true;
  }

  /** Adds the types below the calls of a module. @returns false if there are too many modules, or one isn't on this machine */
  private collect(
    types: Set<string>,
    visited: Set<string>,
    tree: ModuleTree,
    instance: ModuleInstance,
    calls: Iterable<string>,
  ): boolean {
    for (const name of calls) {
      const declaration = tree.readFolder(instance.folderUri)?.declaration('module', name);
      const called = declaration && calledModuleFolder(this.side, tree, instance, declaration, new DependencyTracker());
      const folder = called?.tree.readFolder(called.uri);
      // Other calls may find their copy.
      if (!folder) return false;
      if (visited.has(called!.uri)) continue;
      visited.add(called!.uri);
      if (visited.size > MAX_MODULES) return false;
      for (const type of folder.resourceTypes()) types.add(type);
      const inner = new ModuleInstance(called!.tree.workspace, called!.uri, instance, name);
      if (!this.collect(types, visited, called!.tree, inner, folder.names('module'))) return false;
    }
    return true;
  }
}

/** Kept as long as something refers to the side. */
export const typesOfModules = memoize((side: ForecastSide): TypesOfModules => new TypesOfModules(side));
