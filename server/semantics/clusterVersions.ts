/** The versions of Kubernetes that clusters have in each environment. */
import type { Provider } from '../../common/protocol';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import { minorOf } from '../kubestack/lifecycle/lifecycle';
import type { DependencyTracker } from '../kubestack/memoization/dependencyTracker';
import type { ResolvedAttribute } from '../kubestack/inheritance/effectiveAttributes';
import type { PlatformModel } from '../kubestack/platform/platformModel';
import { effectiveAttributeAt, effectiveValueAt, stringValue } from './effectiveParts';

/** The attribute with the version. On GKE, it is a minimum: the release channel can have a newer one. */
const ATTRIBUTES: Readonly<Partial<Record<Provider, string>>> = {
  aws: 'cluster_version',
  azurerm: 'kubernetes_version',
  google: 'cluster_min_master_version',
  scaleway: 'cluster_version',
};

/** The products, as their clouds call them. */
export const PRODUCTS: Readonly<Partial<Record<Provider, string>>> = {
  aws: 'EKS',
  azurerm: 'AKS',
  google: 'GKE',
  scaleway: 'Kapsule',
};

export interface ClusterVersion {
  readonly call: ModuleCall;
  readonly provider: Provider;
  readonly environment: string;
  /** The attribute's name. */
  readonly name: string;
  /** As written. */
  readonly version: string;
  readonly minor: number;
  readonly attribute: ResolvedAttribute;
}

/** The attribute with the version of a cluster; undefined for other modules. */
export const versionAttribute = ({ module: { kind, provider } }: Pick<ModuleCall, 'module'>): string | undefined =>
  kind === 'cluster' && provider ? ATTRIBUTES[provider] : undefined;

/**
 * The known versions of a cluster, in the order of the environments.
 * @param environments all by default
 * @param reads receives the inputs of the result
 */
export function versionsOf(
  call: ModuleCall,
  model: PlatformModel,
  environments?: readonly string[],
  reads?: DependencyTracker,
): ClusterVersion[] {
  const { provider } = call.module;
  const name = versionAttribute(call);
  if (name === undefined || !provider) return [];
  const { understood } = model.effectiveConfiguration(call, reads);
  return [...(environments ?? understood.keys())].flatMap(environment => {
    const inEffect = understood.get(environment);
    const version = inEffect && stringValue(effectiveValueAt(inEffect, [name]));
    const minor = minorOf(version);
    const attribute = inEffect && effectiveAttributeAt(inEffect, [name]);
    if (version === undefined || minor === undefined || !attribute) return [];
    return [{ call, provider, environment, name, version, minor, attribute }];
  });
}
