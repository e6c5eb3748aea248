/** Converts the answers about a node pool to a configuration. */
import { ownProperty, setOwnProperty } from '../../../common/ownProperty';
import { alternatives, t } from '../../../common/localization';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { type AnswerReader } from '../answerReader';
import { readMachineType } from '../cluster/clusterAnswers';
import type { Cloud } from '../cluster/clouds';
import { configurationEntry, type ConfigurationEntry, type EntryGroups } from '../configurationLines';
import { effectiveTextList } from '../effectiveStrings';
import { extraEntries } from '../extraAttributes';
import type { HclValue } from '../hclFile';
import { expression } from '../moduleCallText';
import { effectiveValueAt } from '../../semantics/effectiveParts';
import { readLabels, readTaints, taintsName } from './poolTaints';
import { readSizes, sizeEntries, smallerSizes, type Sizes } from './poolSizes';
import type { ScaffoldContext, PlatformContext } from '../scaffoldContext';
import type { ModuleSchema } from '../../kubestack/schemas/schemas';

/** Undefined after a problem. */
export function readConfiguration(
  question: NodePoolContext,
  pool: string,
): Readonly<Record<string, EntryGroups>> | undefined {
  const { scaffoldContext, platform, cloud, schema, cluster } = question;
  const { answers } = scaffoldContext;
  const usual = cloud.provider === 'scaleway' ? (defaultType(question) ?? cloud.type.usual) : cloud.type.usual;
  const type = readMachineType(answers, cloud, usual);
  const sizes = readSizes(answers, cloud, cloud.sizes.usual);
  const zones = readZones(answers, question);
  const taints = readTaints(answers, cloud, taintsName(cloud, schema));
  const labels = readLabels(answers, cloud);
  const extras = extraEntries(answers, schema, new Set([...handled(cloud), taintsName(cloud, schema)]));
  const overrides = readOverrides(question, sizes);
  if (type === undefined || !sizes || !zones || !extras || !overrides) return undefined;
  const zoneEntry = entryOfZones(cloud, zones.value);
  const scalars = extras.filter(({ value }) => typeof value !== 'object');
  const structures = extras.filter(({ value }) => typeof value === 'object');
  const base: EntryGroups = [
    [configurationEntry([cloud.poolName], pool)],
    locationEntries(cluster, cloud),
    [
      configurationEntry([cloud.type.name], type),
      ...(cloud.provider === 'scaleway' ? zoneEntry : []),
      ...initialCount(cloud, sizes, extras),
      ...sizeEntries(cloud, sizes, []),
      ...scalars,
    ],
    cloud.provider === 'scaleway' ? [] : zoneEntry,
    taints,
    labels,
    ...structures.map(entry => [entry]),
  ];
  const groups = (name: string): EntryGroups => (name === platform.base ? base : (ownProperty(overrides, name) ?? []));
  const configuration = platform.environments.map(name => [name, takenOf(question, name, groups(name))] as const);
  return answers.problems.length > 0 ? undefined : Object.fromEntries(configuration);
}

/** Without attributes that the module lacks in this version; answers for them are rejected. */
function takenOf(
  { scaffoldContext: { answers }, platform, cluster, cloud, schema }: NodePoolContext,
  environment: string,
  groups: EntryGroups,
): EntryGroups {
  const isTaken = ({ path: [name = ''] }: ConfigurationEntry): boolean => schema.attributes.has(name);
  const own = environment === platform.base ? answers : answers.part('overrides').part(environment);
  const short = new Map([
    [taintsName(cloud, schema), 'taints'],
    [cloud.labels ?? '', 'labels'],
    [cloud.poolZones, 'zones'],
  ]);
  for (const { path } of groups.flat().filter(entry => !isTaken(entry))) {
    const [name = ''] = path;
    const given = [name, short.get(name) ?? name].find(each => own.has(each));
    if (given === undefined) continue;
    const { version } = cluster.module;
    own.refuse(
      given,
      version === undefined
        ? t('{0} has no {1}: leave it out, or set a newer framework version first.', schema.path, name)
        : t('{0} at {1} has no {2}: leave it out, or set a newer framework version first.', schema.path, version, name),
    );
  }
  return groups.map(entries => entries.filter(isTaken));
}

const entryOfZones = ({ poolZones }: Cloud, zones: HclValue | undefined): ConfigurationEntry[] =>
  zones === undefined ? [] : [configurationEntry([poolZones], zones)];

const handled = (cloud: Cloud): string[] => [
  cloud.poolName,
  cloud.type.name,
  cloud.poolZones,
  cloud.taints.name,
  ...(cloud.labels === undefined ? [] : [cloud.labels]),
  ...Object.values(cloud.sizes).filter(name => typeof name === 'string'),
  'location',
  'project_id',
];

