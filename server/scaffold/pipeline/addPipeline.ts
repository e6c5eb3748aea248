/** Writes the pipeline that plans and applies, for GitHub Actions or GitLab CI. */
import { oneOf, type TextRule } from '../answerReader';
import { followUpDefaults } from '../followUpDefaults';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';
import { pipelineNotes } from './pipelineFacts';
import { PIPELINES, pipelineInput } from './updatePipelines';

/** What both systems can write into their conditions without quoting. */
export const BRANCH: TextRule = {
  accepts: /^(?!\/|.*(?:\/\/|\.\.|\/$))[\w./-]{1,100}$/,
  advice: 'use the name of a branch, such as main',
};

export function pipeline(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, changes, platform } = scaffoldContext;
  if (!platform) return answers.refuse('uri', 'This folder contains no platform.');
  const system = answers.text('ci', oneOf(Object.keys(PIPELINES))) as keyof typeof PIPELINES | undefined;
  const mainBranch = answers.text('main_branch', BRANCH, 'main');
  if (system === undefined || mainBranch === undefined) return undefined;
  const { path, text } = PIPELINES[system];
  const facts = pipelineInput(scaffoldContext, mainBranch);
  const present = changes.text(path);
  const written = text(facts);
  if (present !== undefined && present !== written)
    return answers.refuse('ci', `${path} already exists and is not overwritten. Remove it first to create it again.`);
  changes.write(path, written);
  return {
    notes: pipelineNotes(facts),
    followUp: followUpDefaults(scaffoldContext, {
      branch: 'add-pipeline',
      summary: 'Plan and apply in a pipeline',
      before: facts.environments.map(
        environment =>
          `The pipeline only selects workspaces. If ${environment} has none yet, create it with \`${facts.program} workspace new ${environment}\`.`,
      ),
    }),
  };
}
