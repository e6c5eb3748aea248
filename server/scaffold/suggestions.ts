/**
 * Suggestions for the answers of a scaffold: values of the platform, next free names, zones of a region. They are never limits: only the scaffold
 * validates an answer.
 */
import { isRecord } from '../../common/isRecord';
import { setOwnProperty } from '../../common/ownProperty';
import { t } from '../../common/localization';
import { listPlatforms } from '../kubestack/platform/platform';
import type { ScaffoldKind, ScaffoldSuggestion } from '../../common/protocol';
import type { RequestContext } from '../semantics/requestContext';
import { effectiveText, effectiveTextList } from './effectiveStrings';
import { boundServices } from './service/boundServices';
import { usualFeature } from './service/featureName';
import { usualVersion } from './service/manifestService';
import { cloudOf, cloudOfLayout, LAYOUTS, type Cloud } from './cluster/clouds';
import { AnswerReader } from './answerReader';
import { takenNames } from './cluster/prepareCluster';
import { nextPrefix } from './cluster/clusterPrefix';
import { zonesSuggestion } from './platform/ingressZones';
import { versionChanges } from './platform/versionChanges';
import { replaceableValues } from './replacement/replaceableValues';
import { orphanedClusters } from './cluster/clusterParts';
import { scaffoldContextOf, readmeValue, type ScaffoldContext } from './scaffoldContext';
import { machineSize, zonesOf } from '../kubestack/platform/regions';

export type Suggestions = Readonly<Record<string, ScaffoldSuggestion>>;

/** @param given the answers so far, valid or not */
export function scaffoldSuggestions(
  request: RequestContext,
  { uri, kind, answers }: { uri: string; kind: ScaffoldKind; answers: Readonly<Record<string, unknown>> },
): Suggestions {
  const scaffoldContext = scaffoldContextOf(request, uri, new AnswerReader(answers));
  switch (kind) {
    case 'platform':
      return platformSuggestions(scaffoldContext, answers);
    case 'cluster':
      return clusterSuggestions(scaffoldContext, cloudOfLayout(textOf(answers['provider'])), answers);
    case 'nodePool':
      return poolSuggestions(scaffoldContext, answers);
    case 'service':
      return serviceSuggestions(scaffoldContext, answers);
    case 'frameworkVersion':
      return { to: versions(scaffoldContext), ...ingressZones(scaffoldContext, textOf(answers['to'])) };
    case 'replacement':
      return { attribute: { values: replaceableValues(scaffoldContext, textOf(answers['name'])) } };
    case 'removeCluster':
      return { cluster: { values: orphanedClusters(scaffoldContext).map(value => ({ value })) } };
    default:
      return {};
  }
}

function platformSuggestions(
  scaffoldContext: ScaffoldContext,
  answers: Readonly<Record<string, unknown>>,
): Suggestions {
  const layout = textOf(answers['layout']);
  const clusters: readonly unknown[] = Array.isArray(answers['clusters']) ? answers['clusters'] : [];
  // No release supports Scaleway yet.
  const needsCommit = [answers['layout'], ...clusters.map(each => (isRecord(each) ? each['provider'] : ''))].includes(
    'scw',
  );
  const suggestions: Record<string, ScaffoldSuggestion> = {
    version: versions(scaffoldContext, needsCommit),
    layout: { values: [...LAYOUTS, 'multi-cloud'].map(value => ({ value })) },
    backend_region: valuesOf(textOf(answers['region']) === '' ? [] : [textOf(answers['region'])]),
  };
  if (layout !== 'multi-cloud')
    return { ...suggestions, ...clusterSuggestions(scaffoldContext, cloudOfLayout(layout), answers) };
  for (const [index, each] of clusters.entries()) {
    const own = isRecord(each) ? each : {};
    const cloud = cloudOfLayout(textOf(own['provider']));
    for (const [name, value] of Object.entries(clusterSuggestions(scaffoldContext, cloud, own)))
      setOwnProperty(suggestions, `clusters[${index}].${name}`, value);
  }
  return suggestions;
}

