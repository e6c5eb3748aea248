/** Facts about each cloud for scaffolds: notation of names, regions and sizes, and requirements. See docs/kubestack.md#clouds. */
import { enumeration, t } from '../../../common/localization';
import { machineNotation } from '../../kubestack/platform/machineNotation';
import type { CloudProvider } from '../../kubestack/platform/regions';
import type { Provider } from '../../../common/protocol';
import { type TextRule } from '../answerReader';

export type { CloudProvider };
export type Layout = 'eks' | 'gke' | 'aks' | 'scw';

export interface Cloud {
  readonly provider: CloudProvider;
  /** Prefix of a cluster's identifier, and the name of a layout with only this cloud. */
  readonly layout: Layout;
  /** Name in the README. */
  readonly title: string;
  /** Source of the provider in `required_providers`. */
  readonly source: string;
  readonly region: TextRule;
  readonly zone: (region: string) => TextRule;
  readonly leastZones: number;
  /** Path of the zones in a cluster's configuration, in the `object` generation. */
  readonly clusterZones: readonly string[];
  readonly poolZones: string;
  /** Attribute of the machine type. */
  readonly type: { readonly name: string; readonly isList: boolean; readonly rule: TextRule; readonly usual: string };
  /** Attributes of a pool's sizes, and their defaults. */
  readonly sizes: {
    readonly min: string;
    readonly max: string;
    readonly desired: string | undefined;
    readonly usual: { readonly min: number; readonly max: number };
  };
  readonly poolName: string;
  readonly pool: TextRule;
  readonly taints: {
    readonly name: string;
    readonly effects: readonly string[];
    /** Written as `key=value:Effect`. */
    readonly areTexts: boolean;
  };
  /** Attribute of the labels of a pool's nodes; undefined if there is none. */
  readonly labels: string | undefined;
}

const POOL: TextRule = {
  accepts: text => /^[a-z][a-z0-9-]{0,20}$/.test(text) && text !== 'default',
  advice: () =>
    t(
      "use lowercase letters, digits and dashes, beginning with a letter, at most 21 characters, such as gpu; default is reserved for the cluster's own pool",
    ),
};
const AKS_POOL: TextRule = {
  accepts: text => /^[a-z][a-z0-9]{0,11}$/.test(text) && text !== 'default',
  advice: () =>
    t(
      "use lowercase letters and digits, beginning with a letter, at most 12 characters, such as gpu; default is reserved for the cluster's own pool",
    ),
};
const UPPER = ['NO_SCHEDULE', 'PREFER_NO_SCHEDULE', 'NO_EXECUTE'];
const CAMEL = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export const AWS_REGION: TextRule = {
  accepts: /^[a-z]{2}(?:-[a-z]+)+-\d$/,
  advice: () => t('use an AWS region, such as eu-north-1'),
};

const EKS: Cloud = {
  provider: 'aws',
  layout: 'eks',
  title: 'EKS (AWS)',
  source: 'hashicorp/aws',
  region: AWS_REGION,
  zone: region => ({
    accepts: new RegExp(`^${escaped(region)}[a-z]$`),
    advice: () => t('use zones of {0}, such as {0}a', region),
  }),
  leastZones: 2,
  clusterZones: ['cluster_availability_zones'],
  poolZones: 'availability_zones',
  type: {
    name: 'instance_types',
    isList: true,
    rule: { accepts: machineNotation.aws.pattern, advice: () => t('use AWS instance types, such as t3a.xlarge') },
    usual: 't3a.xlarge',
  },
  sizes: { min: 'min_size', max: 'max_size', desired: 'desired_capacity', usual: { min: 3, max: 9 } },
  poolName: 'name',
  pool: POOL,
  taints: { name: 'taints', effects: UPPER, areTexts: false },
  labels: 'labels',
};

