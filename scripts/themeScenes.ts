/** Scenes for `npm run pictures:themes`: the pages, the walkthrough, the views, their empty states, and the editor's features. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { answerPlatformQuestions } from '../test/support/ui/topologies';
import { webview } from '../test/support/ui/webview';
import { answerQuestion, answerQuestions, asked } from '../test/support/ui/wizard';
import {
  openActivity,
  openActivityUntil,
  pressUntil,
  quickOpen,
  quickPick,
  repeatUntil,
  runEditorCommand,
} from '../test/support/vscode/workbench';
import * as editor from './editorScenes';
import { makePromotedPlatform, promotionBoard, promotionScene } from './promotionScene';

export interface Scene {
  /** Sample platform to copy; by default, an empty folder. */
  readonly platform?: string;
  /** Whether the copy is a Git repository with one commit. */
  readonly git?: boolean;
  /** Whether the workspace is untrusted. */
  readonly restricted?: boolean;
  /** Additional window sizes. */
  readonly sizes?: Readonly<Record<string, { width: number; height: number }>>;
  /** Changes the folder before it is opened. */
  readonly prepare?: (folder: string) => void;
  /** Shows the content of the scene, and waits until it is visible. */
  readonly show: (page: Page, folder: string) => Promise<void>;
  /** Opens elements that close when the window changes, for example a menu, before each picture. */
  readonly open?: (page: Page) => Promise<void>;
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

/** The promotion view, with the space of the views above it. */
async function showPromotion(page: Page): Promise<void> {
  await openActivity(page, 'Source Control');
  for (const name of ['Changes', 'Graph']) {
    const header = page.locator(`.pane-header[aria-expanded="true"][aria-label^="${name}"] .title`);
    if (await header.isVisible()) await header.click();
  }
  await runEditorCommand(page, 'Source Control: Focus on Promotion View');
}

/** Sizes for rows of the side bar: what they cut depends on its width. */
const SIDE_BAR_SIZES = { '933x600': { width: 933, height: 600 }, '1400x900': { width: 1400, height: 900 } } as const;

const sample = { platform: 'multi-cloud' } as const;
const promoted = { ...sample, git: true, prepare: makePromotedPlatform } as const;
/** A module call that looks like one of a Kubestack module, except for its source. */
const LIKE_KUBESTACK = 'module "app" {\n  source        = "./app"\n  configuration = "small"\n}\n';

/** Writes a file to the folder of a scene. */
const withFile =
  (name: string, text: string) =>
  (folder: string): void =>
    writeFileSync(join(folder, name), text);

/** A maximum below the minimum, in a file that is not open. */
function makeMistake(folder: string): void {
  const file = join(folder, editor.CLUSTER);
  writeFileSync(file, readFileSync(file, 'utf8').replace(/max_size( +)= 2$/m, 'max_size$1= 0'));
}

/** Opens a file at a position, maximizes the editor, and waits for the response of the language server. */
async function openAlone(page: Page, target: string): Promise<void> {
  await runEditorCommand(page, 'View: Close Primary Side Bar');
  await quickOpen(page, target);
}

const suggestion = (page: Page, text: string): Locator =>
  page.locator('.suggest-widget.visible .monaco-list-row', { hasText: text }).first();

/** Opens the suggestions at the cursor again. */
async function suggest(page: Page, row: string): Promise<void> {
  await page.keyboard.press('Escape');
  await pressUntil(page, 'Control+Space', suggestion(page, row));
}

/** Opens the code action menu at a position. */
const lightBulb =
  (target: string) =>
  (page: Page): Promise<void> =>
    repeatUntil(page.locator('.action-widget .monaco-list-row.action').first(), async () => {
      await page.keyboard.press('Escape');
      await quickOpen(page, target);
      await page.keyboard.press('Control+.');
    });

/** Opens the hover of a position by keyboard, since the position in pixels differs in each window size. */
const hover =
  (target: string) =>
  (page: Page): Promise<void> =>
    repeatUntil(page.locator('.monaco-hover:visible', { hasText: 'apps-prod' }).first(), async () => {
      await page.keyboard.press('Escape');
      await quickOpen(page, target);
      await page.keyboard.press('Control+K');
      await page.keyboard.press('Control+I');
    });

