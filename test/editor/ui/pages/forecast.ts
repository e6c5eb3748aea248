import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import type { Editor } from '../../../support/ui/openEditor';
import { answerQuestions } from '../../../support/ui/wizard';
import {
  closeEditors,
  openActivity,
  quickOpen,
  repeatUntil,
  runEditorCommand,
  takePicture,
} from '../../../support/vscode/workbench';

const pictures = resolve(__dirname, '../../../../out/pictures/forecast');

/** Declares the tests of forecasts. */
export function forecastTests(editor: Editor): void {
  const page = (): FrameLocator => editor.page.frameLocator('iframe.webview').last().frameLocator('#active-frame');
  const message = (text: string): Locator =>
    editor.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
  const pool = (): string => join(editor.folder, 'eks_gc0_eu-west-1_node_pool_batch.tf');

  describe('the forecast', () => {
    before(async () => {
      await openActivity(editor.page, 'Kubestack');
      await editor.page.locator('.pane-body .monaco-list-row').filter({ hasText: 'ops' }).first().waitFor();
    });
    after(async () => {
      execFileSync('git', ['checkout', '--quiet', '--', '.'], { cwd: editor.folder });
      await closeEditors(editor.page);
    });

    it('says that uncommitted changes affect no resource', async () => {
      await runEditorCommand(editor.page, 'Kubestack: Show Forecast');
      await answerQuestions(editor.page, [['Changes since which revision', 'HEAD']]);
      await message('The changes since HEAD affect no resource').waitFor();
    });

    it('shows what the uncommitted changes do in each environment, and where the code is', async () => {
      writeFileSync(
        pool(),
        readFileSync(pool(), 'utf8').replace(/instance_types\s+= \[.*\]/, 'instance_types = ["m6i.4xlarge"]'),
      );
      // VS Code can report a change on disk later.
      await quickOpen(editor.page, 'eks_gc0_eu-west-1_node_pool_batch.tf');
      await editor.page.locator('.view-line', { hasText: '"m6i.4xlarge"' }).first().waitFor();
      await runEditorCommand(editor.page, 'Kubestack: Show Forecast');
      await answerQuestions(editor.page, [['Changes since which revision', 'HEAD']]);
      await page().getByText('module.eks_gc0_eu-west-1_node_pool_batch.terraform_data.node_pool').first().waitFor();
      // ops overrides the instance types.
      await page().getByText('apps, apps-prod', { exact: true }).waitFor();
      const reason = page().locator('li li', { hasText: 'triggers_replace.instance_types' });
      await reason
        .filter({ hasText: '["m6i.4xlarge"]' })
        .filter({ hasText: 'eks_gc0_eu-west-1_node_pool_batch.tf:12' })
        .first()
        .waitFor();
      await takePicture(editor.page, join(pictures, 'dark.png'));
    });

    it('compares with what is deployed in an environment', async () => {
      await runEditorCommand(editor.page, 'Kubestack: Show Forecast');
      await answerQuestions(editor.page, [['Changes since which revision', 'deployed in ops']]);
      await page().getByRole('heading', { name: 'changes since main' }).waitFor();
      await page().getByText('module.eks_gc0_eu-west-1_node_pool_batch.terraform_data.node_pool').first().waitFor();
    });

    it('is shown by the code lens of a module with uncommitted changes', async () => {
      const lens = editor.page.locator('.codelens-decoration a').filter({ hasText: 'Show Forecast' }).first();
      const resource = page().getByText('module.eks_gc0_eu-west-1_node_pool_batch.terraform_data.node_pool').first();
      // While lenses are computed again, VS Code can show one whose command it has forgotten. It is another one after the file is opened again.
      await repeatUntil(resource, async () => {
        await closeEditors(editor.page);
        await quickOpen(editor.page, 'eks_gc0_eu-west-1_node_pool_batch.tf');
        await lens.waitFor();
        await takePicture(editor.page, join(pictures, 'lens.png'));
        await lens.click({ timeout: 5_000 });
      });
      await quickOpen(editor.page, 'eks_gc0_eu-west-1_cluster.tf');
      await editor.page.locator('.codelens-decoration a').first().waitFor();
      assert.equal(await lens.count(), 0);
    });

    it('compares any two revisions', async () => {
      const git = (...parameters: string[]): void =>
        void execFileSync('git', ['-c', 'core.hooksPath=/dev/null', ...parameters], {
          cwd: editor.folder,
          stdio: 'pipe',
        });
      git('tag', 'before');
      git('switch', '--quiet', '--create', 'larger/pools');
      git('commit', '--quiet', '--all', '--message', 'Larger pools');
      git('switch', '--quiet', 'main');
      const compare = async (from: string, to: string): Promise<void> => {
        await runEditorCommand(editor.page, 'Kubestack: Show Forecast');
        await answerQuestions(editor.page, [
          ['Changes since which revision', 'Two Revisions'],
          ['Changes since which revision', from],
          ['Up to which revision', to],
        ]);
      };
      await compare('before', 'larger/pools');
      await page().getByRole('heading', { name: 'changes from before to larger/pools' }).waitFor();
      await page().getByText('module.eks_gc0_eu-west-1_node_pool_batch.terraform_data.node_pool').first().waitFor();
      await takePicture(editor.page, join(pictures, 'twoRevisions.png'));
      await compare('before', 'HEAD');
      await message('The changes from before to HEAD affect no resource').waitFor();
    });

    it('names a revision that does not exist', async () => {
      await runEditorCommand(editor.page, 'Kubestack: Show Forecast');
      await answerQuestions(editor.page, [
        ['Changes since which revision', 'Another Revision'],
        ['A commit, branch or tag', 'missing'],
      ]);
      await message('There is no forecast of the changes since missing').waitFor();
    });
  });
}
