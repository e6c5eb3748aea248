/** What beside the configuration belongs to a generation: the Dockerfile of local development, and the program that pipelines call. */
import type { Draft } from '../../edits/draft';
import type { Snapshot } from '../../features/snapshot';
import type { FileSystem } from '../../workspace/fileSystem';
import { childOf } from '../../workspace/uri';

/** @returns what a person has to know, a sentence each */
export function migrateFiles({ model }: Snapshot, draft: Draft, folderUri: string): string[] {
  const { fileSystem } = model.workspace;
  const notes: string[] = [];
  const local = childOf(folderUri, 'Dockerfile.loc');
  if (fileSystem.kind(local) === 'file') {
    draft.delete(local);
    notes.push('Dockerfile.loc is gone, as local development is.');
  }
  for (const uri of pipelineFiles(fileSystem, folderUri)) {
    const before = draft.text(uri);
    draft.rewrite(uri, callTofu);
    if (draft.text(uri) !== before)
      notes.push(`${uri.slice(folderUri.length + 1)}: the image has tofu and no terraform, so tofu is what it calls.`);
  }
  return notes;
}

const SUBCOMMANDS = 'init|workspace|plan|apply|validate|destroy|output|state|fmt|show|import|refresh|version';
const COMMAND = new RegExp(`(^|[\\s"'\`;&|(])terraform(?=\\s+(?:-\\S+\\s+)*(?:${SUBCOMMANDS})\\b)`, 'gm');

/** Commands in scripts; names of files and images stay. */
export const callTofu = (text: string): string => text.replace(COMMAND, '$1tofu');

const PIPELINES =
  /^(?:\.gitlab-ci|azure-pipelines|bitbucket-pipelines|cloudbuild|buildspec|\.drone|\.travis)\.ya?ml$|^Jenkinsfile$/;

function pipelineFiles(fileSystem: FileSystem, folderUri: string): string[] {
  const found = (fileSystem.list(folderUri) ?? [])
    .filter(({ name, kind }) => kind === 'file' && PIPELINES.test(name))
    .map(({ name }) => childOf(folderUri, name));
  for (const folder of ['.github/workflows', '.circleci', '.gitea/workflows', '.forgejo/workflows']) {
    const uri = `${folderUri}/${folder}`;
    for (const { name, kind } of fileSystem.list(uri) ?? [])
      if (kind === 'file' && /\.ya?ml$/.test(name)) found.push(childOf(uri, name));
  }
  return found;
}