const GKE: Cloud = {
  provider: 'google',
  layout: 'gke',
  title: 'GKE (Google Cloud)',
  source: 'hashicorp/google',
  region: { accepts: /^[a-z]+-[a-z]+\d+$/, advice: () => t('use a Google Cloud region, such as europe-west1') },
  zone: region => ({
    accepts: new RegExp(`^${escaped(region)}-[a-z]$`),
    advice: () => t('use zones of {0}, such as {0}-b', region),
  }),
  leastZones: 1,
  clusterZones: ['cluster_node_locations'],
  poolZones: 'node_locations',
  type: {
    name: 'machine_type',
    isList: false,
    rule: {
      accepts: machineNotation.google.pattern,
      advice: () => t('use a Google Cloud machine type, such as e2-standard-4'),
    },
    usual: 'e2-standard-8',
  },
  sizes: { min: 'min_node_count', max: 'max_node_count', desired: undefined, usual: { min: 1, max: 3 } },
  poolName: 'name',
  pool: POOL,
  taints: { name: 'taints', effects: UPPER, areTexts: false },
  labels: 'labels',
};

const AKS: Cloud = {
  provider: 'azurerm',
  layout: 'aks',
  title: 'AKS (Azure)',
  source: 'hashicorp/azurerm',
  region: { accepts: /^[a-z0-9]+$/, advice: () => t('use the location of the resource group, such as northeurope') },
  zone: () => ({ accepts: /^[1-3]$/, advice: () => t('use 1, 2 and 3') }),
  leastZones: 1,
  clusterZones: ['availability_zones'],
  poolZones: 'availability_zones',
  type: {
    name: 'vm_size',
    isList: false,
    rule: {
      accepts: machineNotation.azurerm.pattern,
      advice: () => t('use an Azure VM size, such as Standard_D4s_v5'),
    },
    usual: 'Standard_D2_v4',
  },
  sizes: { min: 'min_count', max: 'max_count', desired: undefined, usual: { min: 3, max: 9 } },
  poolName: 'node_pool_name',
  pool: AKS_POOL,
  taints: { name: 'node_taints', effects: CAMEL, areTexts: true },
  labels: 'node_labels',
};

const SCW: Cloud = {
  provider: 'scaleway',
  layout: 'scw',
  title: 'Kapsule (Scaleway)',
  source: 'scaleway/scaleway',
  region: { accepts: /^(?:fr-par|nl-ams|pl-waw)$/, advice: () => t('choose fr-par, nl-ams or pl-waw') },
  zone: region => ({
    accepts: new RegExp(`^${escaped(region)}-[1-3]$`),
    advice: () => t('use zones of {0}, such as {0}-1', region),
  }),
  leastZones: 1,
  clusterZones: ['default_node_pool', 'zones'],
  poolZones: 'zones',
  type: {
    name: 'node_type',
    isList: false,
    rule: { accepts: machineNotation.scaleway.pattern, advice: () => t('use a Scaleway node type, such as PRO2-S') },
    usual: 'PRO2-S',
  },
  sizes: { min: 'min_size', max: 'max_size', desired: undefined, usual: { min: 1, max: 3 } },
  poolName: 'name',
  pool: POOL,
  taints: { name: 'node_taints', effects: CAMEL, areTexts: false },
  labels: undefined,
};

export const CLOUDS: readonly Cloud[] = [EKS, GKE, AKS, SCW];
export const LAYOUTS: readonly Layout[] = CLOUDS.map(({ layout }) => layout);

export const cloudOfLayout = (layout: string): Cloud | undefined => CLOUDS.find(cloud => cloud.layout === layout);
export const cloudOf = (provider: Provider | undefined): Cloud | undefined =>
  CLOUDS.find(cloud => cloud.provider === provider);

/** `eks_web0_eu-north-1`. */
export const clusterIdentifier = (cloud: Cloud, prefix: string, region: string): string =>
  `${cloud.layout}_${prefix}_${region}`;

/** The parts of an identifier; undefined for other labels, such as a starter's `eks_zero`. */
export function partsOfIdentifier(label: string): { layout: string; prefix: string; region: string } | undefined {
  const match = new RegExp(`^(${LAYOUTS.join('|')})_([^_]+)_([a-z0-9-]+)$`).exec(label);
  return match ? { layout: match[1]!, prefix: match[2]!, region: match[3]! } : undefined;
}

/** Of several clouds: `aws and google`. */
export const listClouds = (clouds: readonly Cloud[]): string => enumeration(clouds.map(({ title }) => title));
