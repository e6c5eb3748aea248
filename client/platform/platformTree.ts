import { uriComponent } from '../../common/uriComponent';
import type { Location } from 'vscode-languageserver-types';
import type { Cluster, NodePool, Platform, Provider, Service } from '../../common/protocol';
import type { PlatformItemKind } from '../core/ids';
import { providerOfLabel } from '../../common/moduleKind';
import { ownProperty } from '../../common/ownProperty';
import { shortNames, shortPaths, shortVersion } from '../../common/shortNames';
import { t } from '../../common/localization';

/** An item of the Kubestack view. */
export interface PlatformNode {
  kind: PlatformItemKind;
  /** Unique in the tree, and stable across refreshes; segments are joined by "/", outermost first. */
  id: string;
  /** Without the parts that the parent item shows. */
  label: string;
  /** The whole name. */
  name: string;
  /** Short text after the label; can be empty. */
  description: string;
  /** Lines of the tooltip. */
  details: string[];
  /** Label for screen readers. */
  accessibilityLabel: string;
  /** Folder of the platform. */
  platform: string;
  /** Undefined only for a platform. */
  environment?: string;
  /** The base environment, in an item of an environment that inherits from it. */
  inheritsFrom?: string;
  /**
   * The item's code: the configuration of the module for the environment, otherwise the module's label. Environments have no code, since they are
   * spread over all modules.
   */
  location?: Location;
  /** The label of its module block. */
  module?: Location;
  expanded: boolean;
  parent?: PlatformNode;
  children: PlatformNode[];
}

/** Maximum number of files that the item for other problems names. */
const MAX_FILES = 10;

/** The context for creating the items of a platform. */
interface Context {
  platform: Platform;
  /** If all modules have the same version, only tooltips show it. */
  showVersions: boolean;
}

/**
 * @param platforms in the order of display.
 * @param name the name that distinguishes a platform: its folder.
 * @returns environments in promotion order, which contain clusters, which contain node pools and services; grouped by platform if there are several.
 */
export function platformTree(platforms: readonly Platform[], name: (platform: Platform) => string): PlatformNode[] {
  const [only, ...others] = platforms;
  if (only && others.length === 0) return environmentNodes(only, true);
  const names = platforms.map(name);
  const labels = shortPaths(names);
  return platforms.map((platform, index) => platformNode(platform, names[index]!, labels[index]!));
}

/** Counts in words, e.g. `["3 clusters", "1 node pool"]`, without zero counts. */
export function countsOf(platform: Pick<Platform, 'clusters' | 'services'>): string[] {
  const pools = sum(platform.clusters, cluster => cluster.nodePools.length);
  const services = platform.services.length + sum(platform.clusters, cluster => cluster.services.length);
  return [...clusterCount(platform.clusters.length), ...poolCount(pools), ...serviceCount(services)];
}

function platformNode(platform: Platform, name: string, label: string): PlatformNode {
  const versions = platform.frameworkVersions.map(shortVersion).join(', ');
  return adopt({
    kind: 'platform',
    id: uriComponent(platform.uri),
    label,
    name,
    // The folders before the label, which a narrow side bar would show instead of it.
    description: [versions, name.slice(0, -label.length).replace(/\/$/, '')].filter(Boolean).join(' · '),
    details: [t('Platform in {0}', name), ...versionDetails(platform), ...countsOf(platform)],
    accessibilityLabel: [t('platform {0}', name), versions, ...countsOf(platform)].filter(Boolean).join(', '),
    platform: platform.uri,
    expanded: true,
    children: environmentNodes(platform, false),
  });
}

function environmentNodes(platform: Platform, expanded: boolean): PlatformNode[] {
  const context = { platform, showVersions: platform.frameworkVersions.length > 1 };
  return platform.environments.map(environment => environmentNode(environment, expanded, context));
}

function environmentNode(environment: string, expanded: boolean, context: Context): PlatformNode {
  const { platform } = context;
  const id = [platform.uri, environment].map(uriComponent).join('/');
  const isBase = environment === platform.baseEnvironment;
  const base = isBase ? [t('base')] : [];
  const position = platform.environments.indexOf(environment) + 1;
  return adopt({
    kind: 'environment',
    id,
    label: environment,
    name: environment,
    description: [...base, ...clusterCount(platform.clusters.length)].join(' · '),
    details: [
      isBase ? t('Base environment. All others inherit from it.') : t('Inherits from {0}.', platform.baseEnvironment),
      t('{0} of {1} in promotion order', position, platform.environments.length),
      ...versionDetails(platform),
      ...countsOf(platform),
    ],
    accessibilityLabel: [t('environment {0}', environment), ...base, ...countsOf(platform)].join(', '),
    platform: platform.uri,
    environment,
    expanded,
    children: [
      ...platform.clusters.map(cluster => clusterNode(cluster, environment, id, context)),
      ...platform.services.map(service => serviceNode(service, service.name, environment, id, context)),
    ],
  });
}

