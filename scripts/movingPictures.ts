/**
 * `npm run pictures:moving [-- name …]`: records the animated PNGs of the README in `docs/pictures`, in a real VS Code with the sample platform. Each
 * has a few frames, which are displayed long enough to be read.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { webview } from '../test/support/ui/webview';
import {
  hoverOver,
  newPage,
  openActivity,
  openFolder,
  pressUntil,
  quickOpen,
  runEditorCommand,
} from '../test/support/vscode/workbench';
import { copyWorkspace } from '../test/support/vscode/workspaceCopy';
import { animatedPng, type Frame } from './animatedPng';
import { buildPackage, PROJECT, requestedScenes, settle, withEditor } from './pictureWindow';
import { makePromotedPlatform } from './promotionScene';

/** Timeout of each step in VS Code, in milliseconds. */
const TIMEOUT_MS = 120_000;
/** The window is small, so that its text is readable in a small picture. */
const WINDOW = { width: 1000, height: 640 };
const PICTURE = { width: 800, height: 512 };

/** Adds a picture of the window as the next frame. The argument is its duration. */
type Shoot = (milliseconds: number) => Promise<void>;
type Scene = (page: Page, shoot: Shoot, folder: string) => Promise<void>;

const CLUSTER = 'eks_gc0_eu-west-1_cluster.tf';

/** Effective values, a mistake that Terraform accepts, its documentation, and its fixes. */
async function editing(page: Page, shoot: Shoot): Promise<void> {
  await quickOpen(page, `${CLUSTER}:39:28`);
  await page.locator('.view-line:has-text("inherits"), .codelens-decoration:has-text("compare")').first().waitFor();
  await shoot(1_500);
  await hoverOver(page, 'max_size         = 9', /apps-prod/);
  await shoot(3_500);
  await page.keyboard.press('Escape');
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await shoot(500);
  await page.keyboard.type('2');
  await page.locator('.squiggly-error').first().waitFor();
  await shoot(1_500);
  await hoverOver(page, 'max_size         = 2', /KS307/);
  await shoot(3_500);
  await page.keyboard.press('Escape');
  const fix = page.locator('.action-widget .monaco-list-row.action').first();
  await pressUntil(page, 'Control+.', fix);
  await shoot(2_000);
}

/** The platform as a tree, a diagram and a table, and the changes that wait for promotion. */
async function platform(page: Page, shoot: Shoot, folder: string): Promise<void> {
  makePromotedPlatform(folder);
  await openActivity(page, 'Kubestack');
  await page.locator('.pane-body .monaco-list-row').filter({ hasText: 'ops' }).first().waitFor();
  await page.locator('.statusbar-item', { hasText: '2 commits to promote to apps' }).waitFor();
  await page.locator('.monaco-list-row', { hasText: 'Computing changes' }).first().waitFor({ state: 'hidden' });
  await shoot(1_500);
  await runEditorCommand(page, 'View: Close Primary Side Bar');
  await runEditorCommand(page, 'Kubestack: Show Platform Diagram');
  await webview(page)
    .getByRole('button', { name: /^Promotion to apps: 2 commits/ })
    .waitFor();
  await shoot(3_500);
  await inOnlyTab(page, 'Kubestack: Show Environment Matrix');
  await webview(page).getByRole('grid', { name: 'Environment matrix' }).waitFor();
  await shoot(2_500);
  await webview(page).getByRole('combobox', { name: 'Scope' }).selectOption({ label: 'eks_gc0_eu-west-1' });
  await webview(page).getByRole('rowheader', { name: 'default_node_pool.max_size', exact: true }).waitFor();
  await shoot(3_500);
  await inOnlyTab(page, 'Kubestack: Show Promotion Board');
  const column = webview(page).getByRole('region', { name: /^apps, / });
  await column.getByText('2 commits to promote').waitFor();
  await shoot(3_500);
}

/** Closes the previous page, since there must be only one webview. */
async function inOnlyTab(page: Page, command: string): Promise<void> {
  await runEditorCommand(page, 'View: Close All Editors');
  await page.locator('iframe.webview').first().waitFor({ state: 'detached' });
  await runEditorCommand(page, command);
}

const SCENES: Readonly<Record<string, Scene>> = { 'moving-editing': editing, 'moving-platform': platform };

/** Red, green, blue and opacity of each pixel of a picture, scaled to the size of the animated picture. */
async function smallPixels(drawing: Page, png: Buffer): Promise<Uint8Array> {
  const encoded = await drawing.evaluate<string>(
    `(async () => {
      const image = new Image();
      image.src = 'data:image/png;base64,${png.toString('base64')}';
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [${PICTURE.width}, ${PICTURE.height}];
      const context = canvas.getContext('2d');
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const parts = [];
      for (let at = 0; at < data.length; at += 8192) parts.push(String.fromCharCode(...data.subarray(at, at + 8192)));
      return btoa(parts.join(''));
    })()`,
  );
  return Buffer.from(encoded, 'base64');
}

async function record(browser: Browser, url: string, name: string, scene: Scene): Promise<void> {
  const copy = copyWorkspace(join(PROJECT, 'test/platforms/multi-cloud'), { git: true });
  const [page, drawing] = [await newPage(browser), await browser.newPage()];
  try {
    page.setDefaultTimeout(TIMEOUT_MS);
    await page.setViewportSize(WINDOW);
    await openFolder(page, url, copy.folder);
    const frames: Frame[] = [];
    const shoot: Shoot = async milliseconds => {
      await settle(page);
      frames.push({ pixels: await smallPixels(drawing, await page.screenshot({ caret: 'hide' })), milliseconds });
    };
    await scene(page, shoot, copy.folder);
    const picture = animatedPng(PICTURE.width, PICTURE.height, frames);
    writeFileSync(join(PROJECT, 'docs/pictures', `${name}.png`), picture);
    console.log(`${name}.png: ${frames.length} frames, ${(picture.length / 1024).toFixed(0)} KiB`);
  } finally {
    await page.context().close();
    await drawing.close();
    copy.remove();
  }
}

async function main(): Promise<void> {
  buildPackage();
  const settings = {
    'workbench.colorTheme': 'Default Dark Modern',
    'files.autoSave': 'off',
    'editor.minimap.enabled': false,
  };
  await withEditor({ settings }, async (browser, { url }) => {
    for (const [name, scene] of requestedScenes(SCENES)) await record(browser, url, name, scene);
  });
}

void main();
