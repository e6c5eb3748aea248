/** The question of Add Drift Job. */
import { t } from '../../../common/localization';
import { plainAnswer, type Question } from '../question';

export const driftJobQuestions = (): Question[] => [
  {
    id: 'ci',
    prompt: t('Where does your pipeline run?'),
    input: {
      kind: 'choice',
      choices: [
        { label: 'GitHub Actions', value: 'github', detail: t('Adds a workflow that runs each night') },
        { label: 'GitLab CI', value: 'gitlab', detail: t('Adds jobs for a pipeline schedule') },
      ],
    },
    answers: plainAnswer('ci'),
  },
];
