/** `kubestack/platforms`: the platforms of the workspace with their clusters, node pools and services. */
import { memoize } from '../../../common/memoize';
import type { Location } from 'vscode-languageserver-types';
import type {
  Cluster,
  ModuleEnvironment,
  NodePool,
  Platform,
  PlatformsResult,
  Service,
} from '../../../common/protocol';
import type { SourceRange } from '../../hcl/model';
import { environmentBlocks } from '../../kubestack/inheritance/environmentBlocks';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import {
  describeCluster,
  platformOutlines,
  type PlatformOutline,
  type PlatformNodePool,
  type PlatformService,
} from '../../kubestack/platform/platform';
import type { ClusterStructure } from '../../kubestack/platform/platformStructure';
import {
  DependencyTracker,
  validResult,
  type Cached,
  type TrackedInput,
} from '../../kubestack/memoization/dependencyTracker';
import { ruleSetOf, type RuleSet } from '../../kubestack/rules/ruleSet';
import { serviceVersion } from '../../kubestack/readme/serviceVersion';
import { callsByLabel, type CallsByLabel } from '../../kubestack/platform/callsByLabel';
import type { TextFile } from '../../workspace/textFiles';
import type { Workspace } from '../../workspace/workspace';
import { fileOf, locationOf, type RequestContext } from '../../semantics/requestContext';

/** Number of clusters between two pauses. */
const CLUSTERS_PER_PAUSE = 8;

/** An unchanged cluster is the same object as in the answer before. */
export function* platforms(request: RequestContext): Generator<undefined, PlatformsResult> {
  const platforms: Platform[] = [];
  for (const outline of yield* platformOutlines(request.model, request.settings.environments)) {
    const clusters: Cluster[] = [];
    const calls = callsByLabel(outline.root, request.model);
    for (const shape of outline.clusters.values()) {
      if (clusters.length % CLUSTERS_PER_PAUSE === 0) yield;
      clusters.push(clusterOf(request, outline, shape, calls));
    }
    platforms.push({
      uri: request.client.clientUri(outline.root.folderUri),
      environments: [...outline.environments],
      baseEnvironment: outline.baseEnvironment,
      frameworkVersions: [...outline.frameworkVersions],
      clusters,
      services: outline.services.map(service => new PartReader(request, outline, calls).service(service)),
      ...declaredFreezes(ruleSetOf(outline.root, request.model)),
    });
  }
  return { platforms };
}

const declaredFreezes = ({ freezes }: RuleSet): Pick<Platform, 'freezes'> =>
  freezes.length === 0
    ? {}
    : {
        freezes: freezes.map(({ environments, window }) => ({
          ...(environments && { environments: environments.map(({ text }) => text) }),
          window,
        })),
      };

/** A structure belongs to one platform, and is the same object while configurations are edited. */
const clusterCache = new WeakMap<ClusterStructure, Cached<{ readonly cluster: Cluster; readonly base: string }>>();

function clusterOf(
  request: RequestContext,
  outline: PlatformOutline,
  shape: ClusterStructure,
  calls: CallsByLabel,
): Cluster {
  const { root, baseEnvironment: base } = outline;
  const { revision } = request.model.workspace;
  const cached = validResult(clusterCache.get(shape), revision);
  if (cached?.result.base === base) return cached.result.cluster;
  const reader = new PartReader(request, outline, calls);
  const described = describeCluster(shape, root, request.model, base, reader.reads);
  const { region, version } = described;
  const cluster: Cluster = {
    name: described.name,
    provider: described.provider,
    location: reader.location(described.range),
    environments: reader.environments(described.name),
    nodePools: described.nodePools.map(pool => reader.nodePool(pool)),
    services: described.services.map(service => reader.service(service)),
  };
  if (region !== undefined) cluster.region = region;
  if (version !== undefined) cluster.version = version;
  const { reads } = reader;
  reads.read(filesSource(request, reader.files));
  clusterCache.set(shape, { result: { cluster, base }, reads: reads.complete(), checkedAt: revision });
  return cluster;
}

/**
 * Describes the parts of one platform, and records the dependencies. Objects are made without spreading: copies have a hidden class each, which needs
 * more memory than the object.
 */
class PartReader {
  readonly reads = new DependencyTracker();
  private readonly read = new Set<string>();

