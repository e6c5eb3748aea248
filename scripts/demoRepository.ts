/** Creates the repository of the demo, as in the editor with Open Sample Platform…. */
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Git } from '../client/git/git';
import { useGuard } from '../client/processes/guardProcess';
import { startProgramsWhen } from '../client/processes/trust';
import { makeSampleRepository, SAMPLE_REMOTE } from '../client/walkthrough/sampleRepository';

const project = resolve(__dirname, '..');

/** Tells whether the folder of the demo has something that would be lost with it. */
export type HasWork = () => Promise<boolean>;

/** Adds a pipeline to a copy of the sample platform, and makes it a Git repository with a remote. @param folder absolute path of the copy */
export async function makeDemoRepository(folder: string): Promise<HasWork> {
  cpSync(join(project, 'media/sample'), folder, { recursive: true });
  startProgramsWhen(() => true);
  useGuard(() => join(project, 'dist/guard.js'));
  const git = new Git(folder);
  const remote = join(folder, SAMPLE_REMOTE);
  await makeSampleRepository(git, remote);
  const before = await workIn(git, remote);
  return async () => before === undefined || (await workIn(git, remote)) !== before;
}

/**
 * What a user can change in the folder: files, HEAD, branches, tags and stashes, also on the remote. Remote branches are left out, because Git
 * itself changes them in a fetch.
 *
 * @returns undefined if Git can't tell
 */
async function workIn(git: Git, remote: string): Promise<string | undefined> {
  const refs = ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads', 'refs/tags', 'refs/stash'];
  const answers = await Promise.all([
    git.tryRead(['status', '--porcelain', '--untracked-files=all']),
    git.tryRead(['rev-parse', 'HEAD']),
    git.tryRead(refs),
    git.tryRead(['-C', remote, ...refs]),
  ]);
  return answers.includes(undefined) ? undefined : answers.join('\n\n');
}
