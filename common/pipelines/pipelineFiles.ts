/** Which files of a repository are pipelines, by their paths. */

export type PipelineSystem = 'github' | 'gitlab';

/** Folders of workflows: of GitHub, Gitea and Forgejo. */
export const WORKFLOW_FOLDERS = ['.github/workflows', '.gitea/workflows', '.forgejo/workflows'] as const;
/** The files of GitLab; other names are set in the project. */
export const GITLAB_FILES = ['.gitlab-ci.yml', '.gitlab-ci.yaml'] as const;
/** Files of other systems: they are not read, but people have to be told of them, and they call the same programs. */
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

/** The system that runs a file; undefined where it is no pipeline that is read here. @param path from the root of the repository */
export function pipelineSystemOf(path: string): PipelineSystem | undefined {
  if ((GITLAB_FILES as readonly string[]).includes(path)) return 'gitlab';
  const folder = WORKFLOW_FOLDERS.find(each => path.startsWith(`${each}/`));
  return folder !== undefined && /^[^/]+\.ya?ml$/.test(path.slice(folder.length + 1)) ? 'github' : undefined;
}

export const isPipelineFile = (path: string): boolean => pipelineSystemOf(path) !== undefined;
