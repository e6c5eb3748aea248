/** A platform service: from manifests, a Helm chart or the catalog, or one that is there for more clusters. Usage rules: sections 4 to 6. */
import { inWords } from '../answerReader';
import { addBindings } from './bindings';
import { addCatalogService } from './catalogService';
import { clusterNames } from '../cluster/prepareCluster';
import { readFeature, featureFolder } from './featureName';
import type { Ground } from '../scaffoldContext';
import { addHelmService } from './helmService';
import { addManifestService } from './manifestService';
import type { Outcome } from '../scaffold';

export function addService(ground: Ground): Outcome | undefined {
  const outcome = serviceOf(ground);
  const { changes, platform } = ground;
  const changed = new Set(outcome && platform ? changes.changedPaths() : []);
  const reached = platform ? clusterNames(platform).filter(name => changed.has(`${name}_providers.tf`)) : [];
  if (!outcome || reached.length === 0) return outcome;
  const note = `${inWords(reached, 'and')} ${reached.length > 1 ? 'get' : 'gets'} a kustomization provider, which services are applied with. It stays when they go: they are destroyed with it, too.`;
  return { ...outcome, notes: [...(outcome.notes ?? []), note] };
}

function serviceOf(ground: Ground): Outcome | undefined {
  const { answers, changes, platform } = ground;
  if (!platform) return answers.refuse('uri', 'There is no platform in this folder.');
  if (clusterNames(platform).length === 0)
    return answers.refuse('clusters', 'There is no cluster yet: a service comes after the cluster is there.');
  if (answers.has('entry')) return addCatalogService(ground, platform);
  const feature = readFeature(answers);
  const isThere = feature !== undefined && changes.configurationFiles(featureFolder(feature)).length > 0;
  if (isThere) return addBindings(ground, platform, feature);
  return answers.has('chart')
    ? addHelmService(ground, platform, feature)
    : addManifestService(ground, platform, feature);
}
