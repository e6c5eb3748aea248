/** Writes the pipeline that plans and applies, for GitHub Actions or GitLab CI. */
import { isPlainBranchName } from '../../../common/branchName';
import { t } from '../../../common/localization';
import { oneOf, type TextRule } from '../answerReader';
import { followUpDefaults } from '../followUpDefaults';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';
import { pipelineNotes, type PipelineInput } from './pipelineFacts';
import { patchedPipelines, PIPELINES, pipelineInput } from './updatePipelines';

/** What both systems can write into their conditions without quoting. */
export const BRANCH: TextRule = {
  accepts: isPlainBranchName,
  advice: () => t('use the name of a branch, such as main'),
};

export function pipeline(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, changes, platform } = scaffoldContext;
  if (!platform) return answers.refuse('uri', t('This folder contains no platform.'));
  const system = answers.text('ci', oneOf(Object.keys(PIPELINES))) as keyof typeof PIPELINES | undefined;
  const mainBranch = answers.text('main_branch', BRANCH, 'main');
  if (system === undefined || mainBranch === undefined) return undefined;
  const { path, text } = PIPELINES[system];
  const facts: PipelineInput = { ...pipelineInput(scaffoldContext, mainBranch), showsPlans: true };
  const written = changes.exists(path)
    ? patchedPipelines(changes, facts, { showsPlans: true }).find(each => each.path === path)?.text
    : text(facts);
  if (written === undefined)
    return answers.refuse(
      'ci',
      t('{0} differs from the generated pipeline and was not changed. docs/pipelines.md has the job.', path),
    );
  changes.write(path, written);
  return {
    notes: pipelineNotes(facts),
    followUp: followUpDefaults(scaffoldContext, {
      branch: 'add-pipeline',
      summary: t('Plan and apply in a pipeline'),
      before: facts.environments.map(environment =>
        t(
          'The pipeline only selects workspaces. If {0} has none yet, create it with `{1} workspace new {0}`.',
          environment,
          facts.program,
        ),
      ),
    }),
  };
}
