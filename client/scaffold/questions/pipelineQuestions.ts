/** The question about a pipeline, of Add Pipeline and of New Platform. */
import { t } from '../../../common/localization';
import type { Choice, Question } from '../question';
import type { QuestionContext } from './questionContext';

/** GitHub Actions without keys, as an answer. */
const KEYLESS = 'github-oidc';

const systems = (): Choice[] => [
  { label: 'GitHub Actions', value: 'github', description: '.github/workflows/main.yaml' },
  {
    label: t('GitHub Actions without keys'),
    value: KEYLESS,
    description: 'OpenID Connect',
    detail: t('The clouds trust GitHub, with roles that you create. Only Scaleway needs a secret.'),
  },
  { label: 'GitLab CI', value: 'gitlab', description: '.gitlab-ci.yml' },
];

/** The question of Add Pipeline. */
export const pipelineQuestions = (context: QuestionContext): Question[] => [pipelineQuestion(context, systems())];

/** The question about the pipeline of a new platform. */
export const newPipelineQuestion = (context: QuestionContext): Question =>
  pipelineQuestion(context, [...systems(), { label: t('None for Now'), value: '' }]);

const pipelineQuestion = ({ mainBranch }: QuestionContext, choices: readonly Choice[]): Question => ({
  id: 'ci',
  prompt: t('Pipeline that plans and applies'),
  input: { kind: 'choice', choices },
  initial: 'github',
  answers: value => {
    if (value === '') return {};
    const branch = mainBranch === undefined ? {} : { main_branch: mainBranch };
    return value === KEYLESS ? { ci: 'github', credentials: 'oidc', ...branch } : { ci: value, ...branch };
  },
});
