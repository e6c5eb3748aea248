/**
 * `npm run pictures:themes [-- name …]`: takes pictures of the pages, the walkthrough, the views and their empty states into
 * `out/pictures/themes`, in every theme of `test/support/ui/webview.ts`, in a window of 1000 × 700 pixels and as one of 1400 × 900 looks at 200 %.
 * They are for looking at, before a release and after changes of colors: nothing compares them.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { THEMES, webview } from '../test/support/ui/webview';
import { launchBrowser } from '../test/support/vscode/browser';
import { startServer } from '../test/support/vscode/server';
import { newPage, openActivity, openFolder, runEditorCommand, takePicture } from '../test/support/vscode/workbench';
import { copyWorkspace, emptyWorkspace } from '../test/support/vscode/workspaceCopy';

const project = resolve(__dirname, '..');
const vsix = join(project, 'out/kubestack.vsix');
const SIZES = { '1000x700': { width: 1000, height: 700 }, '200-percent': { width: 700, height: 450 } };

interface Scene {
  /** Sample platform that is copied; none: an empty folder. */
  readonly platform?: string;
  /** The copy is a Git repository whose main branch is on a remote. */
  readonly git?: boolean;
  /** The workspace is not trusted. */
  readonly restricted?: boolean;
  /** What is written into the folder before it is opened. */
  readonly files?: Readonly<Record<string, string>>;
  /** Shows what the picture is of, and waits until it is there. */
  readonly show: (page: Page) => Promise<void>;
}

const pane = (page: Page, title: string): Locator =>
  page.locator('.pane').filter({ has: page.locator('.pane-header .title').getByText(title, { exact: true }) });
const row = (page: Page, view: string, text: string): Locator =>
  pane(page, view).locator('.monaco-list-row').filter({ hasText: text }).first();
const offer = (page: Page, view: string, text: string): Locator =>
  pane(page, view).locator('.welcome-view-content').getByRole('button', { name: text, exact: true });

async function showPlatform(page: Page): Promise<void> {
  await openActivity(page, 'Kubestack');
  await row(page, 'Platform', 'ops').waitFor();
}

async function showPromotion(page: Page): Promise<void> {
  await runEditorCommand(page, 'View: Show Source Control');
  for (const name of ['Changes', 'Graph']) {
    const header = page.locator(`.pane-header[aria-expanded="true"][aria-label^="${name}"] .title`);
    if (await header.isVisible()) await header.click();
  }
}

const sample = { platform: 'multi-cloud' } as const;
const LIKE_KUBESTACK =
  'locals {\n  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"\n}\n';

const SCENES: Readonly<Record<string, Scene>> = {
  diagram: {
    ...sample,
    git: true,
    show: async page => {
      await showPlatform(page);
      await runEditorCommand(page, 'Kubestack: Show Platform Diagram');
      await webview(page)
        .getByRole('button', { name: /^Promotion to apps: 1 commit/ })
        .waitFor();
    },
  },
  matrix: {
    ...sample,
    show: async page => {
      await showPlatform(page);
      await runEditorCommand(page, 'Kubestack: Show Environment Matrix');
      await webview(page).locator('tbody tr').first().waitFor();
    },
  },
  walkthrough: {
    ...sample,
    show: async page => {
      await showPlatform(page);
      await runEditorCommand(page, 'Kubestack: Get Started');
      await page.locator('.gettingStartedContainer .step-title').first().waitFor();
    },
  },
  views: {
    ...sample,
    git: true,
    show: async page => {
      await showPlatform(page);
      await row(page, 'Waiting for Promotion', 'apps').waitFor();
    },
  },
  plan: {
    ...sample,
    show: async page => {
      await showPlatform(page);
      await runEditorCommand(page, 'Kubestack: Plan ops');
      await page.getByRole('button', { name: 'Run Terraform Init and Plan' }).click();
      await row(page, 'Plan', 'Create Workspace ops and Plan').click();
      await row(page, 'Plan', 'to add').waitFor();
      await runEditorCommand(page, 'Notifications: Clear All Notifications');
    },
  },
  promotion: {
    ...sample,
    git: true,
    show: async page => {
      await showPlatform(page);
      await showPromotion(page);
      await row(page, 'Promotion', 'apps-prod').waitFor();
    },
  },
  'empty-folder': {
    show: async page => {
      await openActivity(page, 'Kubestack');
      await offer(page, 'Platform', 'New Platform…').waitFor();
    },
  },
  'empty-platform': {
    files: { 'main.tf': LIKE_KUBESTACK },
    show: async page => {
      await openActivity(page, 'Kubestack');
      await offer(page, 'Plan', 'Get Started').waitFor();
    },
  },
  'empty-promotion': {
    ...sample,
    show: async page => {
      await showPlatform(page);
      await showPromotion(page);
      await offer(page, 'Promotion', 'Initialize Repository').waitFor();
    },
  },
  restricted: {
    ...sample,
    restricted: true,
    show: async page => {
      await page.getByRole('button', { name: /^No/ }).click();
      await showPlatform(page);
      await offer(page, 'Plan', 'Manage Workspace Trust').waitFor();
    },
  },
};

/** Puts the main branch of a copy on a remote beside it. */
function pushToRemote(folder: string): void {
  const remote = join(dirname(folder), 'platform.git');
  const git = (...parameters: string[]): unknown =>
    execFileSync('git', ['-c', 'core.hooksPath=/dev/null', ...parameters], { cwd: folder, stdio: 'pipe' });
  git('init', '--quiet', '--bare', '--initial-branch=main', remote);
  git('remote', 'add', 'origin', remote);
  git('push', '--quiet', '--set-upstream', 'origin', 'main');
}

async function takeScene(
  page: Page,
  url: string,
  { platform, git, files, show }: Scene,
  target: string,
): Promise<void> {
  const source = platform === undefined ? undefined : join(project, 'test/platforms', platform);
  const copy = source === undefined ? emptyWorkspace('platform') : copyWorkspace(source, { git: git ?? false });
  try {
    for (const [name, text] of Object.entries(files ?? {})) writeFileSync(join(copy.folder, name), text);
    if (git) pushToRemote(copy.folder);
    await openFolder(page, url, copy.folder);
    await show(page);
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      await takePicture(page, `${target}-${size}.png`);
    }
  } finally {
    copy.remove();
  }
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const scenes = Object.entries(SCENES).filter(([name]) => wanted.length === 0 || wanted.includes(name));
  const folder = join(project, 'out/pictures/themes');
  mkdirSync(folder, { recursive: true });
  execFileSync('npm', ['run', 'package', '--', 'out/kubestack.vsix'], { cwd: project, stdio: 'inherit' });
  const browser = await launchBrowser();
  try {
    for (const [theme, label] of Object.entries(THEMES)) {
      for (const trust of [false, true]) {
        const chosen = scenes.filter(([, { restricted }]) => (restricted ?? false) === trust);
        if (chosen.length === 0) continue;
        const server = await startServer({ extensions: [vsix], trust, settings: { 'workbench.colorTheme': label } });
        try {
          for (const [name, scene] of chosen) {
            const page = await newPage(browser);
            page.setDefaultTimeout(120_000);
            await takeScene(page, server.url, scene, join(folder, `${name}-${theme}`));
            await page.context().close();
          }
        } finally {
          await server.stop();
        }
      }
    }
  } finally {
    await browser.close();
  }
}

void main();
