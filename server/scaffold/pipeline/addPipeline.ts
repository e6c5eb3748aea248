/** Writes the pipeline that plans and applies, for GitHub Actions or GitLab CI. */
import { isPlainBranchName } from '../../../common/branchName';
import { t } from '../../../common/localization';
import { runs, step } from '../../../common/steps';
import type { PipelineSystem } from '../../../common/pipelines/pipelineFiles';
import { oneOf, type AnswerReader, type TextRule } from '../answerReader';
import type { FileChanges } from '../fileChanges';
import { guidedSteps } from '../guidedSteps';
import { followUpDefaults } from '../followUpDefaults';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';
import { ambiguousTags, pipelineNotes, type PipelineInput } from './pipelineFacts';
import { patchedPipelines, PIPELINES, pipelineInput } from './updatePipelines';

/** What both systems can write into their conditions without quoting. */
export const BRANCH: TextRule = {
  accepts: isPlainBranchName,
  advice: () => t('use the name of a branch, such as main'),
};

/** How a pipeline gets the credentials of clouds: secrets, or, on GitHub, tokens that the clouds trust (OpenID Connect). */
export const CREDENTIALS = ['secrets', 'oidc'] as const;

/** Whether the pipeline needs no secrets; undefined without an answer, or after a problem. */
export function readOidc(answers: AnswerReader, ci: PipelineSystem): boolean | undefined {
  if (!answers.has('credentials')) return undefined;
  const credentials = answers.text('credentials', oneOf(CREDENTIALS));
  if (credentials === 'oidc' && ci !== 'github')
    return answers.refuse('credentials', t('oidc is possible only with GitHub Actions.'));
  return credentials === 'oidc';
}

export function pipeline(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, changes, platform } = scaffoldContext;
  if (!platform) return answers.refuse('uri', t('This folder contains no platform.'));
  const system = answers.text('ci', oneOf(Object.keys(PIPELINES))) as PipelineSystem | undefined;
  const mainBranch = answers.text('main_branch', BRANCH, 'main');
  if (system === undefined || mainBranch === undefined) return undefined;
  const { path, text } = PIPELINES[system];
  const oidc = readOidc(answers, system);
  const wanted = { showsPlans: true, checksRules: true, ...(oidc !== undefined && { oidc }) };
  const facts: PipelineInput = { ...pipelineInput(scaffoldContext, mainBranch), ...wanted };
  const ambiguous = ambiguousTags(facts);
  if (ambiguous)
    return answers.refuse(
      'uri',
      t('A deploy tag of {1} would also be one of {0}. Rename one of the environments first.', ...ambiguous),
    );
  if (NPX.test(changes.text(path) ?? ''))
    return answers.refuse(
      'ci',
      t(
        '{0} runs the npm package with npx in the checkout, where a commit can replace the package. Rename the file, add the pipeline again, and copy your own changes to it.',
        path,
      ),
    );
  const written = changes.exists(path)
    ? patchedPipelines(changes, () => facts, { ...wanted, ...(oidc && { region: facts.region }) }).find(
        each => each.path === path,
      )?.text
    : text(facts);
  if (written === undefined)
    return answers.refuse(
      'ci',
      t('{0} differs from the generated pipeline and was not changed. docs/pipelines.md has the job.', path),
    );
  changes.write(path, written);
  if (facts.oidc) ignoreCredentials(changes);
  return {
    notes: pipelineNotes(facts),
    followUp: followUpDefaults(scaffoldContext, {
      branch: 'add-pipeline',
      summary: t('Plan and apply in a pipeline'),
      before: [
        ...facts.environments.map(environment =>
          step(
            t('The pipeline only selects workspaces. If {1} has none yet, create it with {0}.', '{0}', environment),
            { commands: runs(`${facts.program} workspace new ${environment}`) },
          ),
        ),
        ...guidedSteps().credentialSteps(facts, system),
      ],
    }),
  };
}

/** How pipelines of earlier versions ran the npm package. */
const NPX = /\bnpx --yes --package=/;

/** The file in which Google's action stores credentials, in the checkout. */
const CREDENTIAL_FILE = 'gha-creds-*.json';

export function ignoreCredentials(changes: FileChanges): void {
  const present = changes.text('.gitignore') ?? '';
  if (present.split(/\r?\n/).includes(CREDENTIAL_FILE)) return;
  changes.write('.gitignore', `${present}${present === '' || present.endsWith('\n') ? '' : '\n'}${CREDENTIAL_FILE}\n`);
}
