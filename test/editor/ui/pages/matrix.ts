import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Locator } from 'playwright-core';
import { chooseWithKeys, reachedByTab, reachedNext } from '../../../support/ui/keyboard';
import type { Editor } from '../../../support/ui/openEditor';
import type { PageOfWindow } from '../../../support/ui/pageOfWindow';
import { webview } from '../../../support/ui/webview';
import {
  clickUntil,
  closeEditors,
  confirm,
  leaveQuickInput,
  openActivity,
  repeatUntil,
  runEditorCommand,
  takePicture,
} from '../../../support/vscode/workbench';

const pictures = resolve(__dirname, '../../../../out/pictures/matrix');

/** The file of the first cluster. */
const source = 'eks_gc0_eu-west-1_cluster.tf';

/** A node pool with so many labels that a page with all of their cells would not scroll smoothly. @param first number of the first label */
const manyLabels = (name: string, first: number, count: number): string => `
module "eks_gc0_eu-west-1_node_pool_${name}" {
  source       = "./vendor/terraform-kubestack/aws/cluster/node-pool"
  cluster_name = module.eks_gc0_eu-west-1.current_metadata["name"]
  configuration = {
    apps-prod = {
      name = "${name}"
      labels = {
${Array.from({ length: count }, (_, index) => `l${String(first + index).padStart(5, '0')}="${index}"`).join('\n')}
      }
    }
    apps = {}
    ops  = {}
  }
}
`;