function clusterSuggestions(
  scaffoldContext: ScaffoldContext,
  cloud: Cloud | undefined,
  answers: Readonly<Record<string, unknown>>,
): Suggestions {
  if (!cloud) return {};
  const { platform } = scaffoldContext;
  const { regions } = scaffoldContext.request.model;
  const { common, regions: cached } = regions.clouds[cloud.provider];
  const region = textOf(answers['region']);
  const taken = platform ? takenNames(scaffoldContext, platform) : [];
  const sameCloud = platform?.described?.clusters.filter(({ provider }) => provider === cloud.provider) ?? [];
  const used = [...new Set(sameCloud.flatMap(each => each.region ?? []))];
  const zones = zonesOf(regions, cloud.provider, region, 26);
  const like = (path: readonly string[]): ScaffoldSuggestion => commonValue(scaffoldContext, sameCloud[0]?.name, path);
  const domain = readmeValue(platform?.readme, 'baseDomain');
  return {
    region: {
      default: used[0] ?? common[0],
      values: [
        ...used.map(value => ({ value, description: t('in use') })),
        ...[...new Set([...common, ...Object.keys(cached)])]
          .filter(value => !used.includes(value))
          .map(value => ({ value })),
      ],
    },
    name_prefix: { default: nextPrefix(cloud, region, taken) },
    zones: zoneSuggestion(cloud, zones),
    [cloud.type.name]: { default: cloud.type.usual, values: machineTypes(scaffoldContext, cloud) },
    [cloud.sizes.min]: { default: cloud.sizes.usual.min },
    [cloud.sizes.max]: { default: cloud.sizes.usual.max },
    project_id: like(['project_id']),
    resource_group: like(['resource_group']),
    cluster_min_master_version: like(['cluster_min_master_version']),
    cluster_version: like(['cluster_version']),
    ...(domain === undefined ? {} : { base_domain: { default: domain } }),
  };
}

/** Azure has the same three in every region. */
function zoneSuggestion(cloud: Cloud, zones: readonly string[]): ScaffoldSuggestion {
  const all = cloud.provider === 'azurerm' ? ['1', '2', '3'] : zones;
  return { default: all.slice(0, 3), values: all.map(value => ({ value })) };
}

function machineTypes({ request }: ScaffoldContext, cloud: Cloud): { value: string; description?: string }[] {
  const { commonTypes, types } = request.model.regions.clouds[cloud.provider];
  const common = commonTypes.flatMap(name => types.find(type => type.name === name) ?? []);
  return [...new Set([...common, ...types])].map(type => ({ value: type.name, description: machineSize(type) }));
}

function poolSuggestions(scaffoldContext: ScaffoldContext, answers: Readonly<Record<string, unknown>>): Suggestions {
  const cluster = scaffoldContext.platform?.described?.clusters.find(({ name }) => name === answers['cluster']);
  const cloud = cloudOf(cluster?.provider);
  if (!cluster || !cloud) return {};
  const own = clusterZones(scaffoldContext, cluster.name, cloud);
  const zones = zonesOf(scaffoldContext.request.model.regions, cloud.provider, cluster.region ?? '', 26);
  const all = cloud.provider === 'azurerm' ? ['1', '2', '3'] : [...new Set([...own, ...zones])].sort();
  return {
    ...clusterSuggestions(scaffoldContext, cloud, { region: cluster.region }),
    [cloud.poolZones]: {
      default: own.length > 0 ? own : all.slice(0, 3),
      values: all.map(value => (own.includes(value) ? { value, description: t('of the cluster') } : { value })),
    },
  };
}

/** Zones of the cluster, if known. */
function clusterZones(scaffoldContext: ScaffoldContext, name: string, cloud: Cloud): readonly string[] {
  const { platform, request } = scaffoldContext;
  const call = platform?.calls.find(each => each.name === name && each.instance === platform.root);
  if (!platform || !call) return [];
  return effectiveTextList(request, call, platform.base, cloud.clusterZones) ?? [];
}

