/** Reads and validates the answers about one cluster, and adds defaults. */
import { ownProperty, setOwnProperty } from '../../../common/ownProperty';
import { t } from '../../../common/localization';
import { oneOf, type AnswerReader, type TextRule } from '../answerReader';
import { BASE_DOMAIN, NAME_PREFIX, RESOURCE_GROUP } from '../answerRules';
import type { Cloud } from './clouds';
import { configurationEntry, type ConfigurationEntry } from '../configurationLines';
import { printValue, type HclValue } from '../hclFile';
import { readSizes, smallerSizes, sizeEntries, type Sizes } from '../nodePool/poolSizes';
import { zonesOf, type Regions } from '../../kubestack/platform/regions';

export interface ClusterDefaults {
  readonly cloud: Cloud;
  /** Most critical first. */
  readonly environments: readonly string[];
  readonly base: string;
  /** Default of the region. */
  readonly baseDomain: HclValue | undefined;
  readonly regions: Regions;
  /** The default prefix of a cluster in a region. */
  readonly nextPrefix: (region: string) => string;
}

export interface ClusterPlan {
  readonly cloud: Cloud;
  readonly prefix: string;
  readonly region: string;
  /** Undefined if unknown. */
  readonly domain: string | undefined;
  /** Groups of entries by environment, with names of the `object` generation; empty for an environment that inherits everything. */
  readonly configuration: Readonly<Record<string, readonly (readonly ConfigurationEntry[])[]>>;
  /** Arguments of the cloud's provider besides alias and region. */
  readonly provider: Readonly<Record<string, string>>;
}

const PROJECT: TextRule = {
  accepts: /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
  advice: () => t('use a Google Cloud project ID, such as acme-platform'),
};
const UUID: TextRule = {
  accepts: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  advice: () => t('use an ID such as 5a7e0f6c-3f0e-4d3c-9b1f-2d6b3a1c8e40'),
};
const VERSION_OF_KUBERNETES: TextRule = {
  accepts: /^\d+\.\d+(?:\.\d+\S*)?$/,
  advice: () => t('use a Kubernetes version, such as 1.31'),
};
const MINOR_VERSION: TextRule = {
  accepts: /^\d+\.\d+$/,
  advice: () => t('use a Kubernetes minor version, such as 1.31'),
};
const CNIS = ['cilium', 'calico', 'weave', 'flannel', 'kilo'];

/** Undefined after a problem. */
export function readCluster(answers: AnswerReader, question: ClusterDefaults): ClusterPlan | undefined {
  const { cloud, environments, base } = question;
  const region = answers.text('region', cloud.region);
  const usual = question.baseDomain;
  if (usual !== undefined) answers.uses('base_domain', typeof usual === 'string' ? usual : printValue(usual));
  const baseDomain = (!answers.has('base_domain') && usual) || answers.text('base_domain', BASE_DOMAIN);
  const zones = readZones(answers, question, region);
  const prefix =
    region === undefined
      ? answers.optionalText('name_prefix', NAME_PREFIX)
      : answers.text('name_prefix', NAME_PREFIX, question.nextPrefix(region));
  const type = readMachineType(answers, cloud, cloud.type.usual);
  const sizes = readSizes(answers, cloud, cloud.sizes.usual);
  const own = ownEntries(answers, cloud, region);
  const overrides = readOverrides(answers, question, region, sizes);
  if (!region || !baseDomain || !zones || !prefix || !type || !sizes || !own || !overrides) return undefined;
  const names = [configurationEntry(['name_prefix'], prefix), configurationEntry(['base_domain'], baseDomain)];
  const zoneEntry = configurationEntry(cloud.clusterZones, [...zones]);
  const inPool = cloud.clusterZones.length > 1;
  const groupsOfBase = [
    [...names, ...own.names],
    own.locationEntries,
    [...(inPool ? [] : [zoneEntry]), ...own.versions],
    [
      configurationEntry(['default_node_pool', cloud.type.name], type),
      ...(inPool ? [zoneEntry] : []),
      ...sizeEntries(cloud, sizes, ['default_node_pool']),
    ],
  ];
  const configuration = Object.fromEntries(
    environments.map(environment => [
      environment,
      environment === base ? groupsOfBase : (ownProperty(overrides, environment) ?? []),
    ]),
  );
  const domain = typeof baseDomain === 'string' ? baseDomain : undefined;
  return { cloud, prefix, region, domain, configuration, provider: own.provider };
}

interface OwnEntries {
  readonly names: readonly ConfigurationEntry[];
  readonly locationEntries: readonly ConfigurationEntry[];
  readonly versions: readonly ConfigurationEntry[];
  readonly provider: Readonly<Record<string, string>>;
}

/** Answers that only one cloud has. */
function ownEntries(answers: AnswerReader, { provider }: Cloud, region: string | undefined): OwnEntries | undefined {
  const none: OwnEntries = { names: [], locationEntries: [], versions: [], provider: {} };
  switch (provider) {
    case 'aws': {
      const version = answers.optionalText('cluster_version', VERSION_OF_KUBERNETES);
      return { ...none, versions: version === undefined ? [] : [configurationEntry(['cluster_version'], version)] };
    }
    case 'google': {
      const project = answers.text('project_id', PROJECT);
      const version = answers.text('cluster_min_master_version', VERSION_OF_KUBERNETES);
      if (project === undefined || version === undefined) return undefined;
      return {
        ...none,
        locationEntries: [configurationEntry(['project_id'], project), configurationEntry(['region'], region ?? '')],
        versions: [configurationEntry(['cluster_min_master_version'], version)],
        provider: { project },
      };
    }
    case 'azurerm': {
      const group = answers.text('resource_group', RESOURCE_GROUP);
      const subscription = answers.optionalText('subscription_id', UUID);
      if (group === undefined) return undefined;
      return {
        ...none,
        names: [configurationEntry(['resource_group'], group)],
        provider: subscription === undefined ? {} : { subscription_id: subscription },
      };
    }
    case 'scaleway':
      return ownOfScaleway(answers, none, region);
  }
}

