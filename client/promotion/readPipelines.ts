/** The pipelines of a repository and the files that they refer to, from the work tree. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { GITLAB_FILES, WORKFLOW_FOLDERS } from '../../common/pipelines/pipelineFiles';
import { MAX_LENGTH } from '../../common/pipelines/yaml/tree';
import { referencedFiles, type RepositoryFile } from './pipelineFiles';

/** Pipelines refer to files that refer to files: so often is looked again. */
const ROUNDS = 4;
/** Files that are read at most. */
const MAX_FILES = 200;

/** @param root top of the work tree. @returns what can be read; nothing that is outside of the work tree */
export async function readPipelines(root: string): Promise<RepositoryFile[]> {
  const listed = await Promise.all(
    WORKFLOW_FOLDERS.map(folder =>
      readdir(path.join(root, folder)).then(
        names => names.filter(name => /\.ya?ml$/.test(name)).map(name => `${folder}/${name}`),
        () => [],
      ),
    ),
  );
  const tried = new Set<string>();
  const files: RepositoryFile[] = [];
  let wanted: readonly string[] = [...listed.flat().sort(), ...GITLAB_FILES];
  for (let round = 0; round < ROUNDS && wanted.length > 0; round++) {
    const next = wanted.filter(file => !tried.has(file)).slice(0, MAX_FILES - tried.size);
    for (const file of next) tried.add(file);
    const texts = await Promise.all(next.map(file => textOf(root, file)));
    for (const [index, text] of texts.entries()) if (text !== undefined) files.push({ path: next[index]!, text });
    wanted = files.length === 0 ? [] : referencedFiles(files).filter(file => !tried.has(file));
  }
  return files;
}

/** @returns undefined of what is no file, is too long, or leads out of the work tree */
async function textOf(root: string, file: string): Promise<string | undefined> {
  try {
    const [top, real] = await Promise.all([realpath(root), realpath(path.join(root, file))]);
    if (!real.startsWith(top + path.sep)) return undefined;
    const { size } = await stat(real);
    return size > MAX_LENGTH ? undefined : await readFile(real, 'utf8');
  } catch {
    return undefined;
  }
}
