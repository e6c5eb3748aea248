/** Migrates the files besides the configuration: the Dockerfile of local development, and the program that pipelines call. */
import { now } from '../../../common/now';
import { t } from '../../../common/localization';
import { OTHER_FILES } from '../../../common/pipelines/pipelineFiles';
import type { Draft } from '../../edits/draft';
import { pipelinePaths } from '../../kubestack/platform/platformPipelines';
import type { RequestContext } from '../../semantics/requestContext';
import type { FileSystem, FolderEntry } from '../../workspace/fileSystem';
import { childOf } from '../../workspace/uri';

/** @returns notes for the user, one sentence each */
export function migrateFiles({ model }: RequestContext, draft: Draft, folderUri: string): string[] {
  const { fileSystem } = model.workspace;
  const notes: string[] = [];
  const local = childOf(folderUri, 'Dockerfile.loc');
  if (fileSystem.kind(local) === 'file') {
    draft.delete(local);
    notes.push(t('Removed Dockerfile.loc, because local development is no longer supported.'));
  }
  for (const uri of pipelineFiles(fileSystem, folderUri)) {
    const before = now(draft.text(uri));
    draft.rewrite(uri, callTofu);
    if (now(draft.text(uri)) !== before)
      notes.push(t('{0}: calls tofu now, because the image no longer has terraform.', uri.slice(folderUri.length + 1)));
  }
  return notes;
}

const SUBCOMMANDS = 'init|workspace|plan|apply|validate|destroy|output|state|fmt|show|import|refresh|version';
const COMMAND = new RegExp(`(^|[\\s"'\`;&|(])terraform(?=\\s+(?:-\\S+\\s+)*(?:${SUBCOMMANDS})\\b)`, 'gm');

/** Replaces commands in scripts; names of files and images are kept. */
export const callTofu = (text: string): string => text.replace(COMMAND, '$1tofu');

function pipelineFiles(fileSystem: FileSystem, folderUri: string): string[] {
  const list = (uri: string): readonly FolderEntry[] => fileSystem.list(uri) ?? [];
  return [
    ...pipelinePaths({ list }, folderUri).map(path => `${folderUri}/${path}`),
    ...OTHER_FILES.map(path => `${folderUri}/${path}`).filter(uri => fileSystem.kind(uri) === 'file'),
  ];
}