/** Declares the tests of the environment matrix. @returns what the tests of all pages do with it */
export function matrixTests(editor: Editor): PageOfWindow {
  const page = () => webview(editor.page);
  const grid = (): Locator => page().getByRole('grid', { name: 'Environment matrix' });
  /** Rows of an attribute of the first cluster. */
  const row = (attribute: string): Locator =>
    page()
      .locator('tbody tr')
      .filter({ has: page().locator('td.module', { hasText: /^eks_gc0_eu-west-1$/ }) })
      .filter({ has: page().getByRole('rowheader', { name: attribute, exact: true }) });
  const cell = (attribute: string, environment: number): Locator =>
    row(attribute)
      .locator('td')
      .nth(1 + environment);
  const status = (text: string | RegExp): Locator => page().getByRole('status').filter({ hasText: text });
  const tab = (text: string): Locator => editor.page.locator('.tab.active').filter({ hasText: text });
  const matrixTab = (): Locator => editor.page.locator('.tab').filter({ hasText: 'Matrix of' });
  const toggle = (name: string): Locator => page().getByRole('button', { name, exact: true });
  const input = (): Locator => editor.page.locator('.quick-input-widget input');
  const press = (key: string): Promise<void> => editor.page.keyboard.press(key);
  const focused = (): Locator => page().locator('td:focus, th:focus');
  const file = (name: string): string => join(editor.folder, name);

  describe('the environment matrix', () => {
    it('shows the attributes of all environments with their origins', async () => {
      await openActivity(editor.page, 'Kubestack');
      await editor.page.locator('.pane-body .monaco-list-row').filter({ hasText: 'ops' }).first().waitFor();
      await runEditorCommand(editor.page, 'Kubestack: Show Environment Matrix');
      await grid().waitFor();
      assert.deepEqual(await page().getByRole('columnheader').allInnerTexts(), [
        'Module',
        'Attribute',
        'ops',
        'apps',
        'apps-prod base',
      ]);
      await page().getByRole('combobox', { name: 'Scope' }).selectOption({ label: 'eks_gc0_eu-west-1' });
      await cell('default_node_pool.max_size', 0).waitFor();
      await takePicture(editor.page, join(pictures, 'cluster.png'));
      assert.match((await cell('default_node_pool.max_size', 0).textContent()) ?? '', /^≠2, overrides 18 of apps-prod/);
      assert.match((await cell('default_node_pool.max_size', 2).textContent()) ?? '', /^18, set here/);
      assert.match((await cell('cluster_vpc_cidr', 0).textContent()) ?? '', /inherited from apps-prod/);
    });

    it('shows three environments in a window of 1,000 pixels', async () => {
      await editor.page.setViewportSize({ width: 1000, height: 700 });
      try {
        // Waits until the page has its new size: the last column ends within the grid.
        const heights = await page()
          .locator('#grid')
          .evaluate(
            grid =>
              new Promise<number>(resolve => {
                const check = (): void => {
                  const headers = [...grid.querySelectorAll('thead th')];
                  const end = headers.at(-1)!.getBoundingClientRect().right;
                  if (innerWidth > 700 || end > grid.getBoundingClientRect().right + 1)
                    return void requestAnimationFrame(check);
                  const rows = [...grid.querySelectorAll('tbody:not(.spacer) tr')];
                  resolve(new Set(rows.map(row => Math.round(row.getBoundingClientRect().height))).size);
                };
                check();
              }),
          );
        // Only visible rows are drawn, so all have the same height, also those with a wrapped name.
        assert.equal(heights, 1);
        await takePicture(editor.page, join(pictures, 'narrow.png'));
      } finally {
        await editor.page.setViewportSize({ width: 1400, height: 900 });
      }
    });

    it('shows the number of nodes in each environment and zone', async () => {
      const nodes = page().getByRole('rowheader', { name: /^Nodes/ });
      assert.equal(await nodes.getAttribute('aria-expanded'), 'false');
      await nodes.click();
      await page().getByRole('rowheader', { name: 'eu-west-1a' }).waitFor();
      await nodes.press('Enter');
      await page().getByRole('rowheader', { name: 'eu-west-1a' }).waitFor({ state: 'detached' });
    });

    it('can be limited to differences, filtered and sorted', async () => {
      await toggle('Differences').click();
      await row('cluster_vpc_cidr').waitFor({ state: 'detached' });
      await cell('default_node_pool.max_size', 0).waitFor();
      await toggle('Differences').click();
      const filter = page().getByRole('searchbox', { name: 'Filter' });
      await filter.fill('node_pool MAX');
      await row('cluster_vpc_cidr').waitFor({ state: 'detached' });
      await status(/^\d+ of \d+ attributes$/).waitFor();
      await filter.press('Escape');
      await row('cluster_vpc_cidr').waitFor();
      const column = page().getByRole('columnheader', { name: 'Attribute' });
      await column.click();
      await page().locator('th[aria-sort="ascending"]').waitFor();
      const names = await page()
        .locator('tbody .attribute')
        .evaluateAll(all => all.map(each => each.getAttribute('aria-label') ?? ''));
      assert.deepEqual(
        names,
        [...names].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })),
      );
      await column.press('Enter');
      await page().locator('th[aria-sort="descending"]').waitFor();
      await column.press('Enter');
      await page().locator('th[aria-sort="ascending"], th[aria-sort="descending"]').waitFor({ state: 'detached' });
    });

    it('works with the keyboard only', async () => {
      const start = cell('default_node_pool.max_size', 0);
      /** Starts again each time, since a page that is redrawn between two keys loses the second one. */
      const pressed = async (keys: readonly string[], shown: Locator): Promise<void> =>
        repeatUntil(shown, async () => {
          await start.focus();
          for (const key of keys) await press(key);
        });
      await pressed(['ArrowRight'], page().locator('td[aria-colindex="4"]:focus'));
      await pressed(['ArrowRight', 'Home'], focused().filter({ hasText: /^eks_gc0_eu-west-1$/ }));
      await pressed(['Control+Home'], focused().filter({ hasText: /^Module$/ }));
      const last = (await grid().getAttribute('aria-rowcount')) ?? '';
      await pressed(['Control+End'], page().locator(`tr[aria-rowindex="${last}"] td:focus`));
      assert.equal(await page().locator('[tabindex="0"]').count(), 1);
      await press('/');
      await page().locator('#filter:focus').waitFor();
      await press('Escape');
      await focused().waitFor();
    });

    it('has names for everything that Tab reaches: the toolbar, one cell, and its actions', async () => {
      await cell('default_node_pool.max_size', 0).focus();
      await page().getByRole('button', { name: 'Reset to Inherited' }).waitFor();
      assert.deepEqual(await reachedByTab(editor.page, page().getByRole('combobox', { name: 'Scope' }), 7), [
        'combobox Scope',
        'searchbox Filter',
        'button Differences',
        'button Unknown',
        'button Compare with Revision…',
        'button Copy as Markdown',
        'button Copy as CSV',
      ]);
      assert.match(await reachedNext(editor.page), /^gridcell ≠2/);
      assert.equal(await reachedNext(editor.page), 'button Open Code');
      assert.equal(await reachedNext(editor.page), 'button Reset to Inherited');
    });

    for (const key of ['Shift+F10', 'ContextMenu']) {
      it(`opens the menu of a cell with ${key}, and runs the selected item`, async () => {
        await chooseWithKeys(
          editor.page,
          cell('default_node_pool.max_size', 1),
          key,
          'Show Effective Configuration',
          tab('apps ('),
        );
        await matrixTab().click();
        await cell('default_node_pool.max_size', 1).waitFor();
      });
    }

    it('offers to show all attributes if the filter matches none', async () => {
      const filter = page().getByRole('searchbox', { name: 'Filter' });
      await filter.fill('no such attribute');
      await page().getByRole('button', { name: 'Show All' }).focus();
      await press('Enter');
      await cell('default_node_pool.max_size', 0).waitFor();
      assert.equal(await filter.inputValue(), '');
    });

    it('is a grid whose cells announce their row, column and sort order', async () => {
      assert.equal(await grid().getAttribute('aria-colcount'), '5');
      assert.equal(await cell('default_node_pool.max_size', 0).getAttribute('role'), 'gridcell');
      assert.equal(await cell('default_node_pool.max_size', 0).getAttribute('aria-colindex'), '3');
      const header = page().getByRole('columnheader', { name: 'Attribute' });
      await header.focus();
      await press('Enter');
      await page().locator('th[aria-sort="ascending"]').waitFor();
      await header.press('Enter');
      await page().locator('th[aria-sort="descending"]').waitFor();
      await header.press('Enter');
      await page().locator('th[aria-sort="ascending"], th[aria-sort="descending"]').waitFor({ state: 'detached' });
    });

    it('names the variable that a value comes from', async () => {
      const details = page().locator('#details').getByText('var.base_domain = ');
      await repeatUntil(details, () => cell('base_domain', 0).focus());
      await takePicture(editor.page, join(pictures, 'why.png'));
    });

    it('opens the code of a cell beside the matrix', async () => {
      await repeatUntil(tab(source), async () => {
        await cell('default_node_pool.max_size', 0).focus();
        await press('Enter');
      });
      await matrixTab().click();
    });

    it('overrides an inherited value, and resets it', async () => {
      const changed = cell('cluster_vpc_cidr', 0);
      const details = page().locator('#details').getByText('inherited from apps-prod');
      await repeatUntil(editor.page.locator('.tab.dirty').filter({ hasText: source }), async () => {
        await repeatUntil(details, () => changed.focus());
        await press('F2');
      });
      await matrixTab().click();
      await row('cluster_vpc_cidr').locator('td.overridden').waitFor();
      await repeatUntil(page().locator('td.overridden:focus'), () => changed.focus());
      await toggle('Reset to Inherited').click();
      await row('cluster_vpc_cidr').locator('td.overridden').waitFor({ state: 'detached' });
      await matrixTab().click();
    });

    it('marks what changed since a revision', async () => {
      await toggle('Compare with Revision…').click();
      await input().waitFor();
      await confirm(editor.page);
      await toggle('Since HEAD').waitFor();
      assert.equal(await page().locator('td.changed').count(), 0);
      await editor.page.locator('.tab').filter({ hasText: source }).click();
      await runEditorCommand(editor.page, 'File: Revert File');
      await editor.page.locator('.tab.dirty').waitFor({ state: 'detached' });
      await matrixTab().click();
      writeFileSync(file(source), readFileSync(file(source), 'utf8').replace(/(max_size\s+=) 18/, '$1 21'));
      await page().locator('td.changed').first().waitFor();
      assert.match((await cell('default_node_pool.max_size', 2).textContent()) ?? '', /^Δ21.*changed, was 18/);
      await toggle('Changes').click();
      await status(/^1 of \d+ attributes$/).waitFor();
      await toggle('Since HEAD').click();
      await page().locator('td.changed').first().waitFor({ state: 'detached' });
      await row('cluster_vpc_cidr').waitFor();
      execFileSync('git', ['checkout', '--quiet', '--', source], { cwd: editor.folder });
      await cell('default_node_pool.max_size', 2).filter({ hasText: /^18/ }).waitFor();
    });

    it('copies the visible rows', async () => {
      await page().getByRole('searchbox', { name: 'Filter' }).fill('default_node_pool.max_size');
      await status(/^1 of/).waitFor();
      await toggle('Copy as Markdown').click();
      await status('Rows copied: 1').waitFor();
      await toggle('Copy as CSV').click();
      // Copying can take the focus, so that the key for clearing the filter would be lost.
      await repeatUntil(row('cluster_vpc_cidr'), () => page().getByRole('searchbox', { name: 'Filter' }).fill(''));
    });

    it('stays small with ten thousand attributes', async () => {
      writeFileSync(file('many.tf'), manyLabels('many', 0, 5_000) + manyLabels('more', 5_000, 5_000));
      await page().getByRole('combobox', { name: 'Scope' }).selectOption({ label: 'Whole platform' });
      await status(/^10\d{3} attributes$/).waitFor();
      await focused()
        .or(page().getByRole('columnheader', { name: 'Module' }))
        .first()
        .focus();
      await press('Control+End');
      await press('Control+Home');
      await press('PageDown');
      await page().getByRole('searchbox', { name: 'Filter' }).fill('l09999');
      await page()
        .getByRole('rowheader', { name: /l09999/ })
        .waitFor();
      await page().getByRole('searchbox', { name: 'Filter' }).fill('');
      await status(/^10\d{3} attributes$/).waitFor();
      assert.ok((await page().locator('tbody tr').count()) < 150, 'rows out of sight are elements');
      await page()
        .locator('#grid')
        .evaluate(each => (each.scrollTop = each.scrollHeight));
      await page()
        .getByRole('rowheader', { name: /l09999/ })
        .waitFor();
      await page()
        .locator('#grid')
        .evaluate(each => (each.scrollTop = 0));
      rmSync(file('many.tf'));
      await status(/^\d{2,3} attributes$/).waitFor();
    });
    after(() => closeEditors(editor.page));
  });

  return {
    narrow: { width: 700, height: 700 },

    show: () => clickUntil(matrixTab(), grid()),

    async change() {
      await runEditorCommand(editor.page, 'Kubestack: Show Environment Matrix');
      await grid().waitFor();
      await page().getByRole('combobox', { name: 'Scope' }).selectOption({ label: 'eks_gc0_eu-west-1' });
      await row('cluster_vpc_cidr').waitFor();
      await toggle('Differences').click();
      await row('cluster_vpc_cidr').waitFor({ state: 'detached' });
      // Messages are processed in order: when VS Code asks for the revision, it has received the page's state.
      await toggle('Compare with Revision…').click();
      await input().waitFor();
      await leaveQuickInput(editor.page);
    },

    async isRestored() {
      await cell('default_node_pool.max_size', 0).waitFor();
      assert.equal(await toggle('Differences').getAttribute('aria-pressed'), 'true');
      assert.equal(await row('cluster_vpc_cidr').count(), 0);
      await toggle('Differences').click();
      await row('cluster_vpc_cidr').waitFor();
    },

    async prepareToBeRead() {
      await cell('default_node_pool.max_size', 0).focus();
    },

    async fits() {
      await cell('default_node_pool.max_size', 0).waitFor();
      const box = await toggle('Copy as CSV').boundingBox();
      assert.ok(box && box.x + box.width <= 700, 'a button is outside of the window');
    },
  };
}
