/** The content of a platform diagram before layout: environments, clusters, node pools and services with their facts. */
import type { DiagramFact } from '../../../common/diagram/diagram';
import type { Translate } from '../../../common/localization';
import type { Cluster, Provider } from '../../../common/protocol';
import { shortNames, shortVersion } from '../../../common/shortNames';
import { descendantEnvironments, platformOutlines, type PlatformOutline } from '../../kubestack/platform/platform';
import type { ClusterStructure, ServiceStructure, StructurePart } from '../../kubestack/platform/platformStructure';
import { callsByLabel, type CallsByLabel } from '../../kubestack/platform/callsByLabel';
import { labelRange, type ModuleCall } from '../../kubestack/modules/moduleCall';
import { locationOf, type RequestContext } from '../../semantics/requestContext';
import { differsFromBase } from '../../semantics/effectiveParts';
import { clusterFacts, nodePoolFacts, type ModuleFact } from './moduleFacts';

/** A module call, in all environments. */
export interface ContentPart {
  readonly kind: 'cluster' | 'nodePool' | 'service';
  readonly name: string;
  readonly label: string;
  readonly provider?: Provider;
  readonly location?: Cluster['location'];
  /** By environment; absent if the module has no configuration for it. */
  readonly environments: ReadonlyMap<string, PartInEnvironment>;
}

export interface PartInEnvironment {
  readonly facts: readonly DiagramFact[];
  readonly differences: number;
}

export interface ContentCluster extends ContentPart {
  readonly kind: 'cluster';
  /** Whether its parts are hidden; absent if it has none. */
  readonly isCollapsed?: boolean;
  /** Its node pools, then its services. Empty if it is collapsed. */
  readonly parts: readonly ContentPart[];
}

export interface DiagramContent {
  /** Folder of the platform. */
  readonly uri: string;
  /** In promotion order. */
  readonly environments: readonly string[];
  readonly baseEnvironment: string;
  readonly frameworkVersions: readonly string[];
  readonly clusters: readonly ContentCluster[];
  /** Services that belong to no cluster. */
  readonly services: readonly ContentPart[];
}

export interface ContentOptions {
  /** Whether a cluster is collapsed, by its name and the number of clusters in its platform. */
  readonly isCollapsed: (name: string, count: number) => boolean;
  /** Sets the language of the facts. */
  readonly t: Translate;
}

/** Number of clusters between two pauses. */
const CLUSTERS_PER_PAUSE = 4;

/**
 * The platforms that `isWanted` selects.
 *
 * @param isWanted receives the normalized folder of a root module
 */
export function* diagramContents(
  request: RequestContext,
  isWanted: (folderUri: string) => boolean,
  options: ContentOptions,
): Generator<undefined, DiagramContent[]> {
  const contents: DiagramContent[] = [];
  for (const outline of yield* platformOutlines(request.model, request.settings.environments))
    if (isWanted(outline.root.folderUri)) contents.push(yield* contentOf(request, outline, options));
  return contents;
}

function* contentOf(
  request: RequestContext,
  outline: PlatformOutline,
  { isCollapsed, t }: ContentOptions,
): Generator<undefined, DiagramContent> {
  const { root, environments } = outline;
  // Modules of one platform may have different bases; each is compared with its own.
  const { base } = descendantEnvironments(root, request.model);
  const reader = new PartReader(request, t, outline, callsByLabel(root, request.model));
  const clusters: ContentCluster[] = [];
  for (const structure of outline.clusters.values()) {
    if (clusters.length % CLUSTERS_PER_PAUSE === 0) yield;
    clusters.push(reader.cluster(structure, isCollapsed(structure.name, outline.clusters.size)));
  }
  return {
    uri: request.client.clientUri(root.folderUri),
    environments,
    baseEnvironment: base,
    frameworkVersions: outline.frameworkVersions,
    clusters,
    services: outline.services.map(service => reader.service(service, service.name)),
  };
}

class PartReader {
  private readonly showsVersions: boolean;

