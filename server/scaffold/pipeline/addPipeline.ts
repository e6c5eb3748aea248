/** Writes the pipeline that plans and applies, for GitHub Actions or GitLab CI. */
import { oneOf, type TextRule } from '../answerReader';
import { flowOf } from '../followUpDefaults';
import type { Ground } from '../scaffoldContext';
import { pipelineNotes } from './pipelineFacts';
import { PIPELINES, pipelineFacts } from './updatePipelines';
import type { Outcome } from '../scaffold';

/** What both systems can write into their conditions without quoting. */
export const BRANCH: TextRule = {
  accepts: /^(?!\/|.*(?:\/\/|\.\.|\/$))[\w./-]{1,100}$/,
  advice: 'use the name of a branch, such as main',
};

export function pipeline(ground: Ground): Outcome | undefined {
  const { answers, changes, platform } = ground;
  if (!platform) return answers.refuse('uri', 'There is no platform in this folder.');
  const system = answers.text('ci', oneOf(Object.keys(PIPELINES))) as keyof typeof PIPELINES | undefined;
  const mainBranch = answers.text('main_branch', BRANCH, 'main');
  if (system === undefined || mainBranch === undefined) return undefined;
  const { path, text } = PIPELINES[system];
  const facts = pipelineFacts(ground, mainBranch);
  const present = changes.text(path);
  const written = text(facts);
  if (present !== undefined && present !== written)
    return answers.refuse(
      'ci',
      `${path} is there already, and is not overwritten: remove it first to have it written anew.`,
    );
  changes.write(path, written);
  return {
    notes: pipelineNotes(facts),
    followUp: flowOf(ground, {
      branch: 'add-pipeline',
      summary: 'Plan and apply in a pipeline',
      before: facts.environments.map(
        environment =>
          `The pipeline only selects workspaces: where ${environment} has none yet, make it with \`${facts.program} workspace new ${environment}\`.`,
      ),
    }),
  };
}
