/**
 * Adds a service: from manifests, a Helm chart or the catalog, or an existing one to more clusters.
 * See docs/kubestack.md#repository-layouts.
 */
import { enumeration, t } from '../../../common/localization';
import { oneOf, type AnswerReader } from '../answerReader';
import { addBindings } from './bindings';
import { addCatalogService } from './catalogService';
import { existingClusterLabels } from '../cluster/prepareCluster';
import { readFeature, featureFolder } from './featureName';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';
import { addHelmService } from './helmService';
import { addManifestService } from './manifestService';

export function addService(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const outcome = serviceOf(scaffoldContext);
  const { changes, platform } = scaffoldContext;
  const changed = new Set(outcome && platform ? changes.changedPaths() : []);
  const reached = platform ? existingClusterLabels(platform).filter(name => changed.has(`${name}_providers.tf`)) : [];
  if (!outcome || reached.length === 0) return outcome;
  const note =
    reached.length > 1
      ? t(
          '{0} get a kustomization provider, which applies the services. It stays when services are removed, because it is also needed to destroy them.',
          enumeration(reached),
        )
      : t(
          '{0} gets a kustomization provider, which applies the services. It stays when services are removed, because it is also needed to destroy them.',
          reached[0]!,
        );
  return { ...outcome, notes: [...(outcome.notes ?? []), note] };
}

function serviceOf(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, changes, platform } = scaffoldContext;
  if (!platform) return answers.refuse('uri', t('This folder contains no platform.'));
  if (existingClusterLabels(platform).length === 0)
    return answers.refuse('clusters', t('There is no cluster yet. Add a cluster before adding services.'));
  const source = readSource(answers);
  if (source === 'catalog') return addCatalogService(scaffoldContext, platform);
  const feature = readFeature(answers);
  const isThere = feature !== undefined && changes.configurationFiles(featureFolder(feature)).length > 0;
  if (isThere && (source === undefined || source === 'existing'))
    return addBindings(scaffoldContext, platform, feature);
  if (source === 'existing')
    return feature === undefined
      ? undefined
      : answers.refuse('feature', t('There is no platform service {0}.', feature));
  if (isThere)
    answers.refuse(
      'feature',
      t(
        'A platform service {0} already exists: use another name, or add the existing service to more clusters.',
        feature,
      ),
    );
  return source === 'helm' || (source === undefined && answers.has('chart'))
    ? addHelmService(scaffoldContext, platform, feature)
    : addManifestService(scaffoldContext, platform, feature);
}

const SOURCES = ['existing', 'helm', 'manifests', 'catalog'] as const;

/** Where a service comes from. Without an answer, the other answers say it: undefined where they name no catalog service. */
function readSource(answers: AnswerReader): (typeof SOURCES)[number] | undefined {
  const source = answers.optionalText('source', oneOf(SOURCES)) as (typeof SOURCES)[number] | undefined;
  return source ?? (answers.has('entry') ? 'catalog' : undefined);
}
