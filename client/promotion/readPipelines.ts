/** Reads the pipelines of a repository and the files that they refer to: of the work tree, or of a commit. */
import path from 'node:path';
import { GITLAB_FILES, OTHER_FILES, WORKFLOW_FOLDERS } from '../../common/pipelines/pipelineFiles';
import { MAX_LENGTH } from '../../common/pipelines/repository';
import { RevisionRepository } from '../../common/node/git/revisionRepository';
import type { Git } from '../git/git';
import { RepositoryFiles } from '../../common/node/repositoryFiles';
import { referencedFiles, type RepositoryFile } from '../../common/promotion/pipelineFiles';
import { pathWithin } from '../../common/within';

/** Maximum depth of references from file to file. */
const MAX_ROUNDS = 4;
/** Maximum number of files. */
const MAX_FILES = 200;

/** Paths are relative to the repository, with "/". */
interface Source {
  /** Names of the files in a folder. */
  readonly list: (folder: string) => Promise<readonly string[]>;
  /** The texts of files; undefined for those that do not exist or can't be read. */
  readonly texts: (files: readonly string[]) => Promise<readonly (string | undefined)[]>;
}

/** @param root top of the work tree. @returns the readable files inside the work tree */
export function readPipelines(root: string): Promise<RepositoryFile[]> {
  const repository = RepositoryFiles.below(root);
  return readFrom({
    list: async folder => (await repository.list(path.join(root, folder))).map(({ name }) => name),
    texts: files => Promise.all(files.map(file => repository.text(path.join(root, file), MAX_LENGTH))),
  });
}

/** The pipelines of a commit. @throws GitError if the commit does not exist */
export async function readPipelinesOf(git: Git, commit: string): Promise<RepositoryFile[]> {
  const repository = await RevisionRepository.around(git);
  const paths = await repository.paths(commit);
  return readFrom({
    list: folder => Promise.resolve(paths.flatMap(file => nameIn(folder, file))),
    texts: async files => {
      const texts = await repository.texts(commit, files, MAX_LENGTH);
      return files.map(file => texts.get(file));
    },
  });
}

function nameIn(folder: string, file: string): string[] {
  const name = pathWithin(file, folder);
  return name === undefined || name === '' || name.includes('/') ? [] : [name];
}

async function readFrom(source: Source): Promise<RepositoryFile[]> {
  const listed = await Promise.all(
    WORKFLOW_FOLDERS.map(async folder =>
      (await source.list(folder)).filter(name => /\.ya?ml$/.test(name)).map(name => `${folder}/${name}`),
    ),
  );
  const tried = new Set<string>();
  const files: RepositoryFile[] = [];
  let wanted: readonly string[] = [...listed.flat().sort(), ...GITLAB_FILES, ...OTHER_FILES];
  for (let round = 0; round < MAX_ROUNDS && wanted.length > 0; round++) {
    const next = wanted.filter(file => !tried.has(file)).slice(0, MAX_FILES - tried.size);
    for (const file of next) tried.add(file);
    const texts = await source.texts(next);
    for (const [index, text] of texts.entries()) if (text !== undefined) files.push({ path: next[index]!, text });
    wanted = files.length === 0 ? [] : referencedFiles(files).filter(file => !tried.has(file));
  }
  return files;
}
