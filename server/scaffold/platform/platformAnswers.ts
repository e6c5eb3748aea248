/** The answers that apply to the whole platform. */
import { t } from '../../../common/localization';
import type { RequestContext } from '../../semantics/requestContext';
import { oneOf, type AnswerReader } from '../answerReader';
import { ENVIRONMENT, isReleaseTag, VERSION } from '../answerRules';
import { clusterPath } from '../cluster/clusterFiles';
import { listClouds, type Cloud } from '../cluster/clouds';
import { schemaOf } from '../frameworkSource';
import { generationOf } from '../schemaGeneration';

export interface EnvironmentAnswers {
  /** Most critical first. */
  readonly environments: readonly string[];
  readonly base: string;
}

/** The environment in which changes are validated. */
const INTERNAL = 'ops';

/** Undefined after a problem. */
export function readEnvironments(answers: AnswerReader): EnvironmentAnswers | undefined {
  const environments = answers.texts('environments', ENVIRONMENT, ['apps', INTERNAL]);
  if (!environments) return undefined;
  if (environments.length < 2)
    return answers.refuse(
      'environments',
      t('{0} is too few: name at least two, such as apps and ops.', environments.join(', ')),
    );
  if (!environments.includes(INTERNAL))
    return answers.refuse(
      'environments',
      t('ops is missing in {0}, where changes are validated.', environments.join(', ')),
    );
  if (environments.at(-1) !== INTERNAL)
    return answers.refuse('environments', t('The most critical environment comes first, ops last.'));
  const base = answers.text('base', oneOf(environments.slice(0, -1)), environments[0]);
  if (base === undefined) return undefined;
  if (base !== environments[0])
    return answers.refuse('base', t('The base must be the most critical environment, {0}.', environments[0]!));
  return { environments, base };
}

/** First release with the current files and arguments. */
const OLDEST = 'v0.15.0-beta.0';

/** The framework's version: the newest release, or the newest known commit if no release supports the clouds. Undefined after a problem. */
export function readVersion(
  answers: AnswerReader,
  request: RequestContext,
  clouds: readonly Cloud[],
): string | undefined {
  const { schemas } = request.model;
  const newest = schemas.releases.findLast(release => unsupportedClouds(request, release, clouds).length === 0);
  const version = answers.text('version', VERSION, newest ?? schemas.headCommit);
  if (version === undefined) return undefined;
  if (
    isReleaseTag(version) &&
    schemas.releases.indexOf(version) >= 0 &&
    schemas.releases.indexOf(version) < schemas.releases.indexOf(OLDEST)
  )
    return answers.refuse('version', t('{0} is too old: use {1} or a newer one.', version, OLDEST));
  const missing = unsupportedClouds(request, version, clouds);
  if (missing.length === 0) return version;
  return answers.refuse(
    'version',
    t(
      "{0} doesn't support {1}: use {2}.",
      version,
      listClouds(missing),
      newest ?? t('the commit {0}', schemas.headCommit),
    ),
  );
}

const unsupportedClouds = (request: RequestContext, version: string, clouds: readonly Cloud[]): Cloud[] =>
  clouds.filter(cloud => !schemaOf(request, clusterPath(cloud), version, generationOf.version(request, version)));
