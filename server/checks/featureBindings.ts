/** Local modules that apply services, and where the root module binds them to clusters. */
import type { ModuleInstance } from '../kubestack/moduleInstance';
import type { CheckContext, PlatformModule } from './checkContext';
import { perContext } from './perContext';
import { instanceOfModule } from './providerNeeds';

export interface FeatureBinding {
  readonly module: PlatformModule;
  readonly instance: ModuleInstance;
}

/** Calls in the root module of local modules in which a service is called. */
export const featureBindings = perContext(({ modules, root, model }): readonly FeatureBinding[] => {
  const services = new Set(
    modules.flatMap(({ call, instance }) => (call?.module.kind === 'service' ? [instance] : [])),
  );
  return modules.flatMap(module => {
    if (module.instance !== root || module.call) return [];
    const instance = instanceOfModule(model, module);
    return instance && services.has(instance) ? [{ module, instance }] : [];
  });
});

const boundModules = perContext(context => new Set(featureBindings(context).map(({ module }) => module)));

/** Whether a module block is such a call. */
export const isBinding = (context: CheckContext, module: PlatformModule): boolean => boundModules(context).has(module);
