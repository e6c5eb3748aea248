/**
 * Removes an environment from a platform. Files are shared by all environments, so deleting some destroys nothing; and without the key, a plan in
 * the workspace fails with "Invalid index". So the user destroys everything in the environment first; only then is the key removed.
 */
import { t } from '../../../common/localization';
import { runs, step } from '../../../common/steps';
import { oneOf } from '../answerReader';
import { baseKeyOf } from '../../kubestack/inheritance/environmentKeys';
import { followUpDefaults, promotionOrderOf } from '../followUpDefaults';
import { reporting } from '../../scheduling/pausing';
import type { ScaffoldContext, PlatformContext, ScaffoldOutcome } from '../scaffoldContext';
import { rootItems } from '../removedBlocks';
import type { PausingOutcome } from '../scaffoldContext';
import { configuredModules, sharedTargets } from './configuredModules';
import { destroySteps } from './destroySteps';
import { promotionAfter, recordEnvironments } from './environmentRecords';

export function* removeEnvironment(scaffoldContext: ScaffoldContext): PausingOutcome {
  const { answers, platform } = scaffoldContext;
  if (!platform?.described) return answers.refuse('uri', t('This folder contains no platform.'));
  const name = answers.text('env', oneOf(platform.environments));
  if (name === undefined || !mayGo(scaffoldContext, platform, name)) return undefined;
  const isEmpty = answers.flag('workspace_empty');
  const confirmed = answers.text('confirm', {
    accepts: text => text === name,
    advice: () => t('everything in {0} is permanently destroyed: type {0} to confirm', name),
  });
  if (confirmed === undefined) return undefined;
  return isEmpty ? yield* removeKeys(scaffoldContext, platform, name) : destruction(scaffoldContext, platform, name);
}

function mayGo({ answers, request }: ScaffoldContext, platform: PlatformContext, name: string): boolean {
  const [internal] = promotionOrderOf(platform);
  const isBase = name === platform.base || platform.calls.some(call => baseKeyOf(call, request.model) === name);
  if (isBase)
    answers.refuse(
      'env',
      t('{0} is the base environment that the others inherit from. Make another environment the base first.', name),
    );
  else if (name === internal)
    answers.refuse(
      'env',
      t("{0} is where changes are validated before they reach users, so it can't be removed.", name),
    );
  else if (platform.environments.length <= 2) answers.refuse('env', t('A platform needs at least two environments.'));
  return answers.problems.length === 0;
}

/** What the user must do before anything changes. */
function destruction(scaffoldContext: ScaffoldContext, platform: PlatformContext, name: string): ScaffoldOutcome {
  const clusters = platform.described?.clusters.map(cluster => cluster.name) ?? [];
  return {
    notes: [
      t(
        'No files change yet. {0} shares every file with the other environments, so deleting a file would destroy its resources in all of them.',
        name,
      ),
      t(
        'The key is removed last: without it, a plan in the workspace {0} fails with "Invalid index" and destroys nothing.',
        name,
      ),
    ],
    followUp: [
      step(
        t(
          'Announce the date on which {0} is removed to everyone whose applications run on {1}. Continue when they have moved.',
          name,
          clusters.join(', ') || 'it',
        ),
      ),
      ...destroySteps(scaffoldContext, platform, name),
      step(t('Remove {0} again and confirm that its state is empty, to remove its key.', name)),
    ],
  };
}

function* removeKeys(scaffoldContext: ScaffoldContext, platform: PlatformContext, name: string): PausingOutcome {
  const modules = yield* configuredModules(scaffoldContext, platform, 'uri');
  if (!modules) return undefined;
  const sites = sharedTargets(modules);
  for (const [done, { editor }] of sites.entries()) {
    const progress = { phase: 'modules', done, total: sites.length } as const;
    yield progress;
    if (!scaffoldContext.isCheck && editor.names([])?.includes(name)) yield* reporting(progress, editor.remove([name]));
  }
  const order = platform.environments.filter(each => each !== name);
  const change = { order, base: platform.base };
  const notes = recordEnvironments(scaffoldContext, change);
  const program = platform.program;
  const [other = 'default'] = promotionAfter(scaffoldContext, change);
  return {
    notes: [...notes, ...mentions(scaffoldContext, name)],
    followUp: followUpDefaults(scaffoldContext, {
      branch: `remove-environment-${name}`,
      summary: t('Remove the environment {0}', name),
      environments: promotionAfter(scaffoldContext, change),
      after: [
        step(t('Delete its workspace: {0}, then {1}.'), {
          commands: runs(`${program} workspace select ${other}`, `${program} workspace delete ${name}`),
        }),
        step(t('Remove its deploy tags, and its credentials if it had its own.')),
      ],
    }),
  };
}

/** Expressions that compare with the environment's name, which only their author can change. */
function mentions(scaffoldContext: ScaffoldContext, name: string): string[] {
  const paths = rootItems(scaffoldContext)
    .filter(item => (scaffoldContext.changes.draft.textOf(item) ?? '').includes(`"${name}"`))
    .map(({ uri }) => scaffoldContext.changes.pathOf(uri) ?? uri);
  return paths.length === 0
    ? []
    : [t('"{0}" is still in {1}: check whether it is still needed.', name, [...new Set(paths)].join(', '))];
}