/** A pool that may be empty starts with its minimum: GKE would start with one node. */
const initialCount = (
  { provider }: Cloud,
  { min }: Sizes,
  extras: readonly ConfigurationEntry[],
): ConfigurationEntry[] =>
  provider === 'google' && !extras.some(({ path }) => path[0] === 'initial_node_count')
    ? [configurationEntry(['initial_node_count'], min)]
    : [];

/** GKE needs the location of the cluster. */
const locationEntries = ({ name }: ModuleCall, { provider }: Cloud): ConfigurationEntry[] =>
  provider === 'google'
    ? [
        configurationEntry(['project_id'], expression(`module.${name}.current_config["project_id"]`)),
        configurationEntry(['location'], expression(`module.${name}.current_config["region"]`)),
      ]
    : [];

function defaultType({ scaffoldContext, platform, cluster, cloud }: NodePoolContext): string | undefined {
  return effectiveTextList(scaffoldContext.request, cluster, platform.base, [
    'default_node_pool',
    cloud.type.name,
  ])?.[0];
}

/** The cluster's zones by default: as written, or as a reference to the cluster. */
function readZones(
  answers: AnswerReader,
  { scaffoldContext, platform, cluster, cloud, region }: NodePoolContext,
): { readonly value: HclValue | undefined } | undefined {
  const name = answers.has(cloud.poolZones) ? cloud.poolZones : 'zones';
  if (answers.has(name)) {
    const rule =
      region === undefined
        ? { accepts: /^[a-z0-9-]+$/, advice: () => t("use zones of the cluster's region") }
        : cloud.zone(region);
    const zones = answers.texts(name, rule);
    return zones && { value: [...zones] };
  }
  // By default, GKE uses those of the cluster.
  if (cloud.provider === 'google') return { value: undefined };
  const path = platform.generation === 'map' ? cloud.clusterZones.slice(-1) : cloud.clusterZones;
  const texts = effectiveTextList(scaffoldContext.request, cluster, platform.base, path);
  if (texts && texts.length > 0) return { value: answers.uses(name, [...texts]) };
  // A reference to a key that a map lacks is an error. Only AKS needs no zones.
  const inEffect = scaffoldContext.request.model.effectiveConfiguration(cluster).environments.get(platform.base);
  const isKnown = inEffect?.value?.kind === 'object' || inEffect?.value?.kind === 'map';
  if (platform.generation === 'map' && cloud.provider === 'azurerm' && isKnown && !effectiveValueAt(inEffect, path))
    return { value: undefined };
  const keys = path.map(key => `["${key}"]`).join('');
  return { value: expression(`module.${cluster.name}.current_config${keys}`) };
}

/** Overrides of other environments; one node is enough for the internal one. */
function readOverrides(
  question: NodePoolContext,
  sizes: Sizes | undefined,
): Readonly<Record<string, EntryGroups>> | undefined {
  const { scaffoldContext, platform, cloud, schema } = question;
  const others = platform.environments.filter(name => name !== platform.base);
  const internal = others.at(-1);
  if (!scaffoldContext.answers.has('overrides')) {
    const smaller = sizes && smallerSizes(cloud, sizes, []);
    return internal === undefined || !smaller ? {} : { [internal]: [smaller] };
  }
  const given = scaffoldContext.answers.part('overrides');
  const result: Record<string, EntryGroups> = {};
  for (const environment of given.names()) {
    if (!others.includes(environment)) {
      given.refuse(
        environment,
        t('{0} is not an environment that inherits: use {1}.', environment, alternatives(others)),
      );
      continue;
    }
    const part = given.part(environment);
    const type = part.has(cloud.type.name) ? readMachineType(part, cloud, undefined) : undefined;
    const zones = part.has('zones') || part.has(cloud.poolZones) ? readZones(part, question) : undefined;
    const own = sizes && readSizes(part, cloud, sizes, sizes);
    const extras = extraEntries(part, schema, new Set([...handled(cloud), taintsName(cloud, schema)])) ?? [];
    setOwnProperty(result, environment, [
      [
        ...(type === undefined ? [] : [configurationEntry([cloud.type.name], type)]),
        ...entryOfZones(cloud, zones?.value),
        ...(own && sizes ? sizeEntries(cloud, own, [], sizes) : []),
        ...extras,
      ],
      readTaints(part, cloud, taintsName(cloud, schema)),
      readLabels(part, cloud),
    ]);
  }
  return result;
}

export interface NodePoolContext {
  readonly scaffoldContext: ScaffoldContext;
  readonly platform: PlatformContext;
  readonly cluster: ModuleCall;
  readonly cloud: Cloud;
  readonly schema: ModuleSchema;
  readonly region: string | undefined;
}
