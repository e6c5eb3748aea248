/** Local modules that apply services, and where the root module binds them to clusters. */
import type { ModuleInstance } from '../kubestack/moduleInstance';
import type { CheckContext, PlatformModule } from './checkContext';
import { instanceOfModule } from './providerNeeds';

export interface FeatureBinding {
  readonly module: PlatformModule;
  readonly instance: ModuleInstance;
}

const known = new WeakMap<CheckContext, readonly FeatureBinding[]>();

const modulesOf = new WeakMap<CheckContext, ReadonlySet<PlatformModule>>();

/** Whether a module block is such a call. */
export function isBinding(context: CheckContext, module: PlatformModule): boolean {
  let set = modulesOf.get(context);
  if (!set) modulesOf.set(context, (set = new Set(featureBindings(context).map(binding => binding.module))));
  return set.has(module);
}

/** Calls in the root module of local modules in which a service is called. */
export function featureBindings(context: CheckContext): readonly FeatureBinding[] {
  let found = known.get(context);
  if (!found) known.set(context, (found = findBindings(context)));
  return found;
}

function findBindings(context: CheckContext): FeatureBinding[] {
  const { modules, root, model } = context;
  const services = new Set(
    modules.flatMap(({ call, instance }) => (call?.module.kind === 'service' ? [instance] : [])),
  );
  return modules.flatMap(module => {
    if (module.instance !== root || module.call) return [];
    const instance = instanceOfModule(model, module);
    return instance && services.has(instance) ? [{ module, instance }] : [];
  });
}
