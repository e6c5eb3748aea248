import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { openEditor } from '../../support/ui/openEditor';
import { addTagPipelines } from '../../support/ui/tagPipelines';
import { webview, webviewFrame } from '../../support/ui/webview';
import { openActivity, pressUntil, repeatUntil, runEditorCommand } from '../../support/vscode/workbench';

describe('diagram and matrix with the keyboard only', function () {
  const editor = openEditor({ workspace: 'multi-cloud', git: true });
  const page = () => webview(editor.page);
  const press = (key: string): Promise<void> => editor.page.keyboard.press(key);
  const tab = (text: string): Locator => editor.page.locator('.tab.active').filter({ hasText: text });
  const menu = (): Locator => editor.page.locator('.monaco-menu');
  const menuItem = (text: string): Locator => menu().locator('.action-item').filter({ hasText: text }).first();
  const focusedNode = (name: string): Locator => page().locator(`[aria-label^="${name}"]:focus`);
  const input = (): Locator => editor.page.locator('.quick-input-widget:visible input[type=text]');

  /** Role and name of what has the focus in the page. */
  const focused = async (): Promise<string> => {
    const frame = await webviewFrame(editor.page);
    return frame.evaluate(() => {
      const tags: Record<string, string> = { BUTTON: 'button', INPUT: 'searchbox', SELECT: 'combobox' };
      const at = document.activeElement!;
      const role = at.getAttribute('role') ?? tags[at.tagName] ?? at.tagName;
      return `${role} ${at.getAttribute('aria-label') ?? at.textContent ?? ''}`.trim();
    });
  };

  /** What Tab reaches from an element on, one after the other. */
  const reachedByTab = async (first: Locator, count: number): Promise<string[]> => {
    await first.focus();
    const names = [await focused()];
    while (names.length < count) {
      await press('Tab');
      names.push(await focused());
    }
    return names;
  };

  /**
   * Opens the context menu of an element, chooses an item with the arrow keys, and waits for what it does. All of it again where the page was drawn
   * anew meanwhile, which closes the menu.
   */
  const choose = async (of: Locator, key: string, text: string, shown: Locator): Promise<void> => {
    const chosen = menu().locator('.action-item.focused').filter({ hasText: text });
    await repeatUntil(shown, async () => {
      if (await menu().first().isVisible()) await press('Escape');
      await of.focus();
      await pressUntil(editor.page, key, menuItem(text));
      for (let step = 0; step < 30 && (await chosen.count()) === 0; step++) await press('ArrowDown');
      await press('Enter');
    });
  };

  before(() => {
    addTagPipelines(editor.folder);
    const remote = join(dirname(editor.folder), 'platform.git');
    const git = (folder: string, ...parameters: string[]): void =>
      void execFileSync('git', ['-c', 'core.hooksPath=/dev/null', ...parameters], { cwd: folder, stdio: 'pipe' });
    git(dirname(editor.folder), 'init', '--quiet', '--bare', '--initial-branch=main', remote);
    git(editor.folder, 'remote', 'add', 'origin', remote);
    git(editor.folder, 'push', '--quiet', '--set-upstream', 'origin', 'main');
  });

  describe('the diagram', () => {
    const node = (name: string): Locator => page().getByRole('button', { name });
    const diagramTab = (): Locator => editor.page.locator('.tab').filter({ hasText: 'Diagram of' });
    const back = async (): Promise<void> => {
      await diagramTab().click();
      await node('cluster eks_gc0_eu-west-1 in ops,').waitFor();
    };

    it('has names for everything that Tab reaches, from the toolbar to the arrows between environments', async () => {
      await openActivity(editor.page, 'Kubestack');
      await editor.page.locator('.pane-body .monaco-list-row').filter({ hasText: 'ops' }).first().waitFor();
      await runEditorCommand(editor.page, 'Kubestack: Show Platform Diagram');
      await node('Promotion to apps: 1 commit waiting').waitFor();
      const reached = await reachedByTab(page().getByRole('button', { name: 'Outline' }), 13);
      // What differs follows the name.
      const names = reached.map(name => name.replace(/,.*/, ''));
      assert.deepEqual(names, [
        'button Outline',
        'searchbox Find in diagram',
        'button Zoom out (-)',
        'button Zoom in (+)',
        'button Fit',
        'button Expand All',
        'button Collapse All',
        'button Export SVG…',
        'button Export Mermaid…',
        'treeitem environment ops',
        ...names.slice(10),
      ]);
      assert.match(names[10] ?? '', /^button platform /);
      assert.deepEqual(names.slice(11), [
        'button Promotion to apps: 1 commit waiting',
        'button Promotion to apps-prod',
      ]);
    });

    for (const key of ['Shift+F10', 'ContextMenu']) {
      it(`opens the menu of a cluster with ${key}, and does what is chosen`, async () => {
        await choose(node('cluster eks_gc0_eu-west-1 in apps,'), key, 'Show Effective Configuration', tab('apps ('));
        await back();
      });
    }

    it('has the same menu in the outline view', async () => {
      await page().getByRole('button', { name: 'Outline' }).click();
      const item = page().getByRole('treeitem', { name: /^environment apps-prod/ });
      await choose(item, 'Shift+F10', 'Show Effective Configuration', tab('apps-prod ('));
      await back();
      await page().getByRole('button', { name: 'Outline' }).click();
    });

    it('opens the menu of an arrow, and the waiting changes with Enter', async () => {
      const arrow = node('Promotion to apps: 1 commit waiting');
      await arrow.focus();
      await pressUntil(editor.page, 'Shift+F10', menuItem('Promote…'));
      await press('Escape');
      await menu().waitFor({ state: 'detached' });
      await arrow.focus();
      const promotion = editor.page.locator('.pane').filter({
        has: editor.page.locator('.pane-header .title').getByText('Promotion', { exact: true }),
      });
      await pressUntil(editor.page, 'Enter', promotion.locator('.monaco-list-row').filter({ hasText: 'ops' }).first());
      await openActivity(editor.page, 'Kubestack');
    });

    it('zooms, moves, fits and searches', async () => {
      const place = (): Promise<string | null> => page().locator('svg.diagram > g').getAttribute('transform');
      await node('cluster eks_gc0_eu-west-1 in ops,').focus();
      const fitted = await place();
      for (const key of ['+', 'Shift+ArrowLeft', '-']) {
        const before = await place();
        await press(key);
        assert.notEqual(await place(), before, key);
      }
      await press('0');
      assert.equal(await place(), fitted);
      await press('/');
      await page().locator('#find:focus').waitFor();
      await editor.page.keyboard.type('gpu');
      await press('Enter');
      await page().getByText('1 / 3').waitFor();
      await press('Escape');
      await focusedNode('node pool gke_ml0_europe-west1_node_pool_gpu in ops').waitFor();
    });

    it('exports', async () => {
      await page().getByRole('button', { name: 'Export SVG…' }).press('Enter');
      await input().waitFor();
      // The dialog shows the folder first, and then the file.
      await editor.page.waitForFunction(() =>
        [...document.querySelectorAll<HTMLInputElement>('.quick-input-widget input[type=text]')].some(
          each => each.checkVisibility() && each.value.endsWith('platform.svg'),
        ),
      );
      await press('Escape');
      await input().waitFor({ state: 'detached' });
    });
  });

  describe('the matrix', () => {
    const matrixTab = (): Locator => editor.page.locator('.tab').filter({ hasText: 'Matrix of' });
    const row = (attribute: string): Locator =>
      page()
        .locator('tbody tr')
        .filter({ has: page().locator('td.module', { hasText: /^eks_gc0_eu-west-1$/ }) })
        .filter({ has: page().getByRole('rowheader', { name: attribute, exact: true }) });
    const cell = (attribute: string, environment: number): Locator =>
      row(attribute)
        .locator('td')
        .nth(1 + environment);

    it('has names for everything that Tab reaches: the toolbar, one cell, and its actions', async () => {
      await runEditorCommand(editor.page, 'Kubestack: Show Environment Matrix');
      await cell('default_node_pool.max_size', 0).waitFor();
      await cell('default_node_pool.max_size', 0).focus();
      await page().getByRole('button', { name: 'Reset to Inherited' }).waitFor();
      assert.deepEqual(await reachedByTab(page().getByRole('combobox', { name: 'Scope' }), 7), [
        'combobox Scope',
        'searchbox Filter',
        'button Differences',
        'button Unknown',
        'button Compare with Revision…',
        'button Copy as Markdown',
        'button Copy as CSV',
      ]);
      await press('Tab');
      assert.match(await focused(), /^gridcell ≠2/);
      await press('Tab');
      assert.equal(await focused(), 'button Open Code');
      await press('Tab');
      assert.equal(await focused(), 'button Reset to Inherited');
    });

    for (const key of ['Shift+F10', 'ContextMenu']) {
      it(`opens the menu of a cell with ${key}, and does what is chosen`, async () => {
        await choose(cell('default_node_pool.max_size', 1), key, 'Show Effective Configuration', tab('apps ('));
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
      const grid = page().getByRole('grid', { name: 'Environment matrix' });
      assert.equal(await grid.getAttribute('aria-colcount'), '5');
      assert.equal(await cell('default_node_pool.max_size', 0).getAttribute('role'), 'gridcell');
      assert.equal(await cell('default_node_pool.max_size', 0).getAttribute('aria-colindex'), '3');
      const header = page().getByRole('columnheader', { name: 'Attribute' });
      await header.focus();
      await press('Enter');
      await page().locator('th[aria-sort="ascending"]').waitFor();
      await page().getByRole('columnheader', { name: 'Attribute' }).focus();
      await press('Enter');
      await page().getByRole('columnheader', { name: 'Attribute' }).focus();
      await press('Enter');
    });
  });
});
