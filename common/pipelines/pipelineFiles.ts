/** Recognizes pipeline files by their paths. */
import { pathWithin } from '../within';

export type PipelineSystem = 'github' | 'gitlab';

/** Workflow folders of GitHub, Gitea and Forgejo. */
export const WORKFLOW_FOLDERS = ['.github/workflows', '.gitea/workflows', '.forgejo/workflows'] as const;
/** GitLab's files; a project can configure other names. */
export const GITLAB_FILES = ['.gitlab-ci.yml', '.gitlab-ci.yaml'] as const;
/** Files of other systems. They are not analyzed, but users are told so, since they call the same programs. */
export const OTHER_FILES = [
  'azure-pipelines.yml',
  'azure-pipelines.yaml',
  'bitbucket-pipelines.yml',
  'bitbucket-pipelines.yaml',
  '.circleci/config.yml',
  '.circleci/config.yaml',
  'Jenkinsfile',
  'cloudbuild.yml',
  'cloudbuild.yaml',
  'buildspec.yml',
  'buildspec.yaml',
  '.drone.yml',
  '.drone.yaml',
  '.travis.yml',
  '.travis.yaml',
] as const;

/** The system that runs a file; undefined for files that are not analyzed. @param path from the root of the repository */
export function pipelineSystemOf(path: string): PipelineSystem | undefined {
  if ((GITLAB_FILES as readonly string[]).includes(path)) return 'gitlab';
  return WORKFLOW_FOLDERS.some(folder => /^[^/]+\.ya?ml$/.test(pathWithin(path, folder) ?? '')) ? 'github' : undefined;
}