function ownOfScaleway(answers: AnswerReader, none: OwnEntries, region: string | undefined): OwnEntries | undefined {
  const version = answers.text('cluster_version', MINOR_VERSION);
  const organization = answers.text('organization_id', UUID);
  const project = answers.text('project_id', UUID);
  const cni = answers.optionalText('cni', oneOf(CNIS));
  if (version === undefined || organization === undefined || project === undefined) return undefined;
  return {
    ...none,
    locationEntries: [configurationEntry(['region'], region ?? ''), configurationEntry(['cluster_version'], version)],
    versions: cni === undefined || cni === 'cilium' ? [] : [configurationEntry(['cni'], cni)],
    provider: { organization_id: organization, project_id: project },
  };
}

/** Zones under the name `zones`, or under that of the attribute. */
function readZones(
  answers: AnswerReader,
  { cloud, regions }: Pick<ClusterDefaults, 'cloud' | 'regions'>,
  region: string | undefined,
): readonly string[] | undefined {
  if (region === undefined) return undefined;
  const name = zonesAnswer(answers, cloud);
  const usual = zonesOf(regions, cloud.provider, region);
  const zones = answers.texts(name, cloud.zone(region), usual.length >= cloud.leastZones ? usual : undefined);
  if (zones && zones.length < cloud.leastZones)
    return answers.refuse(
      name,
      t('{0} needs at least {1} zones: add a zone of {2}.', cloud.title, cloud.leastZones, region),
    );
  return zones;
}

const zonesAnswer = (answers: AnswerReader, { clusterZones }: Cloud): string => {
  const attribute = clusterZones.at(-1)!;
  return answers.has(attribute) ? attribute : 'zones';
};

export function readMachineType(
  answers: AnswerReader,
  { type }: Cloud,
  usual: string | undefined,
): HclValue | undefined {
  if (type.isList) {
    const types = answers.texts(type.name, type.rule, usual === undefined ? undefined : [usual]);
    return types && [...types];
  }
  return answers.text(type.name, type.rule, usual);
}

/** Overrides of other environments; undefined after a problem. */
function readOverrides(
  answers: AnswerReader,
  question: ClusterDefaults,
  region: string | undefined,
  sizes: Sizes | undefined,
): Readonly<Record<string, readonly (readonly ConfigurationEntry[])[]>> | undefined {
  const { cloud, environments, base } = question;
  const others = environments.filter(environment => environment !== base);
  if (!answers.has('overrides') || answers.raw('overrides') === null) {
    const internal = others.at(-1);
    const smaller = sizes && smallerSizes(cloud, sizes, ['default_node_pool']);
    return internal === undefined || !smaller ? {} : { [internal]: [smaller] };
  }
  const names = others.join(', ');
  const given = answers.part('overrides');
  const result: Record<string, readonly (readonly ConfigurationEntry[])[]> = {};
  for (const environment of given.names()) {
    if (!others.includes(environment)) {
      given.refuse(
        environment,
        environment === base
          ? t(
              '{0} is the base environment: answer its values directly and not as overrides, which are for {1}.',
              environment,
              names,
            )
          : t('{0} is not an environment of this platform: use {1}.', environment, names),
      );
      continue;
    }
    const part = given.part(environment);
    setOwnProperty(result, environment, overrideGroups(part, question, region, sizes));
  }
  return result;
}

function overrideGroups(
  answers: AnswerReader,
  question: ClusterDefaults,
  region: string | undefined,
  sizes: Sizes | undefined,
): (readonly ConfigurationEntry[])[] {
  const { cloud } = question;
  const top: ConfigurationEntry[] = [];
  const pool: ConfigurationEntry[] = [];
  const add = (name: string, rule: TextRule): void => {
    const value = answers.optionalText(name, rule);
    if (value !== undefined) top.push(configurationEntry([name], value));
  };
  if (cloud.provider === 'azurerm') add('resource_group', RESOURCE_GROUP);
  if (cloud.provider === 'google') {
    add('project_id', PROJECT);
    add('cluster_min_master_version', VERSION_OF_KUBERNETES);
  }
  if (cloud.provider === 'aws' || cloud.provider === 'scaleway')
    add('cluster_version', cloud.provider === 'aws' ? VERSION_OF_KUBERNETES : MINOR_VERSION);
  add('base_domain', BASE_DOMAIN);
  add('name_prefix', NAME_PREFIX);
  if (answers.has(cloud.type.name)) {
    const type = readMachineType(answers, cloud, undefined);
    if (type !== undefined) pool.push(configurationEntry(['default_node_pool', cloud.type.name], type));
  }
  if (answers.has(zonesAnswer(answers, cloud))) {
    const zones = readZones(answers, question, region);
    const entry = zones && configurationEntry(cloud.clusterZones, [...zones]);
    if (entry) (cloud.clusterZones.length > 1 ? pool : top).push(entry);
  }
  const own = sizes && readSizes(answers, cloud, sizes, sizes);
  if (own && sizes) pool.push(...sizeEntries(cloud, own, ['default_node_pool'], sizes));
  return [top, pool];
}
