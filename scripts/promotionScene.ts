/** A platform with an earlier promotion and two waiting commits, for pictures of promotion. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { webview } from '../test/support/ui/webview';
import { quickPick, runEditorCommand } from '../test/support/vscode/workbench';

const people = { ada: 'Ada Winter', bo: 'Bo Lindgren' } as const;
const hour = 3_600_000;

/** The view with the changes that wait for apps, and the preview with its question. */
export async function promotionScene(page: Page, folder: string): Promise<void> {
  makePromotedPlatform(folder);
  const status = page.locator('.statusbar-item', { hasText: '2 commits to promote to apps' });
  await status.waitFor();
  await status.locator('a').click();
  for (const name of ['Changes', 'Graph'])
    await page.locator(`.pane-header[aria-expanded="true"][aria-label^="${name}"] .title`).click();
  const row = (text: string) => page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
  await row('2 changes in 1 cluster').click();
  await row('default_node_pool.max_size').waitFor();
  await runEditorCommand(page, 'Kubestack: Promote…');
  await quickPick(page, 'commits to promote to apps').click();
  await page.locator('.quick-input-title:visible', { hasText: /^Promote [0-9a-f]{7} to apps: 2 commits$/ }).waitFor();
  await webview(page).locator('h2', { hasText: 'Changes in apps' }).waitFor();
}

/** Only the promotion board, with the changes that wait for apps. */
export async function promotionBoard(page: Page, folder: string): Promise<void> {
  makePromotedPlatform(folder);
  await page.locator('.statusbar-item', { hasText: '2 commits to promote to apps' }).waitFor();
  await runEditorCommand(page, 'View: Close Primary Side Bar');
  await runEditorCommand(page, 'Kubestack: Show Promotion Board');
  const column = webview(page).getByRole('region', { name: /^apps, / });
  await column.getByText('2 commits to promote').waitFor();
}

/** Makes the platform's repository one with a promotion two days ago, and two commits since then. */
export function makePromotedPlatform(folder: string): void {
  const remote = join(dirname(folder), 'platform.git');
  const at = (who: keyof typeof people, hoursAgo: number, ...parameters: string[]): void => {
    const date = new Date(Date.now() - hoursAgo * hour).toISOString();
    const name = people[who];
    const identity = { NAME: name, EMAIL: `${who}@example.com`, DATE: date };
    const roles: string[][] = Object.entries(identity).flatMap(([key, value]) => [
      [`GIT_AUTHOR_${key}`, value],
      [`GIT_COMMITTER_${key}`, value],
    ]);
    execFileSync('git', parameters, {
      cwd: folder,
      stdio: 'pipe',
      env: { ...process.env, ...(Object.fromEntries(roles) as Record<string, string>) },
    });
  };
  const edit = (from: string, to: string): void => {
    const file = join(folder, 'eks_gc0_eu-west-1_cluster.tf');
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
  };
  const tag = (environment: string, hoursAgo: number, counter: number): string => {
    const day = new Date(Date.now() - hoursAgo * hour).toISOString().slice(0, 10);
    return `${environment}-deploy-${day}-${counter}`;
  };
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', remote]);
  at('ada', 52, 'commit', '--quiet', '--amend', '--reset-author', '--no-edit');
  at('ada', 50, 'tag', '--annotate', '--message=Promote to apps', tag('apps', 50, 0));
  at('bo', 49, 'tag', '--annotate', '--message=Promote to apps-prod', tag('apps-prod', 49, 0));
  edit('max_size         = 9', 'max_size         = 12');
  at('bo', 3, 'commit', '--quiet', '--all', '--message=More room for the spring campaign');
  edit('desired_capacity = 3', 'desired_capacity = 4');
  at('ada', 2, 'commit', '--quiet', '--all', '--message=One machine more to begin with');
  at('ada', 2, 'remote', 'add', 'origin', remote);
  at('ada', 2, 'push', '--quiet', '--set-upstream', '--follow-tags', 'origin', 'main');
}
