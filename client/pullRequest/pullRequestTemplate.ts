/** Paths of pull request templates. The first existing one is used. */
import { join } from 'node:path';
import { refusalReason } from '../../common/refusal';
import type { GitHostKind } from '../gitHost/gitHost';
import { RepositoryFiles } from '../../common/node/repositoryFiles';

/** Maximum size of a template. No Git host accepts longer bodies. */
const MAX_BYTES = 1024 * 1024;

const NAMES = ['pull_request_template.md', 'PULL_REQUEST_TEMPLATE.md'];
const inFolders = (...folders: string[]): string[] => folders.flatMap(folder => NAMES.map(name => `${folder}${name}`));

const PATHS: Readonly<Record<GitHostKind, readonly string[]>> = {
  github: inFolders('.github/', '', 'docs/'),
  gitlab: ['.gitlab/merge_request_templates/Default.md', '.gitlab/merge_request_templates/default.md'],
  gitea: inFolders('.gitea/', '.forgejo/', '.github/', '', 'docs/'),
  bitbucket: [],
  bitbucketDataCenter: [],
  azureDevOps: inFolders('.azuredevops/', '.vsts/', 'docs/', ''),
};

/**
 * Reads a repository's pull request template. A link that leads outside of the repository is not followed, since that could publish a private file.
 *
 * @param root top of the work tree, absolute.
 * @param warn called with the reason if a template is not used.
 */
export async function readTemplate(
  root: string,
  kind: GitHostKind,
  warn: (message: string) => void,
): Promise<string | undefined> {
  const files = RepositoryFiles.below(root);
  for (const path of PATHS[kind]) {
    const content = await files.read(join(root, path), MAX_BYTES);
    if (content && 'bytes' in content) return new TextDecoder().decode(content.bytes);
    if (content) warn(`The template ${path} is not used: ${refusalReason(content.refusal)}.`);
  }
  return undefined;
}
