/** The questions of Add Environment and Convert to Three Environments. */
import { stageNameProblem } from '../../../common/environmentName';
import { plainAnswer, type Question } from '../question';
import type { QuestionContext } from './questionContext';

export function environmentQuestions({ t, platform }: QuestionContext): Question[] {
  const mostCriticalFirst = [...(platform?.environments ?? [])].reverse();
  const internal = platform?.environments[0] ?? '';
  // The base environment is the last one in promotion order, so nothing is inserted after it.
  const before = mostCriticalFirst
    .map((name, index) => ({
      name,
      label: t('Before {0}', name),
      value: index,
      description: name === internal ? t('the least critical environment that runs applications') : '',
    }))
    .filter(({ name, value }) => value > 0 || name !== platform?.baseEnvironment);
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
      initial: Math.max(0, mostCriticalFirst.length - 1),
      answers: plainAnswer('position'),
    },
  ];
}

/** Only asked if the usual name is taken. */
export function threeEnvironmentsQuestions({ t, platform }: QuestionContext): Question[] {
  if (!platform?.environments.includes('apps-prod')) return [];
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
