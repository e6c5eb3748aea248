/** Everything that decides what a call of a root module plans: declarations that it refers to, and the files of its modules. */
import { DependencyTracker } from '../kubestack/memoization/dependencyTracker';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import { MAX_MODULE_DEPTH, ModuleInstance } from '../kubestack/modules/moduleInstance';
import type { ModuleTree } from '../kubestack/modules/moduleTree';
import type { PlatformModel } from '../kubestack/platform/platformModel';
import type { Declaration } from '../workspace/declarations';
import { calledModuleFolder } from './calledModuleFolder';
import type { ForecastSide } from './forecastSide';
import { callOfKey, nodesOf, relatedKeys } from './rootReferences';

/** Objects that stay the same while the call, and all that it refers to, stays the same. */
export function inputsOfCall(model: PlatformModel, { instance, name }: ModuleCall): unknown[] {
  const { folder } = instance;
  if (!folder) return [];
  const side: ForecastSide = { model, root: instance, folderOf: () => undefined };
  // A module without `providers` has the default ones.
  const defaults = [...folder.names('provider')].filter(each => !each.includes('.')).map(each => `provider.${each}`);
  const found: unknown[] = [...folder.automaticVariableFiles()];
  for (const key of new Set([...relatedKeys(folder, name), ...defaults])) {
    found.push(...nodesOf(folder, key));
    const call = callOfKey(key);
    const declaration = call === undefined ? undefined : folder.declaration('module', call);
    if (declaration) addModule(found, side, { tree: model.tree, instance, declaration });
  }
  return found;
}

interface PlacedCall {
  readonly tree: ModuleTree;
  /** The module that contains the call. */
  readonly instance: ModuleInstance;
  readonly declaration: Declaration;
}

/** Adds the files of a module and of the modules below it. */
function addModule(found: unknown[], side: ForecastSide, { tree, instance, declaration }: PlacedCall): void {
  const called = calledModuleFolder(side, tree, instance, declaration, new DependencyTracker());
  const folder = called && called.tree.readFolder(called.uri);
  found.push(folder);
  if (!folder || instance.depth >= MAX_MODULE_DEPTH || instance.isInside(called.uri)) return;
  found.push(...folder.sourceFiles());
  const inner = new ModuleInstance(called.tree.workspace, called.uri, instance, declaration.block.labels[0]?.name);
  for (const name of folder.names('module'))
    addModule(found, side, { tree: called.tree, instance: inner, declaration: folder.declaration('module', name)! });
}
