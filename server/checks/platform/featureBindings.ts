/** Finds the calls in the root module that bind feature modules to clusters. */
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import type { CheckContext } from '../engine/checkContext';
import type { PlatformModule } from '../engine/platformModules';
import { mapPausing } from '../../scheduling/pausing';
import { perContext } from '../engine/perContext';
import { instanceOfModule } from './providerNeeds';

export interface FeatureBinding {
  readonly module: PlatformModule;
  readonly instance: ModuleInstance;
}

/** Calls in the root module of local modules that call a service. */
export const featureBindings = perContext(function* ({
  modules,
  root,
  model,
}): Generator<undefined, readonly FeatureBinding[]> {
  const services = new Set(
    yield* mapPausing(modules, ({ call, instance }) => (call?.module.kind === 'service' ? [instance] : [])),
  );
  return yield* mapPausing(modules, module => {
    if (module.instance !== root || module.call) return [];
    const instance = instanceOfModule(model, module);
    return instance && services.has(instance) ? [{ module, instance }] : [];
  });
});

const boundModules = perContext(function* (context): Generator<undefined, ReadonlySet<PlatformModule>> {
  return new Set(yield* mapPausing(featureBindings(context), ({ module }) => [module]));
});

/** Whether a module block is in {@link featureBindings}. */
export const isBinding = (context: CheckContext, module: PlatformModule): boolean => boundModules(context).has(module);
