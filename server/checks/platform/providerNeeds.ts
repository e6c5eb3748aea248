/** Finds the providers that a module needs from its caller. */
import { memoize } from '../../../common/memoize';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { calledFolder } from '../../kubestack/modules/moduleTree';
import { exactSchema } from '../../kubestack/schemas/exactSchema';
import type { PlatformModel } from '../../kubestack/platform/platformModel';
import { providersMap } from '../../kubestack/platform/clusterRegion';
import { configuresProvider, hasResourcesOf } from '../../workspace/providerUse';
import { ITEMS_PER_PAUSE } from '../../scheduling/pausing';
import type { CheckContext } from '../engine/checkContext';
import type { PlatformModule } from '../engine/platformModules';
import { perContext } from '../engine/perContext';

/**
 * Whether a module needs a provider of this type from its caller.
 * @returns undefined if that is unknown: the module is not installed, or the bundled data does not include its ref
 */
export function needsProvider(context: CheckContext, module: PlatformModule, type: string): boolean | undefined {
  const { call, source } = module;
  if (source?.form === 'catalog') return type === 'kustomization';
  if (source?.form === 'framework') {
    const schema = call && exactSchema(call, context.model.schemas);
    return schema?.providersFromCaller.includes(type);
  }
  const child = instanceOfModule(context.model, module);
  return child && folderNeeds(context, child, type);
}

/** Module blocks by the module that contains them. */
const modulesByCaller = perContext(function* ({ modules }) {
  const byCaller = new Map<ModuleInstance, PlatformModule[]>();
  for (const [index, module] of modules.entries()) {
    if (index % ITEMS_PER_PAUSE === 0) yield;
    const called = byCaller.get(module.instance);
    if (called) called.push(module);
    else byCaller.set(module.instance, [module]);
  }
  return byCaller;
});

/** What is known of modules, by type of provider: many blocks can call modules that call the same ones. */
const cachedNeeds = memoize((_: CheckContext) => new Map<string, Map<ModuleInstance, boolean | undefined>>());

function folderNeeds(context: CheckContext, instance: ModuleInstance, type: string): boolean | undefined {
  const byType = cachedNeeds(context);
  const needs = byType.get(type) ?? new Map<ModuleInstance, boolean | undefined>();
  byType.set(type, needs);
  if (!needs.has(instance)) needs.set(instance, computeFolderNeeds(context, instance, type));
  return needs.get(instance);
}

function computeFolderNeeds(context: CheckContext, instance: ModuleInstance, type: string): boolean | undefined {
  const { folder } = instance;
  if (!folder || folder.hasDiagnostics) return undefined;
  // A module with its own provider block needs no provider.
  if (configuresProvider(folder, type)) return false;
  if (hasResourcesOf(folder, type)) return true;
  let isKnown = true;
  for (const module of modulesByCaller(context).get(instance) ?? []) {
    const isNeeded = needsProvider(context, module, type);
    if (isNeeded) return true;
    if (isNeeded === undefined) isKnown = false;
    if (providersMap(module).some(({ provider }) => provider === type)) return true;
  }
  return isKnown ? false : undefined;
}

/** The instance of the local module that a module block calls; undefined for other modules. */
export function instanceOfModule(model: PlatformModel, module: PlatformModule): ModuleInstance | undefined {
  const folder = calledFolder(module.instance, module.declaration);
  return folder === undefined ? undefined : model.tree.child(module.instance, module.name, folder);
}
