/** Reads the pipelines of a repository and the files that they refer to from the work tree. */
import path from 'node:path';
import { GITLAB_FILES, WORKFLOW_FOLDERS } from '../../common/pipelines/pipelineFiles';
import { MAX_LENGTH } from '../../common/pipelines/repository';
import { RepositoryFiles } from '../node/repositoryFiles';
import { referencedFiles, type RepositoryFile } from './pipelineFiles';

/** Maximum depth of references from file to file. */
const ROUNDS = 4;
/** Maximum number of files. */
const MAX_FILES = 200;

/** @param root top of the work tree. @returns the readable files inside the work tree */
export async function readPipelines(root: string): Promise<RepositoryFile[]> {
  const repository = RepositoryFiles.below(root);
  const listed = await Promise.all(
    WORKFLOW_FOLDERS.map(async folder =>
      (await repository.list(path.join(root, folder)))
        .filter(({ name }) => /\.ya?ml$/.test(name))
        .map(({ name }) => `${folder}/${name}`),
    ),
  );
  const tried = new Set<string>();
  const files: RepositoryFile[] = [];
  let wanted: readonly string[] = [...listed.flat().sort(), ...GITLAB_FILES];
  for (let round = 0; round < ROUNDS && wanted.length > 0; round++) {
    const next = wanted.filter(file => !tried.has(file)).slice(0, MAX_FILES - tried.size);
    for (const file of next) tried.add(file);
    const texts = await Promise.all(next.map(file => repository.text(path.join(root, file), MAX_LENGTH)));
    for (const [index, text] of texts.entries()) if (text !== undefined) files.push({ path: next[index]!, text });
    wanted = files.length === 0 ? [] : referencedFiles(files).filter(file => !tried.has(file));
  }
  return files;
}
