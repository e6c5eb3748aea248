/** One more cluster: its two files, and what the rest of the platform has to know of it. The first of three stages. */
import { oneOf, type Answers } from '../answerReader';
import { readCluster } from './clusterAnswers';
import { clusterFile, clusterPath, isReached, providersFile } from './clusterFiles';
import { clusterAdded, isFree, takenNames } from './prepareCluster';
import { nextPrefix } from './clusterPrefix';
import { cloudOfLayout, clusterIdentifier, LAYOUTS, type Cloud } from './clouds';
import { frameworkSource, schemaOf } from '../frameworkSource';
import type { Ground, PlatformGround } from '../scaffoldContext';
import { mirrorCluster } from './cloneCluster';
import type { Outcome } from '../scaffold';
import { baseDomainOf } from './baseDomain';

export function addCluster(ground: Ground): Outcome | undefined {
  const { answers, platform } = ground;
  if (!platform) return answers.refuse('uri', 'There is no platform in this folder: create one first.');
  return answers.has('mirror') ? mirrorCluster(ground, platform) : newCluster(ground, platform);
}

function newCluster(ground: Ground, platform: PlatformGround): Outcome | undefined {
  const { answers, changes, snapshot, regions } = ground;
  const cloud = cloudOfLayout(answers.text('provider', oneOf(LAYOUTS)) ?? '');
  if (!cloud) return undefined;
  const source = frameworkSource(ground, platform, clusterPath(cloud));
  const schema = schemaOf(snapshot, clusterPath(cloud), platform.version, platform.generation);
  if (source === undefined || !schema) return refuseCloud(answers, cloud, platform);
  const { environments, base } = platform;
  const taken = takenNames(ground, platform);
  const plan = readCluster(answers, {
    cloud,
    environments,
    base,
    baseDomain: baseDomainOf(ground, platform),
    regions,
    nextPrefix: region => nextPrefix(cloud, region, taken),
  });
  if (!plan) return undefined;
  const name = clusterIdentifier(cloud, plan.prefix, plan.region);
  if (!isFree(ground, name)) return undefined;
  changes.write(`${name}_cluster.tf`, clusterFile(snapshot, { name, plan, source, schema, environments, base }));
  changes.write(`${name}_providers.tf`, providersFile(name, plan, schema));
  return clusterAdded(ground, platform, name, { ...plan, isReached: isReached(schema) });
}

function refuseCloud(answers: Answers, cloud: Cloud, platform: PlatformGround): undefined {
  const path = clusterPath(cloud);
  const version = platform.version === undefined ? 'The platform’s own copy of the framework' : platform.version;
  return answers.refuse('provider', `${version} has no ${path}: another version of the framework has to come first.`);
}
