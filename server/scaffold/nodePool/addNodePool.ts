/** Adds a node pool to a cluster. See docs/kubestack.md#names. */
import { ownProperty } from '../../../common/ownProperty';
import { t } from '../../../common/localization';
import { providersMap } from '../../kubestack/platform/clusterRegion';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { ModuleSchema } from '../../kubestack/schemas/schemas';
import { oneOf } from '../answerReader';
import { LINE } from '../answerRules';
import { poolPath } from '../cluster/clusterFiles';
import { cloudOf } from '../cluster/clouds';
import { existingClusterLabels } from '../cluster/prepareCluster';
import { environmentLines } from '../configurationLines';
import { frameworkSource, schemaOf } from '../frameworkSource';
import type { ScaffoldContext, PlatformContext, ScaffoldOutcome } from '../scaffoldContext';
import { hclFile } from '../hclFile';
import { moduleCallBlock } from '../moduleCallText';
import { readConfiguration, type NodePoolContext } from './poolConfiguration';
import { nodePoolRow, putRows } from '../putRows';

export function addNodePool(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, changes, platform } = scaffoldContext;
  if (!platform) return answers.refuse('uri', t('This folder contains no platform.'));
  const question = questionOf(scaffoldContext, platform);
  const pool = answers.text('pool', question?.cloud.pool ?? LINE);
  const purpose = answers.optionalText('purpose', LINE);
  if (!question) return undefined;
  const { cluster, cloud, schema } = question;
  const label = `${cluster.name}_node_pool_${pool ?? ''}`;
  const file = `${label}.tf`;
  if (changes.exists(file) || platform.calls.some(call => call.name === label && call.instance === platform.root))
    answers.refuse('pool', t('{0} already exists: use another name.', label));
  const source = frameworkSource(scaffoldContext, platform, poolPath(cloud));
  if (source === undefined)
    answers.refuse('cluster', t("The platform's own copy of the framework has no {0}.", poolPath(cloud)));
  const configuration = readConfiguration(question, pool ?? '');
  if (!configuration || source === undefined || answers.problems.length > 0) return undefined;
  const { environments, base } = platform;
  const block = moduleCallBlock({
    label,
    providers: passedProviders(question),
    source,
    references: references(cluster, schema),
    configuration: {
      base,
      environments: environments.map(name => [
        name,
        environmentLines(ownProperty(configuration, name) ?? [], schema, scaffoldContext.request),
      ]),
    },
  });
  changes.write(file, hclFile([block]));
  const isRecorded = putRows(changes, 'nodePools', [nodePoolRow(label, cluster.name, purpose)]);
  return {
    notes: [
      ...(purpose !== undefined && !isRecorded
        ? [t('The purpose is not recorded: the README has no table of node pools.')]
        : []),
      ...notesOf(question),
    ],
    followUp: {
      branch: `add-node-pool-${label}`,
      summary: t('Add node pool {0} to {1}', pool!, cluster.name),
      environments: [...environments].reverse(),
      program: platform.program,
      init: 'new',
    },
  };
}

function questionOf(scaffoldContext: ScaffoldContext, platform: PlatformContext): NodePoolContext | undefined {
  const { answers, request } = scaffoldContext;
  const names = existingClusterLabels(platform);
  const name = answers.text('cluster', oneOf(names), names.length === 1 ? names[0] : undefined);
  const cluster = platform.calls.find(call => call.name === name && call.instance === platform.root);
  const cloud = cloudOf(cluster?.module.provider);
  if (name === undefined || !cluster) return undefined;
  if (!cloud)
    return answers.refuse('cluster', t("{0} can't have node pools: it isn't a cluster of a cloud provider.", name));
  const schema = schemaOf(request, poolPath(cloud), cluster.module.version, platform.generation);
  if (!schema)
    return answers.refuse(
      'cluster',
      cluster.module.version === undefined
        ? t("The framework's version has no {0}.", poolPath(cloud))
        : t('{0} has no {1}.', cluster.module.version, poolPath(cloud)),
    );
  const region = platform.described?.clusters.find(each => each.name === name)?.region;
  return { scaffoldContext, platform, cluster, cloud, schema, region };
}

/** The providers of the cluster's cloud, as in the cluster's own call. */
function passedProviders({ platform, cluster, cloud, schema }: NodePoolContext): Record<string, string> {
  const passed = new Map(providersMap(cluster).map(({ name, written }) => [name, written]));
  const declared = (name: string): string | undefined => {
    const address = `${name}.${cluster.name}`;
    return platform.root?.folder?.declaration('provider', address) ? address : undefined;
  };
  const wanted = [cloud.provider, ...schema.providersFromCaller.filter(each => each !== cloud.provider)];
  return Object.fromEntries(
    wanted.flatMap(name => {
      const address = passed.get(name) ?? declared(name);
      return address === undefined ? [] : [[name, address]];
    }),
  );
}

/** The arguments of this version that connect a pool to its cluster. */
function references({ name }: ModuleCall, { inputs }: ModuleSchema): Record<string, string> {
  const all: Record<string, string> = {
    cluster: `module.${name}.cluster`,
    cluster_name: `module.${name}.current_metadata["name"]`,
    cluster_metadata: `module.${name}.current_metadata`,
    resource_group: `module.${name}.current_config["resource_group"]`,
  };
  return Object.fromEntries(Object.entries(all).filter(([input]) => inputs.get(input)?.required === true));
}

function notesOf({ scaffoldContext, cloud }: NodePoolContext): string[] {
  const types = [scaffoldContext.answers.raw(cloud.type.name)].flat();
  const cached = scaffoldContext.request.model.regions.clouds[cloud.provider].types.filter(({ name }) =>
    types.includes(name),
  );
  const hasTaints = scaffoldContext.answers.has('taints') || scaffoldContext.answers.has(cloud.taints.name);
  return [
    ...(cached.some(({ architecture }) => architecture === 'arm64')
      ? [t('The nodes use the arm64 architecture, so workloads need arm64 images.')]
      : []),
    ...(cached.some(({ accelerator }) => accelerator !== undefined) && !hasTaints
      ? [
          cloud.provider === 'google'
            ? t("GKE gives nodes with GPUs a taint, which keeps workloads off them that don't need one.")
            : t(
                "The nodes have GPUs and no taint, so workloads that don't need a GPU run on them, too. Set taints to keep them off.",
              ),
        ]
      : []),
  ];
}
