import * as assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import {
  clickUntil,
  closeEditors,
  hoverOver,
  openActivity,
  pressUntil,
  quickPick,
  repeatUntil,
  runEditorCommand,
} from '../../../support/vscode/workbench';
import type { Editor } from '../../../support/ui/openEditor';

/** Declares the tests of the Kubestack view. */
export function kubestackViewTests(editor: Editor): void {
  const row = (text: string): Locator =>
    editor.page.locator('.pane-body .monaco-list-row').filter({ hasText: text }).first();
  const tab = (text: string): Locator => editor.page.locator('.tab.active').filter({ hasText: text });

  describe('the Kubestack view of a platform with three environments', () => {
    it('names every item for screen readers', async () => {
      await openActivity(editor.page, 'Kubestack');
      await editor.page.locator('.pane-body .monaco-list-row').nth(9).waitFor();
      const labels = await editor.page
        .locator('.pane-body .monaco-list-row')
        .evaluateAll(rows => rows.map(found => found.getAttribute('aria-label')));
      const eks = 'cluster eks_gc0_eu-west-1, AWS, eu-west-1, v0.18.2-beta.0, 1 node pool, 1 service';
      const gke = 'cluster gke_gc0_europe-west1, Google Cloud, europe-west1, v0.18.2-beta.0';
      assert.deepEqual(labels, [
        'environment ops, 2 clusters, 1 node pool, 1 service',
        `${eks}, 1 override`,
        gke,
        'environment apps, 2 clusters, 1 node pool, 1 service',
        eks,
        gke,
        'environment apps-prod, base, 2 clusters, 1 node pool, 1 service',
        eks,
        gke,
        'other problems in eks_gc0_eu-west-1_providers.tf',
      ]);
    });

    it('counts problems outside of modules in its last row, which opens the first of them', async () => {
      const last = editor.page.locator('.pane-body .monaco-list-row[aria-label^="other problems"]');
      await clickUntil(last, tab('eks_gc0_eu-west-1_providers.tf'));
      await editor.page.waitForFunction(() => {
        const label = document.querySelector('.pane-body .monaco-list-row[aria-label^="other"] .monaco-icon-label');
        return label && getComputedStyle(label, '::after').content === '"1"';
      });
    });

    it('counts the problems of services at their cluster while it is collapsed', async () => {
      const shown = (count: string): Promise<unknown> =>
        editor.page.waitForFunction(expected => {
          const rows = [...document.querySelectorAll('.pane-body .monaco-list-row[aria-label^="cluster eks_"]')];
          const badges = rows.map(found => found.querySelector('.monaco-icon-label'));
          return (
            rows.length === 3 &&
            badges.every(badge => badge && getComputedStyle(badge, '::after').content === `"${expected}"`)
          );
        }, count);
      const file = join(editor.folder, 'eks_gc0_eu-west-1_service_nginx.tf');
      const text = readFileSync(file, 'utf8');
      await shown('5');
      writeFileSync(file, text.replace('configuration_base_key', 'configuration_bas_key'));
      await shown('6');
      writeFileSync(file, text);
      await shown('5');
    });

    it('works with the keyboard only', async () => {
      // Starts from the cluster again, since a list that is redrawn between two keys loses the second one.
      await repeatUntil(tab('eks_gc0_eu-west-1_service_nginx.tf'), async () => {
        await clickUntil(row('eks_gc0_eu-west-1'), tab('eks_gc0_eu-west-1_cluster.tf'));
        await row('eks_gc0_eu-west-1').focus();
        await pressUntil(editor.page, 'ArrowRight', row('nginx'));
        for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await editor.page.keyboard.press(key);
      });
    });

    it('shows overridden values, and dims inherited ones', async () => {
      await clickUntil(row('eks_gc0_eu-west-1'), tab('eks_gc0_eu-west-1_cluster.tf'));
      await editor.page.locator('.editor-group-container.active .view-line', { hasText: 'cluster_max_size' }).click();
      await runEditorCommand(editor.page, 'Kubestack: Show Effective Configuration');
      await quickPick(editor.page, 'ops').click();
      await tab('ops (').waitFor();
      const line = (text: string): Locator =>
        editor.page.locator('.editor-group-container.active .view-line', { hasText: text }).first();
      /** Opacities of the parts of a line, and their background colors. */
      const looks = async (text: string): Promise<{ opacities: string[]; behind: string }> => {
        const spans = line(text).locator('span span');
        return {
          opacities: await spans.evaluateAll(found => found.map(span => getComputedStyle(span).opacity)),
          behind: await spans.evaluateAll(found =>
            found.map(span => getComputedStyle(span, '::after').content).join(''),
          ),
        };
      };
      await editor.page.waitForFunction(() =>
        [...document.querySelectorAll('.editor-group-container.active .view-line span span')].some(span =>
          /overrides\s\S*3/.test(getComputedStyle(span, '::after').content),
        ),
      );
      assert.match((await looks('cluster_min_size')).behind, /overrides\s\S*3/);
      assert.ok(
        (await looks('cluster_min_size')).opacities.every(opacity => opacity === '1'),
        'an override is dimmed',
      );
      assert.ok(
        (await looks('cluster_max_size')).opacities.every(opacity => opacity === '0.6'),
        'what is inherited is not dimmed',
      );
    });

    it('shows the base value of an override on hover, with a link', async () => {
      const text = await hoverOver(editor.page, 'cluster_min_size', /overrides/);
      assert.match(text, /Set in ops, overrides "3" of apps-prod\./);
      assert.match(text, /eks_gc0_eu-west-1_cluster\.tf:18/);
    });

    it('compares two environments, and asks only for the missing one', async () => {
      await runEditorCommand(editor.page, 'Kubestack: Compare Environments…');
      await quickPick(editor.page, 'apps-prod').click();
      await tab('ops ↔ apps-prod').waitFor();
    });

    it('shows the server status in the language status item', async () => {
      const item = editor.page.locator('[id="status.languageStatus"]').first();
      const status = editor.page.locator('.hover-language-status', { hasText: 'Kubestack' });
      await repeatUntil(status, async () => {
        await editor.page.mouse.move(5, 5);
        await item.hover();
      });
      assert.match(await status.innerText(), /Kubestack: 2 clusters, 3 environments[\s\S]*v0\.18\.2-beta\.0/);
    });

    after(() => closeEditors(editor.page));
  });
}
