/** Creates the repository of the demo, as in the editor with Open Sample Platform…. */
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Git } from '../client/git/git';
import { useGuard } from '../client/processes/guardProcess';
import { startProgramsWhen } from '../client/processes/trust';
import { makeSampleRepository, SAMPLE_REMOTE } from '../client/walkthrough/sampleRepository';

const project = resolve(__dirname, '..');

/** Adds a pipeline to a copy of the sample platform, and makes it a Git repository with a remote. @param folder absolute path of the copy */
export async function makeDemoRepository(folder: string): Promise<void> {
  cpSync(join(project, 'media/sample'), folder, { recursive: true });
  startProgramsWhen(() => true);
  useGuard(() => join(project, 'dist/guard.js'));
  await makeSampleRepository(new Git(folder), join(folder, SAMPLE_REMOTE));
}
