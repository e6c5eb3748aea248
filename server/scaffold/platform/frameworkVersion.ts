/**
 * Sets one version of the framework everywhere: every module's `?ref=`, the image, and the README. From the map to the object generation, the
 * configuration is migrated, so that every environment keeps its values.
 */
import { enumeration, t } from '../../../common/localization';
import { step } from '../../../common/steps';
import { reporting } from '../../scheduling/pausing';
import { setSetting } from '../../edits/readmeTableEdits';
import { migratePlatform } from '../../refactoring/migration/migrate';
import type { Declaration } from '../../workspace/declarations';
import { type AnswerReader } from '../answerReader';
import { isCommit, VERSION } from '../answerRules';
import { DOCKERFILE, LOCAL_DOCKERFILE, withVersion } from '../dockerfile';
import { editReadme } from '../editReadme';
import { followUpDefaults } from '../followUpDefaults';
import { frameworkCalls, setRef, type FrameworkCall } from './frameworkCalls';
import { generationOf, programOf, type SchemaGeneration } from '../schemaGeneration';
import { isFramework, type ScaffoldContext, type PlatformContext, type PausingOutcome } from '../scaffoldContext';
import { declareAzure, passKubernetes } from '../service/clusterProviders';
import { modulesFor } from '../../kubestack/platform/providerMajors';
import { updateBounds } from '../requiredProviders';
import { keepZones, ZONES } from './ingressZones';
import { renameAttributes } from './renameAttributes';
import { adaptToVersion, changeNotes, changeSteps, versionChanges } from './versionChanges';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';

export function* frameworkVersion(scaffoldContext: ScaffoldContext): PausingOutcome {
  const { answers, changes, platform, request } = scaffoldContext;
  if (!platform?.root) return answers.refuse('uri', t('This folder contains no platform.'));
  const calls = frameworkCalls(scaffoldContext);
  if (calls.length === 0)
    return answers.refuse('uri', t('This platform uses its own copy of the framework, so there is no version to set.'));
  const to = answers.text('to', VERSION);
  if (to === undefined || !mayChange(scaffoldContext, platform, calls, to)) return undefined;
  const generation = generationOf.version(request, to);
  const notes: string[] = [];
  const zones = answers.optionalText('ingress_zones', ZONES);
  const all = versionChanges(scaffoldContext, platform, to);
  adaptToVersion(scaffoldContext, platform, platform.root, all);
  if (platform.generation === 'map' && generation === 'object') {
    const progress = { phase: 'modules', done: 0, total: calls.length } as const;
    const migrated = yield* reporting(progress, migratePlatform(request, platform.root, to, changes.draft));
    if ('problem' in migrated) return answers.refuse('to', migrated.problem);
    notes.push(...migrated.notes);
  } else {
    renameAttributes(scaffoldContext, platform, to, all);
  }
  const found = zones === undefined ? all : keepZones(scaffoldContext, platform, all, { zones, generation });
  const computed = calls
    .filter(call => !setRef(scaffoldContext, call, to))
    .map(({ declaration }) => labelOf(declaration));
  if (computed.length > 0)
    return answers.refuse(
      'to',
      t(
        'The version of {0} is computed. Write it literally in the source or in one local value.',
        enumeration(computed),
      ),
    );
  passProviders(scaffoldContext, platform.root, to);
  if (calls.some(({ ref }) => ref !== to))
    updateBounds(changes, request.model.schemas, modulesFor(request.model.schemas, cloudsOf(platform), to));
  for (const path of [DOCKERFILE, LOCAL_DOCKERFILE]) {
    const dockerfile = changes.text(path);
    if (dockerfile !== undefined) changes.write(path, withVersion(dockerfile, to));
  }
  editReadme(changes, (text, readme) => setSetting(text, readme, 'frameworkVersion', to));
  return {
    notes: [...changeNotes(found), ...versionNotes(scaffoldContext, calls, to), ...notes],
    followUp: followUpDefaults(scaffoldContext, {
      branch: `framework-${isCommit(to) ? to.slice(0, 10) : to}`,
      summary: t('Set framework version {0}', to),
      program: programOf(generation),
      init: 'upgrade',
      before: changeSteps(found),
      after: [
        step(t('The plan may show moved or changed resources. Review it for every environment.')),
        step(t('Catalog services have their own versions, which stay as they are.')),
      ],
    }),
  };
}

