// A private copy of a sample folder, which can be edited.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export interface WorkspaceCopy {
  /** Absolute path of the copy; its last segment is the name of the original. */
  folder: string;
  /** Removes the copy. */
  remove(): void;
}

/**
 * Copies a folder to a temporary place.
 *
 * @param source absolute path
 * @param options `git`: makes the copy a repository with one commit on the branch `main`
 */
export function copyWorkspace(source: string, options: { git?: boolean } = {}): WorkspaceCopy {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'kubestack-')));
  const folder = join(place, basename(source));
  cpSync(source, folder, { recursive: true });
  if (options.git) commitAll(folder);
  return { folder, remove: () => rmSync(place, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Creates an empty temporary folder. */
export function emptyWorkspace(name: string): WorkspaceCopy {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'kubestack-')));
  const folder = join(place, name);
  mkdirSync(folder);
  return { folder, remove: () => rmSync(place, { recursive: true, force: true, maxRetries: 5 }) };
}

function commitAll(cwd: string): void {
  const identity = ['-c', 'user.name=Kubestack', '-c', 'user.email=kubestack@localhost', '-c', 'commit.gpgsign=false'];
  const steps = [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '--all'],
    [...identity, 'commit', '--quiet', '--message', 'Sample platform'],
  ];
  for (const step of steps) {
    const run = spawnSync('git', step, { cwd, encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`git ${step.join(' ')} failed: ${run.error?.message ?? run.stderr}`);
  }
}
