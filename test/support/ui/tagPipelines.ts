// Pipelines that deploy tags. Without such a pipeline or a deploy tag, the editor doesn't show promotion for a repository.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A workflow that applies the tags `<tags>-deploy-*` to an environment. */
export const tagPipeline = (tags: string, environment = tags): string => `on: { push: { tags: ["${tags}-deploy-*"] } }
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - run: terraform workspace select ${environment}
      - run: terraform apply -auto-approve
`;

/** Path of the workflow in its repository. */
export const tagPipelinePath = (tags: string): string => `.github/workflows/deploy-${tags}.yaml`;

/** Adds the pipelines of `apps` and `apps-prod` to the only commit of a repository. */
export function addTagPipelines(folder: string): void {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'core.hooksPath=/dev/null'];
  const git = (...parameters: string[]): void =>
    void execFileSync('git', [...identity, ...parameters], { cwd: folder, stdio: 'pipe' });
  mkdirSync(join(folder, '.github/workflows'), { recursive: true });
  for (const environment of ['apps', 'apps-prod'])
    writeFileSync(join(folder, tagPipelinePath(environment)), tagPipeline(environment));
  git('add', '.github');
  git('commit', '--quiet', '--amend', '--no-edit');
}