  constructor(
    readonly request: RequestContext,
    readonly t: Translate,
    private readonly outline: PlatformOutline,
    private readonly calls: CallsByLabel,
  ) {
    this.showsVersions = outline.frameworkVersions.length > 1;
  }

  cluster({ name, provider, version, nodePools, services }: ClusterStructure, isCollapsed: boolean): ContentCluster {
    const { t } = this;
    const count = [
      ...(nodePools.length === 0
        ? []
        : [nodePools.length === 1 ? t('1 node pool') : t('{0} node pools', nodePools.length)]),
      ...(services.length === 0 ? [] : [services.length === 1 ? t('1 service') : t('{0} services', services.length)]),
    ];
    const remark: DiagramFact[] = isCollapsed && count.length > 0 ? [{ text: count.join(' · ') }] : [];
    const part = this.part({ name, version }, call => environment => [
      ...clusterFacts(this, call, environment, isCollapsed),
      ...remark,
    ]);
    const parts = isCollapsed ? [] : [...this.nodePools(name, nodePools, provider), ...this.services(name, services)];
    return {
      ...part,
      kind: 'cluster',
      label: name,
      provider,
      parts,
      ...(nodePools.length + services.length > 0 ? { isCollapsed } : {}),
    };
  }

  service(service: ServiceStructure, label: string): ContentPart {
    return { ...this.part(service, () => () => []), kind: 'service', label };
  }

  private services(cluster: string, services: readonly ServiceStructure[]): ContentPart[] {
    const labels = shortNames(
      cluster,
      services.map(({ name }) => name),
    );
    return services.map((service, index) => this.service(service, labels[index]!));
  }

  private nodePools(cluster: string, pools: readonly StructurePart[], provider: Provider): ContentPart[] {
    const labels = shortNames(
      cluster,
      pools.map(({ name }) => name),
    );
    return pools.map((pool, index) => ({
      ...this.part(pool, call => environment => nodePoolFacts(this, call, environment, cluster)),
      kind: 'nodePool',
      label: labels[index]!,
      provider,
    }));
  }

  /**
   * The configuration of a service may be in a local module. A service without configuration is the same in every environment.
   *
   * @param factsOf the facts of one environment, which are compared with those of the base
   */
  private part(
    { name, version }: StructurePart,
    factsOf: (call: ModuleCall) => (environment: string) => readonly ModuleFact[],
  ): Pick<ContentPart, 'name' | 'location' | 'environments'> {
    const { request, outline, t } = this;
    const effective = this.calls(name).map(call => request.model.effectiveConfiguration(call));
    const own = request.model.call(outline.root, name);
    const facts = own && factsOf(own);
    const base = effective[0]?.baseKey;
    const ofBase = base === undefined ? [] : (facts?.(base) ?? []);
    const inBase = new Set(ofBase.map(({ text }) => text));
    const versions: DiagramFact[] =
      this.showsVersions && version !== undefined ? [{ text: shortVersion(version) }] : [];
    const environments = new Map<string, PartInEnvironment>();
    for (const environment of outline.environments) {
      const here = effective.flatMap(each => each.environments.get(environment) ?? []);
      if (effective.length > 0 && here.length === 0) continue;
      const isBase = environment === base;
      const environmentFacts = facts?.(environment) ?? [];
      environments.set(environment, {
        facts: [
          ...environmentFacts.map(({ text }) => (isBase || inBase.has(text) ? { text } : { text, differs: true })),
          ...(hasTaints(ofBase) && !hasTaints(environmentFacts) ? [{ text: t('no taints'), differs: true }] : []),
          ...versions,
        ],
        differences: isBase
          ? 0
          : here.reduce((sum, { attributes }) => sum + attributes.filter(differsFromBase).length, 0),
      });
    }
    const declaration = outline.root.folder?.declaration('module', name);
    return {
      name,
      ...(declaration ? { location: locationOf(request, labelRange(declaration)) } : {}),
      environments,
    };
  }
}

/** "no taints" is a fact only if the base has taints. */
const hasTaints = (facts: readonly ModuleFact[]): boolean => facts.some(({ isTaints }) => isTaints);
