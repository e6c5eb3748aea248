/** The kinds of Kubestack modules, and other modules that take a configuration. */
import { ownProperty } from './ownProperty';

export type ModuleKind = 'cluster' | 'nodePool' | 'service' | 'other';

/** Cloud provider, named like the framework's module folders. `kind` exists up to v0.19.2. */
export type Provider = 'aws' | 'azurerm' | 'google' | 'scaleway' | 'kind';

const PREFIXES: Readonly<Record<string, Provider>> = {
  eks: 'aws',
  aks: 'azurerm',
  gke: 'google',
  scw: 'scaleway',
  kind: 'kind',
};

/** Provider by the prefix of a label: `eks_gc0_eu-west-1`. */
export const providerOfLabel = (label: string): Provider | undefined =>
  ownProperty(PREFIXES, label.split('_')[0] ?? '');
