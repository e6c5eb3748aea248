import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Locator } from 'playwright-core';
import type { Editor } from '../../../support/ui/openEditor';
import type { PageOfWindow } from '../../../support/ui/pageOfWindow';
import { webview } from '../../../support/ui/webview';
import {
  clickUntil,
  closeEditors,
  leaveQuickInput,
  quickPick,
  runEditorCommand,
  takePicture,
} from '../../../support/vscode/workbench';

const pictures = resolve(__dirname, '../../../../out/pictures/board');

/** Declares the tests of the promotion board. @returns what the tests of all pages do with it */
export function boardTests(editor: Editor): PageOfWindow {
  const page = () => webview(editor.page);
  const column = (environment: string): Locator =>
    page().getByRole('region', { name: new RegExp(`^${environment}, `) });
  const action = (environment: string, name: string): Locator => column(environment).getByRole('button', { name });
  const boardTab = (): Locator => editor.page.locator('.tab').filter({ hasText: 'Promotion Board' });
  const git = (...parameters: string[]): string => {
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'core.hooksPath=/dev/null'];
    return execFileSync('git', [...identity, ...parameters], { cwd: editor.folder, encoding: 'utf8', stdio: 'pipe' });
  };
  /** A commit on the remote's main branch. */
  const merge = (subject: string): void => {
    git('commit', '--quiet', '--allow-empty', '--message', subject);
    git('push', '--quiet', 'origin', 'main');
  };
  /** Closes a preview, which opens in front of the board. */
  const backToBoard = async (): Promise<void> => {
    await boardTab().click();
    await column('apps').waitFor();
  };

  describe('the promotion board', () => {
    it('has a column for each environment, in promotion order', async () => {
      await editor.page.locator('.statusbar-item', { hasText: '1 commit to promote to apps' }).waitFor();
      await runEditorCommand(editor.page, 'Kubestack: Show Promotion Board');
      await column('apps').getByText('1 commit to promote').waitFor();
      assert.deepEqual(await page().getByRole('heading', { level: 3 }).allInnerTexts(), ['ops', 'apps', 'apps-prod']);
      await column('ops').getByText('main', { exact: true }).waitFor();
      await column('apps').getByText('Nothing deployed').waitFor();
      await action('apps', 'Promote…').waitFor();
      assert.equal(await action('ops', 'Promote…').count(), 0);
      assert.equal(await action('apps', 'Roll Back…').count(), 0);
    });

    it('is used with the keyboard: arrow keys between columns, Tab through the buttons of one', async () => {
      const focused = (environment: string): Promise<void> =>
        page().locator(`.column:focus[data-environment="${environment}"]`).waitFor();
      await column('ops').focus();
      await editor.page.keyboard.press('ArrowRight');
      await focused('apps');
      await editor.page.keyboard.press('End');
      await focused('apps-prod');
      await editor.page.keyboard.press('Home');
      await focused('ops');
      await editor.page.keyboard.press('ArrowRight');
      await focused('apps');
      await editor.page.keyboard.press('Tab');
      await page().locator('.column[data-environment="apps"] button:focus').waitFor();
      assert.equal(await page().locator('.column[tabindex="0"]').count(), 1);
    });

    it('keeps the focus and its elements while it follows the repository', async () => {
      await action('apps', 'Promote…').focus();
      await column('apps').evaluate(element => Object.assign(element, { isTheSame: true }));
      merge('More room for apps');
      await column('apps').getByText('2 commits to promote').waitFor();
      await column('apps').getByRole('button', { name: 'More room for apps' }).waitFor();
      assert.equal(await page().locator('button:focus').innerText(), 'Promote…');
      assert.equal(await column('apps').evaluate(element => 'isTheSame' in element), true);
    });

    it('shows what a waiting commit changes', async () => {
      await column('apps').getByRole('button', { name: 'More room for apps' }).click();
      await editor.page.locator('.tab.active', { hasText: 'More room for apps' }).waitFor();
      await backToBoard();
    });

    it('promotes, and shows the new deployment', async () => {
      await action('apps', 'Promote…').click();
      // The row above appears at the same time as those below it.
      await quickPick(editor.page, "unknown: The remote isn't on a supported Git host.").waitFor();
      await quickPick(editor.page, 'Promote to apps').click();
      await backToBoard();
      await column('apps')
        .getByText(/^apps-deploy-\d{4}-\d\d-\d\d-0$/)
        .waitFor();
      await column('apps').getByText('Nothing to promote').waitFor();
      await column('apps-prod').getByText('2 commits to promote').waitFor();
      await runEditorCommand(editor.page, 'Notifications: Clear All Notifications');
      await takePicture(editor.page, join(pictures, 'board.png'));
    });

    it('rolls back to an earlier promotion', async () => {
      merge('Too much');
      await column('apps').getByText('1 commit to promote').waitFor();
      const tag = 'apps-deploy-2099-01-01-0';
      git('tag', '--annotate', '--message', 'Too much', tag);
      git('push', '--quiet', 'origin', tag);
      await page().getByRole('button', { name: 'Refresh' }).click();
      await column('apps').getByText(tag).waitFor();
      await action('apps', 'Roll Back…').click();
      await quickPick(editor.page, 'More room for apps').click();
      await quickPick(editor.page, 'Roll apps Back').waitFor();
      await leaveQuickInput(editor.page);
      await backToBoard();
    });
    after(() => closeEditors(editor.page));
  });

  return {
    narrow: { width: 933, height: 600 },

    show: () => clickUntil(boardTab(), column('apps')),

    async change() {
      await runEditorCommand(editor.page, 'Kubestack: Show Promotion Board');
      await column('apps').waitFor();
      await column('apps-prod').focus();
    },

    async isRestored() {
      await page().locator('.column[data-environment="apps-prod"][tabindex="0"]').waitFor();
      merge('After the reload');
      await column('apps').getByRole('button', { name: 'After the reload' }).waitFor();
    },

    async prepareToBeRead() {
      await column('apps-prod').focus();
    },

    async fits() {
      const cut = await page()
        .locator('.column *')
        .evaluateAll(all =>
          all
            .filter(each => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0)
            .map(each => each.outerHTML),
        );
      assert.deepEqual(cut, []);
    },
  };
}
