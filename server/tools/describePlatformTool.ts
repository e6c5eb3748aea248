/** `kubestack_describe_platform`: an overview of a platform, as a starting point for an agent. */
import { descendantModules, type DescendantModule } from '../kubestack/modules/descendantModules';
import { labelRange } from '../kubestack/modules/moduleCall';
import { clusterInName } from '../kubestack/platform/namingRules';
import { describePlatform, type PlatformDescription } from '../kubestack/platform/platform';
import { platformProgramSource } from '../kubestack/platform/platformProgram';
import { locationOf, type RequestContext } from '../semantics/requestContext';
import { isWithin } from '../workspace/uri';
import { answerSchema, PAGE_INPUT } from './answerPages';
import { cachedDiagnostics, cachedDocuments } from './cachedDiagnostics';
import { listSchema, objectSchema, type JsonSchema } from './jsonSchema';
import { optionalString, section, ToolError, type Tool, type ToolHost } from './tool';
import { PATH_INPUT, rootOf, shownPath, shownLocation, targetOfPath } from './toolPaths';
import { shownName, shownNames } from './toolValue';

const NAME: JsonSchema = { type: 'string' };
const PART: JsonSchema = {
  type: 'object',
  properties: { name: NAME, version: NAME, source: NAME, at: { type: 'string', description: 'file:line' } },
};

export const describePlatformTool: Tool = {
  name: 'kubestack_describe_platform',
  title: 'Describe Kubestack platforms',
  description:
    'Lists the Kubestack platforms in a folder: framework version, environments in promotion order and the one that all others inherit from, clusters with their node pools and services, and how many problems the checks find. Call this first, and before you write any configuration.',
  input: objectSchema({ path: PATH_INPUT, ...PAGE_INPUT }),
  output: answerSchema(
    {},
    {
      platforms: {
        type: 'object',
        properties: {
          path: NAME,
          framework_versions: listSchema(NAME),
          inheritance: {
            type: 'string',
            description:
              'How an environment combines with the base: nested (one level deep; null and "" inherit), shallow (top-level attributes are replaced; null inherits), baseKeysOnly (as shallow, but only attributes of the base exist), merge or appsAndOps (as the function merge; null overrides).',
          },
          schema: { type: 'string', description: 'object: typed attributes; map: every attribute is a string.' },
          program: NAME,
          environments: { ...listSchema(NAME), description: 'In promotion order.' },
          base_environment: NAME,
          problems: {
            type: 'object',
            additionalProperties: { type: 'integer' },
            description: 'By severity. Left out for very large platforms: call kubestack_check.',
          },
        },
        required: ['path', 'framework_versions', 'environments', 'base_environment'],
      },
      clusters: {
        type: 'object',
        properties: {
          platform: NAME,
          name: NAME,
          provider: NAME,
          region: NAME,
          version: NAME,
          at: NAME,
          node_pools: listSchema(PART),
          services: listSchema(PART),
          dns_zones: { ...listSchema(PART), description: 'The DNS names of ingresses on EKS (elb-dns).' },
        },
        required: ['platform', 'name', 'provider', 'at', 'node_pools', 'services'],
      },
      services_without_cluster: PART,
    },
    ['platforms', 'clusters'],
  ),
  run: (host, input) =>
    host.compute(rootOf(host, optionalString(input, 'path')).uri, function* (request) {
      const { folderUri } = targetOfPath(request, host, optionalString(input, 'path'));
      const platforms: PlatformDescription[] = [];
      for (const root of request.model.tree.rootInstances()) {
        if (!isWithin(root.folderUri, folderUri) && !isWithin(folderUri, root.folderUri)) continue;
        const described = describePlatform(root, request.model, request.settings.environments);
        if (described) platforms.push(described);
        yield;
      }
      if (platforms.length === 0)
        throw new ToolError(
          'There is no Kubestack platform here: no root module calls a module of kbst/terraform-kubestack. Pass another path, or call kubestack_preview_change with kind "scaffold" and name "platform" to see how a new one looks.',
        );
      const clusters = platforms.flatMap(platform => platform.clusters.map(cluster => ({ platform, cluster })));
      const zones = new Map(platforms.map(each => [each, dnsZonesOf(request, each)]));
      const dnsZones = (platform: PlatformDescription, cluster: string): { dns_zones?: object[] } => {
        const found = zones.get(platform)?.get(cluster);
        if (!found) return {};
        const entry = ({ name, declaration }: DescendantModule): object =>
          partEntry(host, request, { name, version: undefined, range: labelRange(declaration) });
        return { dns_zones: found.map(entry) };
      };
      return {
        summary: platforms.map(each => sentence(host, each)).join(' '),
        sections: [
          section('platforms', platforms, each => platformEntry(host, request, each)),
          section('clusters', clusters, ({ platform, cluster }) => ({
            platform: shownPath(host, platform.root.folderUri),
            name: cluster.name,
            provider: cluster.provider,
            ...(cluster.region === undefined ? {} : { region: cluster.region }),
            ...(cluster.version === undefined ? {} : { version: cluster.version }),
            at: shownLocation(host, locationOf(request, cluster.range)),
            node_pools: cluster.nodePools.map(part => partEntry(host, request, part)),
            services: cluster.services.map(part => partEntry(host, request, part)),
            ...dnsZones(platform, cluster.name),
          })),
          section(
            'services_without_cluster',
            platforms.flatMap(({ services }) => services),
            each => partEntry(host, request, each),
          ),
        ],
      };
    }),
};