  constructor(
    private readonly request: RequestContext,
    private readonly outline: PlatformOutline,
    private readonly calls: CallsByLabel,
  ) {}

  /** Files with the described code. */
  get files(): readonly string[] {
    return [...this.read];
  }

  location(range: SourceRange): Location {
    this.read.add(range.item.uri);
    return locationOf(this.request, range);
  }

  nodePool({ name, version, range }: PlatformNodePool): NodePool {
    const pool: NodePool = { name, location: this.location(range), environments: this.environments(name) };
    if (version !== undefined) pool.version = version;
    return pool;
  }

  service({ name, source, version, range }: PlatformService): Service {
    const service: Service = { name, source, location: this.location(range), environments: this.environments(name) };
    const installed = this.installedVersion(name, version);
    if (installed !== undefined) service.version = installed;
    return service;
  }

  /** The configuration of a service may be in a local module; its block is shown if it is the only one. */
  environments(label: string): Record<string, ModuleEnvironment> {
    const all = this.calls(label).map(call => this.blocks(call));
    const names = new Set(all.flatMap(blocks => [...blocks.keys()]));
    return Object.fromEntries(
      [...names].map(name => {
        const blocks = all.flatMap(each => each.get(name) ?? []);
        const range = blocks.length === 1 ? blocks[0]?.range : undefined;
        const overrides = blocks.reduce((sum, block) => sum + block.overrides, 0);
        return [name, range ? { location: this.location(range), overrides } : { overrides }];
      }),
    );
  }

  private blocks(call: ModuleCall): ReturnType<typeof environmentBlocks> {
    this.read.add(call.declaration.item.uri);
    return environmentBlocks(call, this.request.model, this.reads);
  }

  /** The version of a local module is the one in its README, since the framework module in it is a wrapper. */
  private installedVersion(label: string, version: string | undefined): string | undefined {
    const { module, instance } = this.calls(label)[0] ?? {};
    if (!module || !instance || instance === this.outline.root) return version;
    const readme = this.reads.read(readmeSource(this.request.model.workspace, `${instance.folderUri}/README.md`));
    const stated = readme && serviceVersion(readme.text);
    return stated ?? (WRAPPERS.has(module.schema?.path ?? '') ? undefined : version);
  }
}

/** Modules that install software described by files next to them. */
const WRAPPERS: ReadonlySet<string> = new Set(['kustomization/overlay', 'catalog/custom-manifests']);

const readmes = memoize((_: Workspace) => new Map<string, TrackedInput<TextFile | undefined>>());

/** The README of a service's module. Most services of a platform share a few, which are looked up once per revision. */
function readmeSource(workspace: Workspace, uri: string): TrackedInput<TextFile | undefined> {
  const sources = readmes(workspace);
  let source = sources.get(uri);
  if (!source) {
    let seen: { readonly revision: number; readonly file: TextFile | undefined } | undefined;
    source = {
      current: () => {
        const { revision, texts } = workspace;
        if (seen?.revision !== revision) seen = { revision, file: texts.file(uri) };
        return seen.file;
      },
    };
    if (sources.size >= MAX_READMES) sources.clear();
    sources.set(uri, source);
  }
  return source;
}

const MAX_READMES = 1_000;

/** Changes when one of the files changes, or the client uses another notation of its URI. */
function filesSource(request: RequestContext, uris: readonly string[]): TrackedInput {
  const { workspace } = request.model;
  const files = uris.map(uri => fileOf(request, uri));
  const spellings = uris.map(uri => request.client.clientUri(uri));
  let checkedAt = workspace.sourceFilesRevision;
  let current = {};
  return {
    current: () => {
      let isSame = true;
      const changed = workspace.filesChangedSince(checkedAt);
      checkedAt = workspace.sourceFilesRevision;
      for (const [index, uri] of uris.entries()) {
        const spelling = request.client.clientUri(uri);
        const mayDiffer = !changed || changed.has(uri);
        const file = mayDiffer ? workspace.file(uri) : files[index];
        if (file === files[index] && spelling === spellings[index]) continue;
        files[index] = file;
        spellings[index] = spelling;
        isSame = false;
      }
      return isSame ? current : (current = {});
    },
  };
}
