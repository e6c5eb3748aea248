/** Converts two environments to three: production gets its own, which becomes the base. */
import { t } from '../../../common/localization';
import { step } from '../../../common/steps';
import { ENVIRONMENT, isCommit } from '../answerRules';
import { isFramework, type PlatformContext, type ScaffoldContext } from '../scaffoldContext';
import type { PausingOutcome } from '../scaffoldContext';
import { addEnvironment, environmentAdded, sharedLocations } from './addEnvironment';
import { descendantEnvironments } from '../../kubestack/platform/platform';
import type { RefactoringTarget } from '../../refactoring/refactoring';
import type { ScaffoldOffer } from '../removalActions';
import { configuredModules } from './configuredModules';
import { replaceBase } from './replaceBase';
import { readEnvironmentOverrides } from './writeEnvironment';

/** Default name of the new base. */
export const THIRD_ENVIRONMENT = 'apps-prod';

/** The offer on a module or environment, if its platform has two environments and can get another base. */
export function threeEnvironmentsOffer({ request, cursor }: RefactoringTarget): ScaffoldOffer[] {
  if (!cursor || (cursor.kind !== 'environment' && cursor.kind !== 'module')) return [];
  const { keys, base } = descendantEnvironments(cursor.call.instance.root, request.model);
  if (keys.filter(key => key !== 'loc').length !== 2 || !keys.includes(base)) return [];
  if (keys.includes(THIRD_ENVIRONMENT) || cursor.call.module.baseKeyInput === undefined) return [];
  const title = t('Convert to three environments, {0} as the base', THIRD_ENVIRONMENT);
  return [{ title, kind: 'threeEnvironments', answers: {} }];
}

export function* scaffoldThreeEnvironments(scaffoldContext: ScaffoldContext): PausingOutcome {
  const { answers, platform } = scaffoldContext;
  if (!platform) return answers.refuse('uri', t('This folder contains no platform.'));
  const current = withoutLocal(platform);
  if (current.length !== 2)
    return answers.refuse(
      'uri',
      t('This platform has {0} environments ({1}). Add an environment instead.', current.length, current.join(', ')),
    );
  const name = answers.text('base', ENVIRONMENT, THIRD_ENVIRONMENT);
  return yield* separated(scaffoldContext, platform, name);
}

/** Add Environment with the name of the production environment in the most critical position, which the base has. */
export function* addOrConvert(scaffoldContext: ScaffoldContext): PausingOutcome {
  const { answers, platform } = scaffoldContext;
  const isProduction =
    platform !== undefined &&
    isTwoEnvironments(platform) &&
    answers.text('env', ENVIRONMENT) === THIRD_ENVIRONMENT &&
    answers.integer('position', 0) === 0;
  if (!isProduction) return yield* addEnvironment(scaffoldContext);
  return yield* separated(scaffoldContext, platform, THIRD_ENVIRONMENT);
}

const withoutLocal = ({ environments }: PlatformContext): string[] => environments.filter(name => name !== 'loc');
const isTwoEnvironments = (platform: PlatformContext): boolean =>
  withoutLocal(platform).length === 2 && !platform.environments.includes(THIRD_ENVIRONMENT);

function* separated(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
  name: string | undefined,
): PausingOutcome {
  const { answers } = scaffoldContext;
  if (name !== undefined && platform.environments.includes(name))
    return answers.refuse('base', t('An environment {0} already exists: use another name.', name));
  const modules = yield* configuredModules(scaffoldContext, platform, 'uri');
  const overrides = modules && readEnvironmentOverrides(scaffoldContext, modules);
  if (name === undefined || !modules || !overrides) return undefined;
  const old = platform.base;
  if (!(yield* replaceBase(scaffoldContext, modules, { old, name, overrides }))) return undefined;
  const added = environmentAdded(scaffoldContext, platform, name, {
    order: [name, ...platform.environments],
    base: name,
  });
  const { followUp } = added;
  const later = step(t('Move production from {0} to {1} when its clusters exist.', old, name));
  return {
    notes: [
      ...added.notes,
      ...sharedLocations(platform, [old, name], overrides),
      ...unknownCommits(scaffoldContext, platform),
    ],
    followUp:
      'branch' in followUp
        ? { ...followUp, branch: 'three-environments', summary: t('Separate {0} from {1}', name, old), after: [later] }
        : followUp,
  };
}

/** Names commits whose modules aren't here: those before v0.9.3-beta.1 lack the input that sets the base. */
function unknownCommits({ request }: ScaffoldContext, { calls, program }: PlatformContext): string[] {
  const unknown = calls.flatMap(call => {
    const { version, folderUri } = call.module;
    const isUnknown =
      version !== undefined && isCommit(version) && request.model.schemas.knownRef(version) === undefined;
    return isFramework(call) && isUnknown && folderUri === undefined ? [version.slice(0, 10)] : [];
  });
  return [...new Set(unknown)].map(commit =>
    t(
      'The modules of commit {0} are not installed. If they lack the input `configuration_base_key`, `{1} validate` fails: set a release of v0.9.4 or later first.',
      commit,
      program,
    ),
  );
}