function serviceSuggestions(scaffoldContext: ScaffoldContext, answers: Readonly<Record<string, unknown>>): Suggestions {
  const { platform, request } = scaffoldContext;
  const services = platform ? boundServices(platform).filter(({ kind }) => kind === 'feature') : [];
  const clusters = platform?.described?.clusters.map(({ name }) => name) ?? [];
  const open = services.flatMap(service => {
    const missing = clusters.filter(cluster => !service.bindings.some(binding => binding.cluster === cluster));
    return missing.length > 0 ? [{ service, missing }] : [];
  });
  const chosen = open.find(({ service }) => service.name === answers['feature']);
  const entries = [...request.model.schemas.catalogEntries].filter(([, { hasManifests }]) => hasManifests);
  const entry = request.model.schemas.catalogEntries.get(textOf(answers['entry']));
  const chart = textOf(answers['chart']);
  const name = usualFeature([answers['chart'], answers['manifest_url'] && projectIn(textOf(answers['manifest_url']))]);
  const [, repository] = /^([\w.-]+)\/[\w.-]+$/.exec(chart) ?? [];
  return {
    ...usual('release', name),
    ...usual('namespace', chart === '' ? undefined : name),
    ...usual('repository_name', repository),
    ...usual('app_version', usualVersion(textOf(answers['manifest_url']))),
    feature: {
      ...usual('feature', name?.replaceAll('-', '_'))['feature'],
      values: open.map(({ service, missing }) => ({ value: service.name, description: missing.join(', ') })),
    },
    clusters: { default: chosen?.missing ?? clusters, values: (chosen?.missing ?? clusters).map(value => ({ value })) },
    entry: { values: entries.map(([value, { newest }]) => withDescription(value, newest)) },
    version: entry?.newest === undefined ? {} : { default: entry.newest, values: [{ value: entry.newest }] },
    variant: valuesOf(entry?.variants ?? []),
  };
}

const usual = (answer: string, value: string | undefined): Suggestions =>
  value === undefined ? {} : { [answer]: { default: value } };

/** `https://github.com/owner/project/releases/…` is of a project. */
const projectIn = (url: string): string | undefined =>
  /^https:\/\/(?:github\.com|raw\.githubusercontent\.com)\/[\w.-]+\/[\w.-]+/.exec(url)?.[0];

/** A question of an upgrade that would replace the ingress's address. */
function ingressZones(scaffoldContext: ScaffoldContext, to: string | undefined): Suggestions {
  const { platform } = scaffoldContext;
  const zones =
    platform && to !== undefined
      ? zonesSuggestion(scaffoldContext, versionChanges(scaffoldContext, platform, to))
      : undefined;
  return zones ? { ingress_zones: zones } : {};
}

/** Releases, the newest first; the head commit if the clouds need it or the platform uses it. */
function versions({ request, platform }: ScaffoldContext, needsCommit = false): ScaffoldSuggestion {
  const { releases, headCommit } = request.model.schemas;
  const newest = releases.at(-1);
  const commit = { value: headCommit, description: t('newest known commit: typed values, OpenTofu, Scaleway') };
  const used = listPlatforms(request.model, request.settings.environments).flatMap(each => each.frameworkVersions);
  const isObject = needsCommit || platform?.generation === 'object';
  const tags = [...releases]
    .reverse()
    .map(value =>
      withDescription(value, value === newest ? t('newest release') : used.includes(value) ? t('in use') : undefined),
    );
  const suggested = isObject ? headCommit : newest;
  return {
    ...(suggested === undefined ? {} : { default: suggested }),
    values: isObject ? [commit, ...tags.slice(0, 1)] : [...tags.slice(0, 1), commit, ...tags.slice(1, 12)],
  };
}

/** The value of an attribute in a cluster of the platform. */
function commonValue(
  { platform, request }: ScaffoldContext,
  cluster: string | undefined,
  path: readonly string[],
): ScaffoldSuggestion {
  const call = platform?.calls.find(each => each.name === cluster && each.instance === platform.root);
  const value = platform && call ? effectiveText(request, call, platform.base, path) : undefined;
  return value === undefined ? {} : { default: value };
}

const valuesOf = (values: readonly string[]): ScaffoldSuggestion => ({
  ...(values[0] === undefined ? {} : { default: values[0] }),
  values: values.map(value => ({ value })),
});
const withDescription = (value: string, description: string | undefined): { value: string; description?: string } =>
  description === undefined ? { value } : { value, description };
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
