import * as assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Locator } from 'playwright-core';
import {
  leaveQuickInput,
  menuItem,
  openActivity,
  quickPick,
  repeatUntil,
  runEditorCommand,
  takePicture,
} from '../../../support/vscode/workbench';
import type { Editor } from '../../../support/ui/openEditor';

const pictures = resolve(__dirname, '../../../../out/pictures/plan');

/** What the tests of a window do with its plans after all others. */
export interface PlansOfWindow {
  /** Asserts that the plans are there after the window is reloaded, and that changed files make them stale. */
  areRestored(): Promise<void>;
  /** Asserts that the command of a plan is typed into a terminal. */
  inTerminal(): Promise<void>;
}

/** Declares the tests of planning. @returns what is tested after the window is reloaded */
export function planTests(editor: Editor): PlansOfWindow {
  const pane = (): Locator =>
    editor.page.locator('.pane').filter({
      has: editor.page.locator('.pane-header', { has: editor.page.locator('.title', { hasText: /^Plan$/ }) }),
    });
  const row = (text: string): Locator => pane().locator('.monaco-list-row').filter({ hasText: text }).first();
  /** Waits until every environment has a plan, according to the question for an environment, which shows all of them at once. */
  const allPlanned = async (): Promise<void> => {
    const rows = editor.page.locator('.quick-input-list .monaco-list-row');
    for (const deadline = Date.now() + 90_000; ;) {
      await runEditorCommand(editor.page, 'Kubestack: Plan…');
      await quickPick(editor.page, 'apps-prod').waitFor();
      const plannedRows = (await rows.allInnerTexts()).filter(text => text.includes('15 to add')).length;
      await leaveQuickInput(editor.page);
      if (plannedRows === 3) return;
      assert.ok(Date.now() < deadline, `${plannedRows} environments have a plan`);
    }
  };
  const toast = (text: string | RegExp): Locator =>
    editor.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();

  describe('planning', () => {
    it('offers to plan in the empty view, which leaves most of a small window to the platform', async () => {
      await editor.page.setViewportSize({ width: 933, height: 600 });
      await openActivity(editor.page, 'Kubestack');
      await editor.page.locator('.pane-body .monaco-list-row').filter({ hasText: 'apps-prod' }).first().waitFor();
      await pane().locator('.monaco-text-button').filter({ hasText: /^Plan/ }).first().waitFor();
      await pane().getByRole('button', { name: 'Plan All Environments' }).waitFor({ state: 'attached' });
      const [section, bar] = [await pane().boundingBox(), await editor.page.locator('.part.sidebar').boundingBox()];
      assert.ok(section && bar && section.height < bar.height * 0.4, 'the empty section is large');
      await takePicture(editor.page, join(pictures, 'small-window.png'));
      await editor.page.setViewportSize({ width: 1400, height: 900 });
    });

    it('offers what is missing: first init, then a new workspace, then it shows the plan', async () => {
      await runEditorCommand(editor.page, 'Kubestack: Plan ops');
      await toast('Run Terraform Init and Plan').getByRole('button', { name: 'Run Terraform Init and Plan' }).click();
      await row('Create Workspace ops and Plan').click();
      await row('15 to add').waitFor();
      await row('eks_gc0_eu-west-1').waitFor();
    });

    it('opens an added resource in a single column with a short title', async () => {
      await row('terraform_data.cluster').click();
      await editor.page.locator('.tab.active', { hasText: /^terraform_data\.cluster \(ops\)/ }).waitFor();
      await editor.page.locator('.view-line', { hasText: 'known after apply' }).first().waitFor();
      await editor.page.locator('.view-line', { hasText: 'Will be created.' }).first().waitFor();
      assert.equal(await editor.page.locator('.monaco-diff-editor').count(), 0);
    });

    it('offers what a change can do in its context menu', async () => {
      const change = row('terraform_data.cluster');
      await repeatUntil(menuItem(editor.page, 'Copy Address'), async () => {
        await editor.page.keyboard.press('Escape');
        await change.click({ button: 'right' });
      });
      const items = await editor.page.locator('.monaco-menu .action-label').allTextContents();
      assert.deepEqual(items.filter(Boolean), ['Show Change', 'Go to Source', 'Copy Address']);
      await takePicture(editor.page, join(pictures, 'context-menu.png'));
      await editor.page.keyboard.press('Escape');
    });

    it('lists the environments in promotion order, with the result of the last plan of each', async () => {
      await runEditorCommand(editor.page, 'Kubestack: Plan…');
      await quickPick(editor.page, '15 to add').waitFor();
      const rows = await editor.page.locator('.quick-input-list .monaco-list-row').allInnerTexts();
      assert.match(rows.join('\n'), /^ops[\s\S]*15 to add[\s\S]*apps[\s\S]*not planned yet[\s\S]*apps-prod/);
      await leaveQuickInput(editor.page);
    });

    it('offers to create all missing workspaces together, and plans all environments then', async () => {
      await runEditorCommand(editor.page, 'Kubestack: Plan All Environments');
      const offer = toast("These workspaces don't exist yet: apps, apps-prod.");
      await offer.getByRole('button', { name: 'Create 2 Workspaces and Plan' }).click();
      await allPlanned();
      await runEditorCommand(editor.page, 'Notifications: Clear All Notifications');
    });
  });

  return {
    async areRestored() {
      await openActivity(editor.page, 'Kubestack');
      await row('15 to add').waitFor();
      await allPlanned();
      // The inputs of the plan are compared with the current files.
      const file = join(editor.folder, 'locals.tf');
      writeFileSync(file, `${readFileSync(file, 'utf8')}\n# later\n`);
      await row('stale').waitFor();
    },

    async inTerminal() {
      await runEditorCommand(editor.page, 'Kubestack: Run Plan in Terminal…');
      await quickPick(editor.page, 'ops').click();
      const terminal = editor.page.locator('.terminal-wrapper.active .xterm-accessibility, .terminal-wrapper.active');
      await terminal.first().waitFor();
      await editor.page
        .locator('.tabs-list, .single-terminal-tab, .terminal-tabs-entry', { hasText: 'Plan ops' })
        .first()
        .waitFor();
    },
  };
}
