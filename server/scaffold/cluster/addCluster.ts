/** Adds a cluster: its two files, and its entries in the rest of the platform. */
import { t } from '../../../common/localization';
import { oneOf, type AnswerReader } from '../answerReader';
import { readCluster } from './clusterAnswers';
import { clusterFile, clusterPath, isAccessible, providersFileText } from './clusterFiles';
import { prepareCluster, isFree, takenNames } from './prepareCluster';
import { nextPrefix } from './clusterPrefix';
import { cloudOfLayout, clusterIdentifier, LAYOUTS, type Cloud } from './clouds';
import { frameworkSource, schemaOf } from '../frameworkSource';
import type { ScaffoldContext, PlatformContext, ScaffoldOutcome } from '../scaffoldContext';
import { cloneCluster } from './cloneCluster';
import { baseDomainOf } from './baseDomain';

export function addCluster(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, platform } = scaffoldContext;
  if (!platform) return answers.refuse('uri', t('This folder contains no platform. Create one first.'));
  return answers.has('mirror') ? cloneCluster(scaffoldContext, platform) : newCluster(scaffoldContext, platform);
}

function newCluster(scaffoldContext: ScaffoldContext, platform: PlatformContext): ScaffoldOutcome | undefined {
  const { answers, changes, request } = scaffoldContext;
  const cloud = cloudOfLayout(answers.text('provider', oneOf(LAYOUTS)) ?? '');
  if (!cloud) return undefined;
  const source = frameworkSource(scaffoldContext, platform, clusterPath(cloud));
  const schema = schemaOf(request, clusterPath(cloud), platform.version, platform.generation);
  if (source === undefined || !schema) return refuseCloud(answers, cloud, platform);
  const { environments, base } = platform;
  const taken = takenNames(scaffoldContext, platform);
  const plan = readCluster(answers, {
    cloud,
    environments,
    base,
    baseDomain: baseDomainOf(scaffoldContext, platform),
    regions: request.model.regions,
    nextPrefix: region => nextPrefix(cloud, region, taken),
  });
  if (!plan) return undefined;
  const name = clusterIdentifier(cloud, plan.prefix, plan.region);
  if (!isFree(scaffoldContext, name)) return undefined;
  changes.write(`${name}_cluster.tf`, clusterFile(request, { name, plan, source, schema, environments, base }));
  changes.write(`${name}_providers.tf`, providersFileText(name, plan, schema));
  return prepareCluster(scaffoldContext, platform, name, { ...plan, isReached: isAccessible(schema) });
}

function refuseCloud(answers: AnswerReader, cloud: Cloud, platform: PlatformContext): undefined {
  const path = clusterPath(cloud);
  const version = platform.version === undefined ? t("The platform's own copy of the framework") : platform.version;
  return answers.refuse('provider', t('{0} has no {1}. Set a framework version that has it first.', version, path));
}
