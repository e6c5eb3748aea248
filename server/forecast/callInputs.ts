/** Everything that decides what a call of a root module plans: declarations that it refers to, and the items of its modules. */
import { getOrAdd } from '../../common/mapEntry';
import { DependencyTracker } from '../kubestack/memoization/dependencyTracker';
import { MAX_MODULE_DEPTH, ModuleInstance } from '../kubestack/modules/moduleInstance';
import type { ModuleTree } from '../kubestack/modules/moduleTree';
import type { Item } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFileModel';
import type { Declaration } from '../workspace/declarations';
import type { ModuleFolder } from '../workspace/moduleFolder';
import { calledModuleFolder } from './calledModuleFolder';
import type { ForecastSide } from './forecastSide';
import { isPure, isPureWithFiles } from './purity';
import { callOfKey, nodesOf, relatedKeys } from './rootReferences';

export interface InputsOfCall {
  /** Objects that stay the same while the call, and all that it refers to, stays the same; lists whose elements do. */
  readonly inputs: readonly unknown[];
  /** Whether nothing else decides: no function reads other files or has different results. */
  readonly areComplete: boolean;
}

interface PlacedCall {
  readonly tree: ModuleTree;
  /** The module that contains the call. */
  readonly instance: ModuleInstance;
  readonly declaration: Declaration;
}

/** The inputs of the calls of one side, as it is now. */
export class CallInputs {
  /** By module, and by variables file. */
  private readonly items = new Map<ModuleFolder | SourceFile, readonly Item[]>();

  constructor(private readonly side: ForecastSide) {}

  of(name: string): InputsOfCall {
    const { root, model } = this.side;
    const { folder } = root;
    if (!folder) return { inputs: [], areComplete: false };
    // A module without `providers` has the default ones.
    const defaults = [...folder.names('provider')].filter(each => !each.includes('.')).map(each => `provider.${each}`);
    const inputs: unknown[] = folder.automaticVariableFiles().map(file => this.itemsOf(file, [file]));
    let areComplete = !folder.hasDiagnostics;
    for (const key of new Set([...relatedKeys(folder, name), ...defaults])) {
      const nodes = nodesOf(folder, key);
      inputs.push(...nodes);
      areComplete &&= nodes.every(isPure);
      const call = callOfKey(key);
      const declaration = call === undefined ? undefined : folder.declaration('module', call);
      if (declaration)
        areComplete = this.addModule(inputs, { tree: model.tree, instance: root, declaration }) && areComplete;
    }
    return { inputs, areComplete };
  }

  /** Adds the items of a module and of the modules below it. @returns whether they are all that decides */
  private addModule(inputs: unknown[], { tree, instance, declaration }: PlacedCall): boolean {
    const called = calledModuleFolder(this.side, tree, instance, declaration, new DependencyTracker());
    const folder = called && called.tree.readFolder(called.uri);
    inputs.push(folder?.uri);
    if (!folder || instance.depth >= MAX_MODULE_DEPTH || instance.isInside(called.uri)) return true;
    const items = this.itemsOf(folder, folder.sourceFiles());
    inputs.push(items);
    const isCopy = called.source !== undefined;
    let areComplete = !folder.hasDiagnostics && items.every(({ node }) => (isCopy ? isPureWithFiles : isPure)(node));
    const inner = new ModuleInstance(called.tree.workspace, called.uri, instance, declaration.block.labels[0]?.name);
    for (const name of folder.names('module')) {
      const call = { tree: called.tree, instance: inner, declaration: folder.declaration('module', name)! };
      areComplete = this.addModule(inputs, call) && areComplete;
    }
    return areComplete;
  }

  /** One list for all calls of a module. */
  private itemsOf(key: ModuleFolder | SourceFile, files: Iterable<SourceFile>): readonly Item[] {
    return getOrAdd(this.items, key, () => [...files].flatMap(({ items }) => items.map(({ item }) => item)));
  }
}

/** Whether inputs are the same objects. */
export const areSameInputs = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a === b ||
  (a.length === b.length &&
    a.every((input, index) => {
      const other = b[index];
      return input === other || (Array.isArray(input) && Array.isArray(other) && areSameInputs(input, other));
    }));