/** Modules `elb-dns` by the cluster that they are named after. They have no configuration, and so aren't services. */
function dnsZonesOf(request: RequestContext, { root, clusters }: PlatformDescription): Map<string, DescendantModule[]> {
  const labels = new Set(clusters.map(({ name }) => name));
  const zones = new Map<string, DescendantModule[]>();
  for (const module of descendantModules(root, request.model)) {
    const { item } = module.declaration;
    if (module.instance !== root || !/\/\/aws\/cluster\/elb-dns\b/.test(item.text)) continue;
    const cluster = clusterInName(module.name, labels) ?? '';
    zones.set(cluster, [...(zones.get(cluster) ?? []), module]);
  }
  return zones;
}

function sentence(
  host: ToolHost,
  { root, environments, baseEnvironment, frameworkVersions, clusters }: PlatformDescription,
): string {
  const version = shownNames(frameworkVersions) || 'no released version';
  return `${shownPath(host, root.folderUri)}: Kubestack ${version}, environments ${environments.map(shownName).join(' → ')} (all inherit from ${shownName(baseEnvironment)}), ${clusters.length} clusters.`;
}

function platformEntry(host: ToolHost, request: RequestContext, platform: PlatformDescription): object {
  const { root, frameworkVersions } = platform;
  const [version] = frameworkVersions;
  const schemas = request.model.schemas;
  const inheritance = schemas.mergeGenerationOf(version);
  const { program } = platformProgramSource(request.model.workspace, root.folderUri).current();
  return {
    path: shownPath(host, root.folderUri),
    framework_versions: frameworkVersions,
    ...(inheritance ? { inheritance, schema: schemas.knownRef(version) === 'head' ? 'object' : 'map' } : {}),
    ...(program ? { program } : {}),
    environments: platform.environments,
    base_environment: platform.baseEnvironment,
    ...countsBySeverity(request, root.folderUri),
  };
}

function partEntry(
  host: ToolHost,
  request: RequestContext,
  part: { name: string; version: string | undefined; source?: string; range: Parameters<typeof locationOf>[1] },
): object {
  return {
    name: part.name,
    ...(part.version === undefined ? {} : { version: part.version }),
    ...(part.source === undefined ? {} : { source: part.source }),
    at: shownLocation(host, locationOf(request, part.range)),
  };
}

export const SEVERITY_NAMES = ['error', 'warning', 'information', 'hint'] as const;

/** Larger platforms are not checked here, since that would take most of the time. */
const MAX_CHECKED_FILES = 2_000;

function countsBySeverity(request: RequestContext, folderUri: string): { problems?: Record<string, number> } {
  const documents = cachedDocuments(request, folderUri);
  if (documents.length > MAX_CHECKED_FILES) return {};
  const counts: Record<string, number> = {};
  for (const uri of documents)
    for (const { diagnostic } of cachedDiagnostics(request, uri)) {
      const { severity = 1 } = diagnostic;
      const name = SEVERITY_NAMES[severity - 1] ?? 'error';
      counts[name] = (counts[name] ?? 0) + 1;
    }
  return { problems: counts };
}
