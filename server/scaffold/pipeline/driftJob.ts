/** Adds a nightly drift check to the pipeline, for GitHub Actions or GitLab CI. */
import { t } from '../../../common/localization';
import { step } from '../../../common/steps';
import { oneOf } from '../answerReader';
import { followUpDefaults } from '../followUpDefaults';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';
import { GITHUB_DRIFT_WORKFLOW, githubDriftText } from './githubDriftWorkflow';
import { GITLAB_PIPELINE } from './gitlabPipeline';
import { PACKAGE, PACKAGE_VARIABLE } from './pipelineFacts';
import { mainBranchOf, patchedPipelines, pipelineInput, PIPELINES } from './updatePipelines';

export function driftJob(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, changes, platform } = scaffoldContext;
  if (!platform) return answers.refuse('uri', t('This folder contains no platform.'));
  const present = changes.exists(PIPELINES.gitlab.path) && !changes.exists(PIPELINES.github.path) ? 'gitlab' : 'github';
  const system = answers.text('ci', oneOf(Object.keys(PIPELINES)), present);
  if (system === undefined) return undefined;
  const facts = pipelineInput(scaffoldContext, mainBranchOf(changes) ?? 'main');
  const text = system === 'github' ? githubDriftText(facts) : withGitlabJob(scaffoldContext);
  if (text === undefined) return undefined;
  const path = system === 'github' ? GITHUB_DRIFT_WORKFLOW : GITLAB_PIPELINE;
  if (system === 'github' && changes.exists(path) && changes.text(path) !== text)
    return answers.refuse(
      'ci',
      t('{0} already exists and is not overwritten. Remove it first to create it again.', path),
    );
  changes.write(path, text);
  return {
    notes: [
      t(
        'Set the variable {0} of the pipeline to the npm package of Kubestack: {1}. Without it, there are no reports.',
        PACKAGE_VARIABLE,
        PACKAGE,
      ),
    ],
    followUp: followUpDefaults(scaffoldContext, {
      branch: 'add-drift-job',
      summary: t('Check drift each night'),
      before:
        system === 'gitlab'
          ? [step(t('Create a pipeline schedule for the main branch in GitLab, for example each night at 3:23.'))]
          : [],
    }),
  };
}

/** The generated pipeline with the jobs; undefined, with a problem, if it can't be changed. */
function withGitlabJob(scaffoldContext: ScaffoldContext): string | undefined {
  const { answers, changes } = scaffoldContext;
  const before = changes.text(GITLAB_PIPELINE);
  if (before === undefined) return answers.refuse('ci', t('{0} is missing. Add a pipeline first.', GITLAB_PIPELINE));
  if (/--?refresh-only/.test(before)) return answers.refuse('ci', t('{0} already checks drift.', GITLAB_PIPELINE));
  const patched = patchedPipelines(changes, () => pipelineInput(scaffoldContext, 'main'), { driftJob: true });
  const text = patched.find(({ path }) => path === GITLAB_PIPELINE)?.text;
  if (text === undefined)
    return answers.refuse(
      'ci',
      t('{0} differs from the generated pipeline and was not changed. docs/pipelines.md has the job.', GITLAB_PIPELINE),
    );
  return text;
}
