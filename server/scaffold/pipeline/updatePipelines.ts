/**
 * Keeps pipeline files up with the platform: the lines that would differ if we wrote them now are changed where they stand. A file that
 * is not like ours is left alone, and a note says what to do.
 */
import type { Ground } from '../ground';
import { promotionOrderOf } from '../flow';
import { programOf } from '../generation';
import { GITHUB_PIPELINE, githubPipeline } from './githubPipeline';
import { GITLAB_PIPELINE, gitlabPipeline } from './gitlabPipeline';
import { patchText } from './patchText';
import { providersOfVariables, type PipelineFacts } from './pipelineFacts';

export interface PipelineSystem {
  readonly path: string;
  readonly text: (facts: PipelineFacts) => string;
  /** The main branch, as a file of the system names it. */
  readonly mainBranch: RegExp;
}

export const PIPELINES: Readonly<Record<'github' | 'gitlab', PipelineSystem>> = {
  github: { path: GITHUB_PIPELINE, text: githubPipeline, mainBranch: /github\.ref == 'refs\/heads\/([^']+)'/ },
  gitlab: { path: GITLAB_PIPELINE, text: gitlabPipeline, mainBranch: /\$CI_COMMIT_BRANCH == "([^"]+)"/ },
};

/** Files of pipelines that scaffolds do not write, but people do. */
const OTHERS = ['azure-pipelines.yml', '.circleci/config.yml', 'Jenkinsfile', 'cloudbuild.yaml'];

/** What the platform's pipeline has to know, as the platform is now. */
export function pipelineFacts({ platform }: Pick<Ground, 'platform'>, mainBranch: string): PipelineFacts {
  return {
    mainBranch,
    environments: promotionOrderOf(platform),
    providers: platform?.described?.clusters.map(({ provider }) => provider) ?? [],
    program: programOf(platform?.generation ?? 'object'),
  };
}

/** @param after what is different from now on. @returns notes on files that have to be changed by hand */
export function updatePipelines(ground: Ground, after: Partial<PipelineFacts>): string[] {
  const { changes } = ground;
  const byHand: string[] = [];
  for (const { path, text, mainBranch } of Object.values(PIPELINES)) {
    const before = changes.text(path);
    if (before === undefined) continue;
    const facts = { ...pipelineFacts(ground, mainBranch.exec(before)?.[1] ?? 'main'), ...factsOfText(before) };
    const patched = patchText(before, text(facts), text({ ...facts, ...after }));
    if (patched === undefined) byHand.push(path);
    else changes.write(path, patched);
  }
  byHand.push(...OTHERS.filter(path => changes.exists(path)));
  return byHand.map(
    path =>
      `${path} is not like the pipeline that is written here, and stays as it is: change it by hand${wanted(after)}.`,
  );
}

/** What a file says of itself: it may be older than the last change of the platform. */
const factsOfText = (text: string): Pick<PipelineFacts, 'providers' | 'program'> => ({
  program: /\btofu init\b/.test(text) ? 'tofu' : 'terraform',
  providers: providersOfVariables(new Set(text.match(/KBST_AUTH_[A-Z]+/g))),
});

function wanted({ environments, providers, program }: Partial<PipelineFacts>): string {
  if (environments) return `, so that it knows ${environments.join(', ')} and their deploy tags`;
  if (providers) return ', so that it passes the credentials of the clouds in use';
  return program === undefined ? '' : `, so that it runs ${program}`;
}