/** Features of the editor in code and beside it. */
const EDITOR: Readonly<Record<string, Scene>> = {
  hover: { ...sample, show: page => openAlone(page, `${editor.CLUSTER}:39`), open: hover(`${editor.CLUSTER}:39:12`) },
  'hover-name': { ...sample, show: page => openAlone(page, editor.CLUSTER), open: hover(`${editor.CLUSTER}:1:12`) },
  'light-bulb': {
    ...sample,
    prepare: makeMistake,
    show: page => openAlone(page, `${editor.CLUSTER}:52:12`),
    open: lightBulb(`${editor.CLUSTER}:52:12`),
  },
  'light-bulb-block': {
    ...sample,
    show: page => openAlone(page, `${editor.CLUSTER}:1:12`),
    open: lightBulb(`${editor.CLUSTER}:1:12`),
  },
  lenses: { ...sample, show: page => openAlone(page, `${editor.CLUSTER}:1`).then(() => editor.whenServed(page)) },
  completion: {
    ...sample,
    show: async page => {
      await openAlone(page, `${editor.CLUSTER}:47`);
      await editor.whenServed(page);
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await page.keyboard.type('cluster_v');
    },
    open: page => suggest(page, 'cluster_version'),
  },
  'completion-source': {
    ...sample,
    prepare: withFile('new.tf', 'module "gke_gc0_europe-west1" {\n  source = ""\n}\n'),
    show: page => openAlone(page, 'new.tf:2:13'),
    open: page => suggest(page, 'google/cluster'),
  },
  'completion-block': {
    ...sample,
    prepare: withFile('new.tf', '\n'),
    show: async page => {
      await openAlone(page, 'new.tf:1');
      await page.keyboard.type('kube');
    },
    open: page => suggest(page, 'kubestack-eks-cluster'),
  },
  problems: {
    ...sample,
    prepare: makeMistake,
    show: async page => {
      await showPlatform(page);
      await runEditorCommand(page, 'Problems: Focus on Problems View');
      await page.locator('.markers-panel .monaco-list-row', { hasText: 'KS307' }).first().waitFor();
    },
  },
  explain: {
    ...sample,
    show: async page => {
      await openAlone(page, `${editor.CLUSTER}:1`);
      await editor.whenServed(page);
      await runEditorCommand(page, 'Kubestack: Explain Diagnostic…');
      await answerQuestion(page, 'Select a diagnostic to explain', 'KS307');
      await webview(page).locator('h1').waitFor();
    },
  },
  'effective-configuration': { ...sample, show: withoutSideBar(editor.effectiveDocument) },
  'compare-environments': { ...sample, show: withoutSideBar(editor.comparison) },
};

/** Shows a scene in a maximized editor. */
function withoutSideBar(show: Scene['show']): Scene['show'] {
  return async (page, folder) => {
    await show(page, folder);
    await runEditorCommand(page, 'View: Close Primary Side Bar');
  };
}

/** Questions, and the result after answering them. */
const COMMANDS: Readonly<Record<string, Scene>> = {
  wizard: { ...sample, show: editor.scaffoldQuestion },
  'wizard-machine-types': {
    ...sample,
    show: async page => {
      await editor.platformView(page);
      await runEditorCommand(page, 'Kubestack: Add Node Pool…');
      await answerQuestions(page, [
        ['Cluster to add the node pool to'],
        ['Purpose of the nodes', 'Dedicated to certain workloads'],
        ['Name of the node pool'],
      ]);
      await asked(page, 'Machine type');
    },
  },
  review: {
    show: async page => {
      await answerPlatformQuestions(page);
      await answerQuestion(page, 'Write the changes', 'Review First');
      await page.locator('.statusbar-item').filter({ hasText: 'Create 7 files' }).waitFor();
      await page.locator('.editor-group-container.active').getByText('eks_gc0_eu-north-1_cluster.tf').first().waitFor();
    },
  },
  'what-changed': {
    ...promoted,
    show: showPlatform,
    open: async page => {
      await runEditorCommand(page, 'Kubestack: What Changed Here?');
      await quickPick(page, 'eks_gc0_eu-west-1').click();
      await quickPick(page, 'apps: apps-deploy').waitFor();
    },
  },
  checklist: { show: editor.nextSteps },
  'pull-request': { ...sample, git: true, show: withoutSideBar(editor.pullRequest) },
  'promote-preview': { ...sample, git: true, show: promotionScene },
};

