// Resets a window and its repository between the tests of two files.
import { execFileSync } from 'node:child_process';
import { closeEditors, leaveQuickInput, runEditorCommand } from '../vscode/workbench';
import type { Editor } from './openEditor';

/** Closes what previous tests have left open, and resets the repository: only its first commit, on `main`, without tags and remotes. */
export async function startOver({ page, folder }: Editor): Promise<void> {
  if (await page.locator('.quick-input-widget').isVisible()) await leaveQuickInput(page);
  await runEditorCommand(page, 'Notifications: Clear All Notifications');
  await closeEditors(page);
  const git = (...parameters: string[]): string[] =>
    execFileSync('git', parameters, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).split('\n').filter(Boolean);
  const [first = ''] = git('rev-list', '--max-parents=0', 'HEAD');
  git('checkout', '--quiet', '--force', '-B', 'main', first);
  git('clean', '--quiet', '--force', '-d');
  const branches = git('for-each-ref', '--format=%(refname:short)', 'refs/heads').filter(name => name !== 'main');
  if (branches.length > 0) git('branch', '--quiet', '--delete', '--force', ...branches);
  const tags = git('tag', '--list');
  if (tags.length > 0) git('tag', '--delete', ...tags);
  for (const remote of git('remote')) git('remote', 'remove', remote);
}