const cloudsOf = ({ calls }: PlatformContext): string[] => [
  ...new Set(calls.flatMap(({ module: { kind, provider } }) => (kind === 'cluster' ? (provider ?? []) : []))),
];

const labelOf = ({ block }: Declaration): string => block.labels[0]?.name ?? '';

/** Providers that the clusters' modules require of the root module in the version. */
function passProviders({ changes, platform, request }: ScaffoldContext, root: ModuleInstance, to: string): void {
  for (const call of platform?.calls ?? []) {
    if (call.module.kind !== 'cluster' || call.instance !== root) continue;
    const path = call.module.schema?.path;
    const schema = path === undefined ? undefined : request.model.schemas.moduleFor(path, to);
    if (schema?.providersFromCaller.includes('kubernetes')) passKubernetes(changes, root, call);
    if (schema?.providersFromCaller.includes('azurerm')) declareAzure(changes, root, call);
  }
}

function mayChange(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  calls: readonly FrameworkCall[],
  to: string,
): boolean {
  const { answers, request } = scaffoldContext;
  const { schemas } = request.model;
  const generation: SchemaGeneration = generationOf.version(request, to);
  if (platform.generation === 'object' && generation === 'map') return refuseWayBack(answers, to);
  if (schemas.knownRef(to) === undefined) return true;
  const missing = [...new Set(calls.map(({ path }) => path))].filter(path => !schemas.moduleFor(path, to));
  if (missing.length > 0)
    answers.refuse(
      'to',
      t('{0} has no {1}, which this platform uses. Choose another version.', to, enumeration(missing)),
    );
  const lost = isOlder(scaffoldContext, calls, to) ? lostAttributes(scaffoldContext, platform, to) : [];
  if (lost.length > 0)
    answers.refuse('to', t('{0} has no {1}. Remove it first, or choose a newer version.', to, enumeration(lost)));
  return missing.length === 0 && lost.length === 0;
}

/** Attributes that are set now and would be dropped: `labels of gke_gc0_europe-north1_node_pool_gpu`. */
function lostAttributes({ request: { model } }: ScaffoldContext, { calls }: PlatformContext, to: string): string[] {
  const lost = calls.flatMap(call => {
    const { schema } = call.module;
    const older = isFramework(call) && schema ? model.schemas.moduleFor(schema.path, to) : undefined;
    if (!schema || !older) return [];
    const set = [...model.effectiveConfiguration(call).environments.values()].flatMap(({ attributes }) =>
      attributes.flatMap(({ path }) => path[0] ?? []),
    );
    return set
      .filter(name => schema.attributes.has(name) && !older.attributes.has(name))
      .map(name => t('{0} of {1}', name, call.name));
  });
  return [...new Set(lost)].sort();
}

function isOlder({ request }: ScaffoldContext, calls: readonly FrameworkCall[], to: string): boolean {
  const { releases } = request.model.schemas;
  const index = releases.indexOf(to);
  return index >= 0 && calls.some(({ ref }) => releases.indexOf(ref ?? '') > index);
}

function refuseWayBack(answers: AnswerReader, to: string): false {
  answers.refuse(
    'to',
    t('{0} expects strings where this platform has typed values. To go back, revert the commit that changed them.', to),
  );
  return false;
}

/** Note on a version that is unknown, or older than the current one. */
function versionNotes(scaffoldContext: ScaffoldContext, calls: readonly FrameworkCall[], to: string): string[] {
  const { schemas } = scaffoldContext.request.model;
  return [
    ...(isCommit(to) ? [t('This pins a commit. Switch to a release tag when one is available.')] : []),
    ...(schemas.knownRef(to) === undefined
      ? [t('{0} is an unknown version. Its modules are assumed to match the newest known version.', to)]
      : []),
    ...(isOlder(scaffoldContext, calls, to)
      ? [t('{0} is older than the current version. Check the plan for what it removes.', to)]
      : []),
  ];
}
