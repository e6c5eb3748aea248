/** What a platform diagram shows, before anything has a place: environments, clusters, node pools and services with their facts. */
import type { DiagramFact } from '../../../common/diagram/diagram';
import type { Cluster, Provider } from '../../../common/protocol';
import { shortNames } from '../../../common/shortNames';
import { descendantEnvironments, outlinesInSteps, type PlatformOutline } from '../../kubestack/platform/platform';
import type { ClusterStructure, ServiceStructure, StructurePart } from '../../kubestack/platform/platformStructure';
import type { ResolvedAttribute } from '../../kubestack/inheritance/effectiveAttributes';
import { labelRange, type ModuleCall } from '../../kubestack/modules/moduleCall';
import { locationOf, type RequestContext } from '../../semantics/requestContext';
import { plainValue } from '../../semantics/plainValue';
import { clusterFacts, nodePoolFacts } from './moduleFacts';

/** A module call, in all environments. */
export interface ContentPart {
  readonly kind: 'cluster' | 'nodePool' | 'service';
  readonly name: string;
  readonly label: string;
  readonly provider?: Provider;
  readonly location?: Cluster['location'];
  /** By environment; one that is absent is one that the module has no configuration for. */
  readonly environments: ReadonlyMap<string, PartInEnvironment>;
}

export interface PartInEnvironment {
  readonly facts: readonly DiagramFact[];
  readonly differences: number;
}

export interface ContentCluster extends ContentPart {
  readonly kind: 'cluster';
  readonly isCollapsed: boolean;
  /** Its node pools, then its services. Empty where it is collapsed. */
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
  /** Services of no cluster. */
  readonly services: readonly ContentPart[];
}

export interface ContentOptions {
  /** Whether a cluster is collapsed, by its name and the number of clusters in its platform. */
  readonly isCollapsed: (name: string, count: number) => boolean;
}

/** Clusters between two pauses. */
const CLUSTERS = 4;

/**
 * The platforms for which `isWanted` says yes, a little at a time.
 *
 * @param isWanted gets the folder of a root module, as the server spells it.
 */
export function* diagramContentsInSteps(
  request: RequestContext,
  isWanted: (folderUri: string) => boolean,
  options: ContentOptions,
): Generator<undefined, DiagramContent[]> {
  const contents: DiagramContent[] = [];
  for (const outline of yield* outlinesInSteps(request.model, request.settings.environments))
    if (isWanted(outline.root.folderUri)) contents.push(yield* contentInSteps(request, outline, options));
  return contents;
}

function* contentInSteps(
  request: RequestContext,
  outline: PlatformOutline,
  { isCollapsed }: ContentOptions,
): Generator<undefined, DiagramContent> {
  const { root, environments } = outline;
  // Modules of one platform may name different bases; each part is compared with its own.
  const { base } = descendantEnvironments(root, request.model);
  const reader = new PartReader(request, outline);
  const clusters: ContentCluster[] = [];
  for (const structure of outline.clusters.values()) {
    if (clusters.length % CLUSTERS === 0) yield;
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
    private readonly request: RequestContext,
    private readonly outline: PlatformOutline,
  ) {
    this.showsVersions = outline.frameworkVersions.length > 1;
  }

  cluster({ name, provider, version, nodePools, services }: ClusterStructure, isCollapsed: boolean): ContentCluster {
    const count = [counted(nodePools.length, 'node pool'), counted(services.length, 'service')].filter(Boolean);
    const remark: DiagramFact[] = isCollapsed && count.length > 0 ? [{ text: count.join(' · ') }] : [];
    const part = this.part({ name, version }, call => environment => [
      ...clusterFacts(this.request, call, environment, isCollapsed),
      ...remark,
    ]);
    const parts = isCollapsed ? [] : [...this.nodePools(name, nodePools, provider), ...this.services(name, services)];
    return { ...part, kind: 'cluster', label: name, provider, isCollapsed, parts };
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
      ...this.part(pool, call => environment => nodePoolFacts(this.request, call, environment)),
      kind: 'nodePool',
      label: labels[index]!,
      provider,
    }));
  }

  /** @param factsOf the lines of one environment, by which they are compared with those of the base */
  private part(
    { name, version }: StructurePart,
    factsOf: (call: ModuleCall) => (environment: string) => readonly DiagramFact[],
  ): Pick<ContentPart, 'name' | 'location' | 'environments'> {
    const { request, outline } = this;
    const environments = new Map<string, PartInEnvironment>();
    const call = request.model.call(outline.root, name);
    if (!call) return { name, environments };
    const { environments: configured, baseKey } = request.model.effectiveConfiguration(call);
    const facts = factsOf(call);
    const inBase = new Set(facts(baseKey).map(({ text }) => text));
    const versions: DiagramFact[] = this.showsVersions && version !== undefined ? [{ text: version }] : [];
    for (const environment of outline.environments) {
      const effective = configured.get(environment);
      if (!effective) continue;
      const isBase = environment === baseKey;
      environments.set(environment, {
        facts: [
          ...facts(environment).map(fact => (isBase || inBase.has(fact.text) ? fact : { ...fact, differs: true })),
          ...versions,
        ],
        differences: isBase ? 0 : effective.attributes.filter(isDifferent).length,
      });
    }
    return { name, location: locationOf(request, labelRange(call.declaration)), environments };
  }
}

/** Whether an environment has another value than the base. An override that says the same makes no difference. */
function isDifferent(attribute: ResolvedAttribute): boolean {
  if (attribute.origin === 'inherited') return false;
  if (!attribute.overrides) return true;
  const [own, base] = [plainValue(attribute.value), plainValue(attribute.overrides.value)];
  return !own.known || JSON.stringify(own) !== JSON.stringify(base);
}

const counted = (count: number, what: string): string =>
  count === 0 ? '' : count === 1 ? `1 ${what}` : `${count} ${what}s`;
