/** Adds an environment: a key in every configuration, which inherits from the base except for its overrides. */
import { isRecord } from '../../../common/isRecord';
import { ownProperty } from '../../../common/ownProperty';
import { t } from '../../../common/localization';
import { runs, step } from '../../../common/steps';
import { ENVIRONMENT } from '../answerRules';
import { promotionOrder } from '../../kubestack/inheritance/promotionOrder';
import { followUpDefaults, promotionOrderOf } from '../followUpDefaults';
import type { ScaffoldContext, PlatformContext, ScaffoldOutcome } from '../scaffoldContext';
import type { PausingOutcome } from '../scaffoldContext';
import { configuredModules } from './configuredModules';
import { promotionAfter, recordEnvironments, type EnvironmentChange } from './environmentRecords';
import { overridesText, readEnvironmentOverrides, writeEnvironment } from './writeEnvironment';

export function* addEnvironment(scaffoldContext: ScaffoldContext): PausingOutcome {
  const { answers, platform } = scaffoldContext;
  if (!platform) return answers.refuse('uri', t('This folder contains no platform.'));
  const name = newEnvironmentName(scaffoldContext, platform, 'env');
  const position = name === undefined ? undefined : readPosition(scaffoldContext, platform, name);
  const modules = yield* configuredModules(scaffoldContext, platform, 'uri');
  const overrides = modules && readEnvironmentOverrides(scaffoldContext, modules);
  if (name === undefined || position === undefined || !modules || !overrides) return undefined;
  const order = withName(platform.environments, name, position);
  const isWritten = yield* writeEnvironment(scaffoldContext, modules, {
    name,
    order,
    value: (_, labels) => overridesText(overrides, labels),
  });
  if (!isWritten) return undefined;
  // What follows reads the changed files.
  if (!scaffoldContext.isCheck) yield* scaffoldContext.changes.prepare();
  const added = environmentAdded(scaffoldContext, platform, name, { order, base: platform.base });
  return { ...added, notes: [...added.notes, ...sharedLocations(platform, [name, platform.base], overrides)] };
}

/** The attribute that says where in a cloud the clusters of an environment are. */
const LOCATIONS = [
  {
    provider: 'azurerm',
    attribute: 'resource_group',
    shared: (name: string, from: string, labels: string): string =>
      t(
        '{0} uses the resource group of {1} for {2}. If their clusters must be in different resource groups, set `resource_group` in {0}.',
        name,
        from,
        labels,
      ),
  },
  {
    provider: 'google',
    attribute: 'project_id',
    shared: (name: string, from: string, labels: string): string =>
      t(
        '{0} uses the project of {1} for {2}. If their clusters must be in different projects, set `project_id` in {0}.',
        name,
        from,
        labels,
      ),
  },
] as const;

/**
 * Warns about clusters of two environments in one resource group or project, since these are inherited.
 * @param environments the one with the overrides, and the one from which it inherits
 */
export const sharedLocations = (
  { calls }: PlatformContext,
  [name, from]: readonly [string, string],
  overrides: Readonly<Record<string, unknown>>,
): string[] =>
  LOCATIONS.flatMap(({ provider, attribute, shared }) => {
    const isOwn = (label: string): boolean => {
      const own = ownProperty(overrides, label);
      return isRecord(own) && Object.hasOwn(own, attribute);
    };
    const labels = calls
      .filter(({ module }) => module.kind === 'cluster' && module.provider === provider)
      .flatMap(call => (isOwn(call.name) ? [] : [call.name]));
    return labels.length === 0 ? [] : [shared(name, from, labels.join(', '))];
  });

/** The next steps after adding an environment. */
export function environmentAdded(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  name: string,
  change: EnvironmentChange,
): ScaffoldOutcome & { readonly notes: readonly string[] } {
  const notes = recordEnvironments(scaffoldContext, change);
  return {
    notes: [t('{0} will be a complete copy of the platform with its own clusters.', name), ...notes],
    followUp: followUpDefaults(scaffoldContext, {
      branch: `add-environment-${name}`,
      summary: t('Add the environment {0}', name),
      environments: promotionAfter(scaffoldContext, change),
      before: [
        step(t('Create its workspace before the pipeline runs, because the pipeline only selects it: {0}.'), {
          commands: runs(`${platform.program} workspace new ${name}`),
        }),
        step(t('Give the pipeline access to the state of {0}, and to its account or project if it has its own.', name)),
      ],
    }),
  };
}

/** A name that no environment has. */
export function newEnvironmentName(
  { answers }: ScaffoldContext,
  platform: PlatformContext,
  answer: string,
): string | undefined {
  const name = answers.text(answer, ENVIRONMENT);
  if (name === undefined || !platform.environments.includes(name)) return name;
  return answers.refuse(answer, t('An environment {0} already exists: use another name.', name));
}

/**
 * By default before the internal one. The position decides when it is promoted to: the base is always the last and `ops` the first, unless the
 * setting has another order.
 */
function readPosition(
  { answers, request }: ScaffoldContext,
  platform: PlatformContext,
  name: string,
): number | undefined {
  const { environments, base } = platform;
  const promoted = (position: number): number =>
    request.settings.environments.length > 0
      ? position
      : promotionOrder(withName(environments, name, position), base, [])
          .reverse()
          .indexOf(name);
  const internal = environments.indexOf(promotionOrderOf(platform)[0] ?? '');
  const usual = promoted(internal < 0 ? environments.length : internal);
  const position = answers.integer('position', 0, usual);
  if (position === undefined) return undefined;
  if (position > environments.length)
    return answers.refuse(
      'position',
      t(
        '{0} is out of range: 0 is the most critical position and {1} comes after {2}.',
        position,
        environments.length,
        environments.at(-1) ?? 'nothing',
      ),
    );
  if (position === promoted(position)) return position;
  const order = withName(environments, name, promoted(position));
  return answers.refuse(
    'position',
    t(
      '{0} is not possible, because a change reaches the internal environment first and the base last: use {1} for {2}.',
      position,
      promoted(position),
      order.join(', '),
    ),
  );
}

const withName = (environments: readonly string[], name: string, position: number): string[] => [
  ...environments.slice(0, position),
  name,
  ...environments.slice(position),
];
