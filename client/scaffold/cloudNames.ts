/** The clouds by their names in scaffolds, with their names of the same attributes. */
import type { Provider } from '../../common/protocol';

export const CLOUD_NAMES = ['eks', 'gke', 'aks', 'scw'] as const;
export type CloudName = (typeof CLOUD_NAMES)[number];

interface Cloud {
  readonly provider: Provider;
  readonly name: string;
  /** Attribute of machine types, and whether it is a list. */
  readonly type: string;
  readonly typeIsList: boolean;
  readonly min: string;
  readonly max: string;
  /** Whether counts are per zone. */
  readonly perZone: boolean;
  /** Attribute of a node pool's zones. */
  readonly poolZones: string;
  /** Attribute of a node pool's labels; Scaleway has none. */
  readonly labels?: string;
}

export const CLOUD_OPTIONS: Readonly<Record<CloudName, Cloud>> = {
  eks: {
    provider: 'aws',
    name: 'Amazon EKS',
    type: 'instance_types',
    typeIsList: true,
    min: 'min_size',
    max: 'max_size',
    perZone: false,
    poolZones: 'availability_zones',
    labels: 'labels',
  },
  gke: {
    provider: 'google',
    name: 'Google GKE',
    type: 'machine_type',
    typeIsList: false,
    min: 'min_node_count',
    max: 'max_node_count',
    perZone: true,
    poolZones: 'node_locations',
    labels: 'labels',
  },
  aks: {
    provider: 'azurerm',
    name: 'Azure AKS',
    type: 'vm_size',
    typeIsList: false,
    min: 'min_count',
    max: 'max_count',
    perZone: false,
    poolZones: 'availability_zones',
    labels: 'node_labels',
  },
  scw: {
    provider: 'scaleway',
    name: 'Scaleway Kapsule',
    type: 'node_type',
    typeIsList: false,
    min: 'min_size',
    max: 'max_size',
    perZone: true,
    poolZones: 'zones',
  },
};

/** The cloud's name; undefined for kind, which is no longer scaffolded. */
export const cloudNameOf = (provider: Provider): CloudName | undefined =>
  CLOUD_NAMES.find(word => CLOUD_OPTIONS[word].provider === provider);