/** The pages, and the views with items. */
const VIEWS: Readonly<Record<string, Scene>> = {
  diagram: {
    ...promoted,
    show: async page => {
      await showPlatform(page);
      await runEditorCommand(page, 'Kubestack: Show Platform Diagram');
      await webview(page)
        .getByRole('button', { name: /^Promotion to apps: 2 commits/ })
        .waitFor();
    },
  },
  forecast: {
    ...sample,
    git: true,
    show: async (page, folder) => {
      const pool = 'eks_gc0_eu-west-1_node_pool_batch.tf';
      const text = readFileSync(join(folder, pool), 'utf8');
      writeFileSync(join(folder, pool), text.replace(/instance_types\s+= \[.*\]/, 'instance_types = ["m6i.4xlarge"]'));
      await openActivity(page, 'Kubestack');
      await row(page, 'Platform', 'ops').waitFor();
      await runEditorCommand(page, 'Kubestack: Show Forecast');
      await answerQuestions(page, [['Changes since which revision', 'HEAD']]);
      const shown = page.frameLocator('iframe.webview').last().frameLocator('#active-frame');
      await shown.getByText('m6i.4xlarge').first().waitFor();
    },
  },
  matrix: {
    ...sample,
    show: async page => {
      await showPlatform(page);
      await runEditorCommand(page, 'Kubestack: Show Environment Matrix');
      await webview(page).getByRole('rowheader').first().waitFor();
    },
  },
  board: { ...sample, git: true, show: promotionBoard },
  state: {
    ...promoted,
    show: async page => {
      await showPlatform(page);
      await runEditorCommand(page, 'Kubestack: Show Status of Environments');
      await webview(page).locator('td', { hasText: 'apps-deploy' }).first().waitFor();
    },
  },
  history: {
    ...promoted,
    show: withoutSideBar(async page => {
      await showPlatform(page);
      await runEditorCommand(page, 'Kubestack: Show History…');
      await quickPick(page, 'Show as Document').click();
      await webview(page).locator('td', { hasText: 'apps-deploy' }).first().waitFor();
    }),
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
    ...promoted,
    sizes: SIDE_BAR_SIZES,
    show: async page => {
      await editor.unfoldedView(page);
      await row(page, 'Waiting for Promotion', 'apps').waitFor();
    },
  },
  plan: { ...sample, show: editor.planView },
  'plan-added': {
    ...sample,
    show: async page => {
      await showPlatform(page);
      await runEditorCommand(page, 'Kubestack: Plan ops');
      await page.getByRole('button', { name: 'Run Terraform Init and Plan' }).click();
      await row(page, 'Plan', 'Create Workspace ops and Plan').click();
      await row(page, 'Plan', 'to add').waitFor();
      await runEditorCommand(page, 'Notifications: Clear All Notifications');
      await row(page, 'Plan', 'terraform_data.cluster').click();
      await page.locator('.view-line', { hasText: 'Will be created.' }).first().waitFor();
    },
  },
  promotion: {
    ...promoted,
    sizes: SIDE_BAR_SIZES,
    show: async page => {
      await showPlatform(page);
      await showPromotion(page);
      await row(page, 'Promotion', 'apps-prod').waitFor();
    },
  },
};

/** Views without items. */
const EMPTY: Readonly<Record<string, Scene>> = {
  'empty-folder': {
    show: page => openActivityUntil(page, 'Kubestack', offer(page, 'Platform', 'New Platform…')),
  },
  'empty-platform': {
    prepare: withFile('main.tf', LIKE_KUBESTACK),
    show: page => openActivityUntil(page, 'Kubestack', offer(page, 'Plan', 'Get Started')),
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
      await showPlatform(page);
      await offer(page, 'Plan', 'Manage Workspace Trust').waitFor();
    },
  },
};

export const SCENES: Readonly<Record<string, Scene>> = { ...VIEWS, ...EDITOR, ...COMMANDS, ...EMPTY };
