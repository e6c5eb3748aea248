import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Locator } from 'playwright-core';
import { chooseWithKeys, reachedByTab } from '../../../support/ui/keyboard';
import type { Editor } from '../../../support/ui/openEditor';
import type { PageOfWindow } from '../../../support/ui/pageOfWindow';
import { textContrasts, webview, webviewFrame } from '../../../support/ui/webview';
import {
  chooseFromContextMenu,
  clickUntil,
  closeEditors,
  menuItem,
  openActivity,
  pressUntil,
  repeatUntil,
  runEditorCommand,
  takePicture,
} from '../../../support/vscode/workbench';

const pictures = resolve(__dirname, '../../../../out/pictures/diagram');

/** Declares the tests of the platform diagram. @returns what the tests of all pages do with it */
export function diagramTests(editor: Editor): PageOfWindow {
  const page = () => webview(editor.page);
  const node = (name: string | RegExp): Locator => page().getByRole('button', { name });
  const cluster = (environment: string): Locator => node(`cluster eks_gc0_eu-west-1 in ${environment},`);
  const tab = (text: string): Locator => editor.page.locator('.tab.active').filter({ hasText: text });
  const diagramTab = (): Locator => editor.page.locator('.tab').filter({ hasText: 'Diagram of' });
  const place = (): Promise<string | null> => page().locator('svg.diagram > g').getAttribute('transform');
  const isAt = (transform: string | null): Promise<void> =>
    page().locator(`svg.diagram > g[transform="${transform}"]`).waitFor({ state: 'attached' });
  const isElsewhere = (transform: string | null): Promise<void> =>
    page().locator(`svg.diagram > g:not([transform="${transform}"])`).waitFor({ state: 'attached' });
  const press = (key: string): Promise<void> => editor.page.keyboard.press(key);
  /** Closes the document that has opened in front of the diagram. */
  const back = async (): Promise<void> => {
    await diagramTab().click();
    await cluster('ops').waitFor();
  };

  describe('the platform diagram', () => {
    it('shows every environment with its clusters, node pools and services, and marks differences', async () => {
      await openActivity(editor.page, 'Kubestack');
      await editor.page.locator('.pane-body .monaco-list-row').filter({ hasText: 'ops' }).first().waitFor();
      await runEditorCommand(editor.page, 'Kubestack: Show Platform Diagram');
      await cluster('ops').waitFor();
      const names = await page()
        .getByRole('button')
        .evaluateAll(all => all.map(each => each.getAttribute('aria-label') ?? ''));
      const first = names.filter(name => name.includes('eks_gc0_eu-west-1'));
      assert.deepEqual(
        first.map(name => name.split(',')[0]),
        ['ops', 'apps', 'apps-prod'].flatMap(environment => [
          `cluster eks_gc0_eu-west-1 in ${environment}`,
          `node pool eks_gc0_eu-west-1_node_pool_batch in ${environment}`,
          `service eks_gc0_eu-west-1_feature_cert_manager in ${environment}`,
          `service eks_gc0_eu-west-1_feature_ingress_nginx in ${environment}`,
        ]),
      );
      assert.match(first[0]!, /1–2 nodes × t3\.large \(differs from the base\).*6 differences from the base/);
      assert.match(first[8]!, /3–18 nodes × m6i\.xlarge, m6a\.xlarge/);
      assert.doesNotMatch(first[8]!, /differ/);
    });

    it('shows the number of waiting commits between two environments', async () => {
      await node('Promotion to apps: 1 commit waiting').waitFor();
    });

    it('has names for everything that Tab reaches, from the toolbar to the arrows between environments', async () => {
      const reached = await reachedByTab(editor.page, page().getByRole('button', { name: 'Outline' }), 13);
      // Differences are part of the name, at its end.
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
      it(`opens the menu of a cluster with ${key}, and runs the selected item`, async () => {
        await chooseWithKeys(editor.page, cluster('apps'), key, 'Show Effective Configuration', tab('apps ('));
        await back();
      });
    }

    it('has the same menu in the outline', async () => {
      await page().getByRole('button', { name: 'Outline' }).click();
      const item = page().getByRole('treeitem', { name: /^environment apps-prod/ });
      await chooseWithKeys(editor.page, item, 'Shift+F10', 'Show Effective Configuration', tab('apps-prod ('));
      await back();
      await page().getByRole('button', { name: 'Outline' }).click();
    });

    it('opens the menu of an arrow, and the waiting changes with Enter', async () => {
      const arrow = node('Promotion to apps: 1 commit waiting');
      await arrow.focus();
      await pressUntil(editor.page, 'Shift+F10', menuItem(editor.page, 'Promote…'));
      await press('Escape');
      await editor.page.locator('.monaco-menu').waitFor({ state: 'detached' });
      await arrow.focus();
      const promotion = editor.page.locator('.pane').filter({
        has: editor.page.locator('.pane-header .title').getByText('Promotion', { exact: true }),
      });
      await pressUntil(editor.page, 'Enter', promotion.locator('.monaco-list-row').filter({ hasText: 'ops' }).first());
      await openActivity(editor.page, 'Kubestack');
    });

    it('zooms, moves, fits and searches with keys', async () => {
      await cluster('ops').focus();
      const fitted = await place();
      for (const key of ['+', 'Shift+ArrowLeft', '-']) {
        const before = await place();
        await press(key);
        await isElsewhere(before);
      }
      await press('0');
      await isAt(fitted);
      await press('/');
      await page().locator('#find:focus').waitFor();
      await editor.page.keyboard.type('gpu');
      await press('Enter');
      await page().getByText('1 / 3').waitFor();
      await press('Escape');
      await page().locator('[aria-label^="node pool gke_ml0_europe-west1_node_pool_gpu in ops"]:focus').waitFor();
    });

    it('exports with the keyboard', async () => {
      const fileName = editor.page.locator('.quick-input-widget:visible input[type=text]');
      await page().getByRole('button', { name: 'Export SVG…' }).press('Enter');
      await fileName.waitFor();
      // The dialog first shows the folder, then the file.
      await editor.page.waitForFunction(() =>
        [...document.querySelectorAll<HTMLInputElement>('.quick-input-widget input[type=text]')].some(
          each => each.checkVisibility() && each.value.endsWith('platform.svg'),
        ),
      );
      await press('Escape');
      await fileName.waitFor({ state: 'detached' });
    });

    it('opens the code of a clicked cluster', async () => {
      await cluster('apps').locator('.name').click();
      await tab('eks_gc0_eu-west-1_cluster.tf').waitFor();
      await back();
    });

    it('works with the keyboard only', async () => {
      const focused = (name: string): Locator => page().locator(`[aria-label^="${name}"]:focus`);
      await repeatUntil(focused('node pool eks_gc0_eu-west-1_node_pool_batch in apps,'), async () => {
        await cluster('apps').focus();
        await press('ArrowDown');
      });
      await press('ArrowRight');
      await focused('node pool eks_gc0_eu-west-1_node_pool_batch in apps-prod').waitFor();
      await press('ArrowUp');
      await focused('cluster eks_gc0_eu-west-1 in apps-prod').waitFor();
      await press('Space');
      await node('node pool eks_gc0_eu-west-1_node_pool_batch in ops').waitFor({ state: 'detached' });
      await focused('cluster eks_gc0_eu-west-1 in apps-prod').waitFor();
      await press('Space');
      await node('node pool eks_gc0_eu-west-1_node_pool_batch in ops').waitFor();
      await press('ArrowDown');
      await press('Enter');
      await tab('eks_gc0_eu-west-1_node_pool_batch.tf').waitFor();
      await diagramTab().click();
    });

    it('finds matches of the typed text one after the other', async () => {
      const find = page().getByRole('searchbox', { name: 'Find in diagram' });
      await find.fill('gpu');
      await page().getByText('3', { exact: true }).waitFor();
      await find.press('Enter');
      await page().getByText('1 / 3').waitFor();
      assert.match((await page().locator('.selected').getAttribute('aria-label')) ?? '', /node_pool_gpu in ops/);
      await find.press('Enter');
      await page().getByText('2 / 3').waitFor();
      await find.press('Escape');
    });

    it('has an outline with the same content as a tree for screen readers', async () => {
      await page().getByRole('button', { name: 'Outline' }).click();
      const tree = page().getByRole('tree', { name: 'Outline' });
      await tree.getByRole('treeitem', { name: /^environment ops/ }).waitFor();
      const item = page().locator('[role="treeitem"][aria-label^="node pool batch in ops"]:focus');
      await repeatUntil(item, async () => {
        await tree.getByRole('treeitem', { name: /^environment ops/ }).focus();
        for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown']) await editor.page.keyboard.press(key);
      });
      assert.equal(await item.getAttribute('aria-level'), '3');
      await page().getByRole('button', { name: 'Outline' }).click();
    });

    it('offers to plan, compare and change in the context menu', async () => {
      const name = cluster('apps').locator('.name');
      const item = (text: string): Locator => editor.page.locator('.monaco-menu .action-label', { hasText: text });
      await repeatUntil(item('Plan…'), () => name.click({ button: 'right' }));
      for (const text of ['Show Effective Configuration', 'Compare Environments…', 'Add Node Pool…', 'Remove Cluster…'])
        assert.equal(await item(text).count(), 1, text);
      await chooseFromContextMenu(editor.page, name, 'Show Effective Configuration', tab('apps ('));
      await diagramTab().click();
    });

    it('follows an edit without changing the view or the focus', async () => {
      await cluster('apps-prod').waitFor();
      const fitted = await place();
      await page().getByRole('button', { name: 'Zoom in' }).click();
      await isElsewhere(fitted);
      const before = await place();
      await cluster('apps-prod').focus();
      const file = join(editor.folder, 'eks_gc0_eu-west-1_cluster.tf');
      writeFileSync(file, readFileSync(file, 'utf8').replace(/(max_size\s+=) 18/, '$1 21'));
      await node(/cluster eks_gc0_eu-west-1 in apps-prod.*3–21 nodes/).waitFor();
      assert.equal(await place(), before);
      assert.ok(await cluster('apps-prod').evaluate(each => each === document.activeElement));
      execFileSync('git', ['checkout', '--quiet', '--', '.'], { cwd: editor.folder });
      await node(/cluster eks_gc0_eu-west-1 in apps-prod.*3–18 nodes/).waitFor();
    });

    it('is readable when fitted into a small window', async () => {
      await page().getByRole('button', { name: 'Fit' }).click();
      await editor.page.setViewportSize({ width: 1000, height: 700 });
      const frame = await webviewFrame(editor.page);
      await frame.waitForFunction(() => {
        const facts = [...document.querySelectorAll<SVGTextElement>('svg.diagram text.fact')];
        return facts.length > 0 && facts.every(fact => 12 * (fact.getScreenCTM()?.a ?? 0) >= 9);
      });
      await takePicture(editor.page, join(pictures, 'small.png'));
      await editor.page.setViewportSize({ width: 1400, height: 900 });
      await node(/cluster eks_gc0_eu-west-1 in apps-prod.*m6a/).waitFor();
    });
    after(() => closeEditors(editor.page));
  });

  let kept: string | null = null;
  return {
    narrow: { width: 700, height: 700 },

    show: () => clickUntil(diagramTab(), cluster('ops')),

    async change() {
      await runEditorCommand(editor.page, 'Kubestack: Show Platform Diagram');
      await cluster('ops').waitFor();
      const fitted = await place();
      await page().getByRole('button', { name: 'Zoom in' }).click();
      await isElsewhere(fitted);
      kept = await place();
    },

    async isRestored() {
      await isAt(kept);
      await page().getByRole('button', { name: 'Fit' }).click();
      await isElsewhere(kept);
    },

    async prepareToBeRead() {
      const contrasts = await textContrasts(await webviewFrame(editor.page));
      assert.ok(contrasts.length > 50);
      assert.deepEqual(
        contrasts.filter(({ ratio }) => ratio < 4.5),
        [],
      );
    },

    async fits() {
      const box = await page().getByRole('button', { name: 'Export Mermaid' }).boundingBox();
      assert.ok(box && box.x + box.width <= 700, 'a button is outside of the window');
    },
  };
}