function clusterNode(cluster: Cluster, environment: string, parentId: string, context: Context): PlatformNode {
  const id = `${parentId}/${uriComponent(cluster.name)}`;
  const counts = [...poolCount(cluster.nodePools.length), ...serviceCount(cluster.services.length)];
  const cloud = CLOUDS[cluster.provider];
  const region = cluster.region === undefined ? [] : [cluster.region];
  // By the naming rules, the label begins with the cloud and ends with the region, and a side bar has no space to repeat them.
  const otherCloud = providerOfLabel(cluster.name) === cluster.provider ? [] : [cloud];
  const otherRegion = region.filter(value => !cluster.name.endsWith(value));
  const overrides = overrideCount(cluster, environment);
  const version = cluster.version === undefined ? [] : [cluster.version];
  const shown = version.map(shortVersion);
  const { nodePools, services } = cluster;
  const pools = shortNames(cluster.name, nodePools.map(nameOf));
  const features = shortNames(cluster.name, services.map(nameOf));
  return adopt({
    kind: 'cluster',
    id,
    label: cluster.name,
    name: cluster.name,
    description: [...overrides, ...(context.showVersions ? shown : []), ...otherCloud, ...otherRegion].join(' · '),
    details: [
      t('Cloud: {0}', cloud),
      ...region.map(value => t('Region: {0}', value)),
      ...version.map(value => t('Version: {0}', value)),
      ...counts,
      ...overrides,
    ],
    accessibilityLabel: [t('cluster {0}', cluster.name), cloud, ...region, ...shown, ...counts, ...overrides].join(
      ', ',
    ),
    platform: context.platform.uri,
    environment,
    ...inheritance(context, environment),
    location: locationIn(cluster, environment),
    module: cluster.location,
    expanded: false,
    children: [
      ...nodePools.map((pool, index) => nodePoolNode(pool, pools[index]!, environment, id, context)),
      ...services.map((service, index) => serviceNode(service, features[index]!, environment, id, context)),
    ],
  });
}

function nodePoolNode(
  pool: NodePool,
  label: string,
  environment: string,
  parentId: string,
  context: Context,
): PlatformNode {
  const version = pool.version === undefined ? [] : [pool.version];
  const shown = version.map(shortVersion);
  const overrides = overrideCount(pool, environment);
  return {
    kind: 'nodePool',
    id: `${parentId}/pool:${uriComponent(pool.name)}`,
    label,
    name: pool.name,
    description: [...overrides, ...(context.showVersions ? shown : [])].join(' · '),
    details: [t('Node pool'), ...version.map(value => t('Version: {0}', value)), ...overrides],
    accessibilityLabel: [t('node pool {0}', pool.name), ...shown, ...overrides].join(', '),
    platform: context.platform.uri,
    environment,
    ...inheritance(context, environment),
    location: locationIn(pool, environment),
    module: pool.location,
    expanded: false,
    children: [],
  };
}

function serviceNode(
  service: Service,
  label: string,
  environment: string,
  parentId: string,
  context: Context,
): PlatformNode {
  const version = service.version === undefined ? [] : [service.version];
  const shown = version.map(shortVersion);
  const overrides = overrideCount(service, environment);
  return {
    kind: 'service',
    id: `${parentId}/service:${uriComponent(service.name)}`,
    label,
    name: service.name,
    // Each service has its own version.
    description: [...shown, ...overrides].join(' · '),
    details: [
      t('Platform service'),
      t('Source: {0}', service.source),
      ...version.map(v => t('Version: {0}', v)),
      ...overrides,
    ],
    accessibilityLabel: [t('platform service {0}', service.name), ...shown, ...overrides].join(', '),
    platform: context.platform.uri,
    environment,
    ...inheritance(context, environment),
    location: locationIn(service, environment),
    module: service.location,
    expanded: false,
    children: [],
  };
}

/**
 * An item for problems that no other item counts, for example in a provider file or a pipeline.
 *
 * @param first the location that it opens.
 * @param files names of all files with such problems.
 */
export function otherProblemsNode(platform: string, first: Location, files: readonly string[]): PlatformNode {
  const all = [...new Set(files)].sort();
  const names = [...all.slice(0, MAX_FILES), ...(all.length > MAX_FILES ? ['…'] : [])].join(', ');
  return {
    kind: 'otherProblems',
    id: OTHER_PROBLEMS,
    label: t('Other Problems'),
    name: t('Other Problems'),
    description: names,
    details: [t('Files: {0}', names)],
    accessibilityLabel: t('other problems in {0}', names),
    platform,
    location: first,
    expanded: false,
    children: [],
  };
}

/** Id of the item for other problems. Ids of platforms are URIs, so it is unique. */
export const OTHER_PROBLEMS = 'otherProblems';

const inheritance = ({ platform: { baseEnvironment } }: Context, environment: string): { inheritsFrom?: string } =>
  environment === baseEnvironment ? {} : { inheritsFrom: baseEnvironment };

function versionDetails({ frameworkVersions }: Platform): string[] {
  if (frameworkVersions.length === 0) return [];
  return [t('Framework version: {0}', frameworkVersions.join(', '))];
}

function clusterCount(count: number): string[] {
  return count === 0 ? [] : [count === 1 ? t('1 cluster') : t('{0} clusters', count)];
}

function poolCount(count: number): string[] {
  return count === 0 ? [] : [count === 1 ? t('1 node pool') : t('{0} node pools', count)];
}

function serviceCount(count: number): string[] {
  return count === 0 ? [] : [count === 1 ? t('1 service') : t('{0} services', count)];
}

/** The values that an environment overrides; empty if it inherits all of them. */
function overrideCount({ environments }: Part, environment: string): string[] {
  const count = ownProperty(environments, environment)?.overrides ?? 0;
  return count === 0 ? [] : [count === 1 ? t('1 override') : t('{0} overrides', count)];
}

/** Location of a part's configuration for an environment; its label if the configuration is computed or missing. */
const locationIn = ({ environments, location }: Part, environment: string): Location =>
  ownProperty(environments, environment)?.location ?? location;

type Part = Cluster | NodePool | Service;

const CLOUDS: Readonly<Record<Provider, string>> = {
  aws: 'AWS',
  google: 'Google Cloud',
  azurerm: 'Azure',
  scaleway: 'Scaleway',
  kind: 'kind',
};

const nameOf = ({ name }: NodePool | Service): string => name;

function sum<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}

/** Sets the parent of the children. */
function adopt(node: PlatformNode): PlatformNode {
  for (const child of node.children) child.parent = node;
  return node;
}
