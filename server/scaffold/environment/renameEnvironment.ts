/**
 * The first stage of a rename: adds the environment under its new name with the same configuration. Then applications move, and the old one is
 * removed. Renaming in place would destroy resources whose names contain the environment.
 */
import { enumeration, t } from '../../../common/localization';
import { step } from '../../../common/steps';
import { oneOf } from '../answerReader';
import type { ScaffoldContext } from '../scaffoldContext';
import type { PausingOutcome } from '../scaffoldContext';
import { environmentAdded, newEnvironmentName } from './addEnvironment';
import { configuredModules } from './configuredModules';
import { replaceBase } from './replaceBase';
import { writeEnvironment } from './writeEnvironment';

export function* scaffoldRenamedEnvironment(scaffoldContext: ScaffoldContext): PausingOutcome {
  const { answers, platform } = scaffoldContext;
  if (!platform) return answers.refuse('uri', t('This folder contains no platform.'));
  const old = answers.text('env', oneOf(platform.environments));
  const name = newEnvironmentName(scaffoldContext, platform, 'to');
  const modules = yield* configuredModules(scaffoldContext, platform, 'uri');
  if (old === undefined || name === undefined || !modules) return undefined;
  const order = platform.environments.flatMap(each => (each === old ? [name, each] : [each]));
  const isBase = old === platform.base;
  const isWritten = isBase
    ? yield* replaceBase(scaffoldContext, modules, { old, name, overrides: {} })
    : yield* writeEnvironment(scaffoldContext, modules, { name, order, value: editor => editor.text([old]) ?? '{}' });
  if (!isWritten) return undefined;
  const added = environmentAdded(scaffoldContext, platform, name, { order, base: isBase ? name : platform.base });
  const later = step(
    t('Move applications from {0} to {1}. When nothing runs in {0} anymore, remove the environment {0}.', old, name),
  );
  const { followUp } = added;
  return {
    notes: [
      t('{0} stays until its applications have moved. This is the first of three stages.', old),
      ...whyBeside(platform.described?.clusters.map(each => each.name) ?? []),
      ...(added.notes ?? []),
    ],
    followUp: 'branch' in followUp ? { ...followUp, after: [...(followUp.after ?? []), later] } : [...followUp, later],
  };
}

/** The framework names a cluster after its workspace, so the state of the old one can't move to the new name: every cluster would be replaced. */
const whyBeside = (clusters: readonly string[]): string[] =>
  clusters.length === 0
    ? []
    : [
        t(
          'Renaming in place would replace {0}, even if the state moved to the new workspace: the name of a cluster contains its environment.',
          enumeration(clusters),
        ),
      ];
