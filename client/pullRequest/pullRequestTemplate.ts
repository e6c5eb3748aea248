/** Where repositories keep the text that a new pull request begins with. The first one that is there counts. */
import type { ForgeKind } from '../forge/forge';

const names = ['pull_request_template.md', 'PULL_REQUEST_TEMPLATE.md'];
const inFolders = (...folders: string[]): string[] => folders.flatMap(folder => names.map(name => `${folder}${name}`));

const paths: Partial<Readonly<Record<ForgeKind, readonly string[]>>> = {
  github: inFolders('.github/', '', 'docs/'),
  gitlab: ['.gitlab/merge_request_templates/Default.md', '.gitlab/merge_request_templates/default.md'],
  gitea: inFolders('.gitea/', '.forgejo/', '.github/', '', 'docs/'),
  azureDevOps: inFolders('.azuredevops/', '.vsts/', 'docs/', ''),
};

/** @returns paths relative to the top of the work tree. */
export function templatePaths(kind: ForgeKind): readonly string[] {
  return paths[kind] ?? [];
}
