/** Where repositories keep the text that a new pull request begins with. The first one that is there counts. */
import { join } from 'node:path';
import { refusalReason } from '../../common/refusal';
import type { GitHostKind } from '../gitHost/gitHost';
import { RepositoryFiles } from '../node/repositoryFiles';

/** Longer templates are refused: no Git host takes such a body. */
const MAX_BYTES = 1024 * 1024;

const NAMES = ['pull_request_template.md', 'PULL_REQUEST_TEMPLATE.md'];
const inFolders = (...folders: string[]): string[] => folders.flatMap(folder => NAMES.map(name => `${folder}${name}`));

const PATHS: Partial<Readonly<Record<GitHostKind, readonly string[]>>> = {
  github: inFolders('.github/', '', 'docs/'),
  gitlab: ['.gitlab/merge_request_templates/Default.md', '.gitlab/merge_request_templates/default.md'],
  gitea: inFolders('.gitea/', '.forgejo/', '.github/', '', 'docs/'),
  azureDevOps: inFolders('.azuredevops/', '.vsts/', 'docs/', ''),
};

/**
 * The template that a repository has for pull requests. It goes into the body, so one that leads outside the repository would send a
 * private file: it is not used.
 *
 * @param root top of the work tree, absolute.
 * @param warn hears of a template that is not used, and why.
 */
export async function readTemplate(
  root: string,
  kind: GitHostKind,
  warn: (message: string) => void,
): Promise<string | undefined> {
  const files = RepositoryFiles.below(root);
  for (const path of PATHS[kind] ?? []) {
    const content = await files.read(join(root, path), MAX_BYTES);
    if (content && 'bytes' in content) return new TextDecoder().decode(content.bytes);
    if (content) warn(`The template ${path} is not used: ${refusalReason(content.refusal)}.`);
  }
  return undefined;
}
