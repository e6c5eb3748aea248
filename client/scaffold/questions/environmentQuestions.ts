/** The questions of Add Environment and Convert to Three Environments. */
import { stageNameProblem } from '../../../common/environmentName';
import { plainAnswer, type Question } from '../question';
import type { QuestionContext } from './questionContext';
import { t } from '../../../common/localization';

/** The usual name of the production environment. */
const PRODUCTION = 'apps-prod';

export function environmentQuestions({ platform, given }: QuestionContext): Question[] {
  const isProduction =
    given['env'] === PRODUCTION && platform?.environments.filter(name => name !== 'loc').length === 2;
  const mostCriticalFirst = [...(platform?.environments ?? [])].reverse();
  const internal = platform?.environments[0] ?? '';
  // The base environment is the last one in promotion order, so nothing is inserted after it.
  const before = mostCriticalFirst
    .map((name, value) => ({
      name,
      label: t('Before {0}', name),
      value,
      description:
        name === internal
          ? t('the least critical environment that runs applications')
          : value === 0
            ? t('the most critical environment; it becomes the base')
            : '',
    }))
    .filter(({ name, value }) => isProduction || value > 0 || name !== platform?.baseEnvironment);
  return [
    {
      id: 'env',
      prompt: t('Name of the new environment'),
      input: { kind: 'text', example: 'apps-dev' },
      answers: plainAnswer('env'),
      advise: stageNameProblem,
    },
    {
      id: 'position',
      prompt: t('Position in the order of environments, most critical first: {0}', mostCriticalFirst.join(', ')),
      input: { kind: 'choice', choices: before },
      initial: isProduction ? 0 : Math.max(0, mostCriticalFirst.length - 1),
      answers: plainAnswer('position'),
    },
  ];
}

/** Only asked if the usual name is taken. */
export function threeEnvironmentsQuestions({ platform }: QuestionContext): Question[] {
  if (!platform?.environments.includes(PRODUCTION)) return [];
  return [
    {
      id: 'base',
      prompt: t('Name of the new production environment'),
      input: { kind: 'text', example: 'apps-production' },
      answers: plainAnswer('base'),
      advise: stageNameProblem,
    },
  ];
}
