import * as path from 'node:path';
import { RepositoryFiles } from '../repositoryFiles';
import { isPipelineFile, type PipelineFile } from './pipelineFiles';

/**
 * @param root top of the work tree, absolute.
 * @returns the pipeline files there; one that can't be read, or leads outside, has no text.
 */
export async function readPipelineFiles(root: string): Promise<PipelineFile[]> {
  const folders = ['', '.github/workflows', '.gitea/workflows', '.forgejo/workflows'];
  const repository = RepositoryFiles.below(root);
  const listed = await Promise.all(
    folders.map(async folder =>
      (await repository.list(path.join(root, folder))).map(({ name }) => (folder === '' ? name : `${folder}/${name}`)),
    ),
  );
  const files = listed.flat().filter(isPipelineFile);
  const texts = await Promise.all(files.map(file => repository.text(path.join(root, file))));
  return files.map((file, index) => ({ path: file, text: texts[index] ?? '' }));
}
