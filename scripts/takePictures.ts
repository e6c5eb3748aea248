/**
 * `npm run pictures [-- name …]`: takes the pictures of the documentation in a real VS Code, on the sample platform. Without a name, it takes those
 * again that are in `docs/pictures`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../test/support/vscode/browser';
import { startServer } from '../test/support/vscode/server';
import {
  addClusters,
  addNodePoolInEditor,
  convertToThree,
  createPlatformInEditor,
  showOffer,
} from '../test/support/ui/topologies';
import { newPage, openFolder, takePicture } from '../test/support/vscode/workbench';
import { copyWorkspace, emptyWorkspace } from '../test/support/vscode/workspaceCopy';
import * as scenes from './editorScenes';
import { promotionBoard, promotionScene } from './promotionScene';
import { settle } from './settle';

const project = resolve(__dirname, '..');
const vsix = join(project, 'out/kubestack.vsix');

/** How long VS Code may take for a step, in milliseconds. */
const PATIENCE = 60_000;

interface Picture {
  readonly name: string;
  readonly theme: string;
  readonly take: (page: Page, folder: string) => Promise<void>;
}

const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
} as const;

/** Scenes in a folder that is empty at first. */
const FROM_NOTHING = /^(?:topology-|next-steps|new-platform)/;

const SCENES: Readonly<Record<string, (page: Page, folder: string) => Promise<void>>> = {
  hover: scenes.attributeHover,
  'inlay-hints': scenes.inlayHints,
  completion: scenes.completion,
  'signature-help': scenes.signatureHelp,
  outline: scenes.outline,
  'call-hierarchy': scenes.callHierarchy,
  definition: scenes.definition,
  view: scenes.unfoldedView,
  'effective-configuration': scenes.effectiveDocument,
  'compare-environments': scenes.comparison,
  plan: scenes.planView,
  'pull-request': scenes.pullRequest,
  promotion: promotionScene,
  'promotion-board': promotionBoard,
  'new-platform': showOffer,
  'scaffold-question': scenes.scaffoldQuestion,
  'next-steps': scenes.nextSteps,
  'topology-minimal': scenes.topology(createPlatformInEditor),
  'topology-node-pools': scenes.topology(
    createPlatformInEditor,
    page => addNodePoolInEditor(page, 'prod'),
    page => addNodePoolInEditor(page, 'gpu'),
  ),
  'topology-clusters': scenes.topology(createPlatformInEditor, addClusters, page =>
    page.locator('.pane-body .monaco-list-row').filter({ hasText: '3 clusters' }).first().waitFor(),
  ),
  'topology-three-environments': scenes.topology(createPlatformInEditor, convertToThree),
};

const fileOf = ({ name }: Picture): string => join(project, 'docs/pictures', `${name}.png`);

const pictures: Picture[] = Object.entries(SCENES).flatMap(([name, take]) =>
  Object.entries(THEMES).map(([theme, label]) => ({
    name: theme === 'dark' ? name : `${name}-${theme}`,
    theme: label,
    take,
  })),
);

/** Opens a folder of its own, as what is typed for a picture is saved, and takes the picture. */
async function take(browser: Browser, url: string, picture: Picture): Promise<void> {
  const copy = FROM_NOTHING.test(picture.name)
    ? emptyWorkspace('platform')
    : copyWorkspace(join(project, 'test/platforms/multi-cloud'), { git: true });
  const page = await newPage(browser);
  try {
    page.setDefaultTimeout(PATIENCE);
    await openFolder(page, url, copy.folder);
    await picture.take(page, copy.folder);
    await settle(page);
    await takePicture(page, fileOf(picture));
    console.log(picture.name);
  } catch (error) {
    // The others can still be taken.
    console.error(`${picture.name} failed: ${String(error)}`);
    process.exitCode = 1;
  } finally {
    await page.context().close();
    copy.remove();
  }
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const chosen = pictures.filter(each => (wanted.length === 0 ? existsSync(fileOf(each)) : wanted.includes(each.name)));
  execFileSync('npm', ['run', 'package', '--', 'out/kubestack.vsix'], { cwd: project, stdio: 'inherit' });
  for (const theme of new Set(chosen.map(picture => picture.theme))) {
    const server = await startServer({ extensions: [vsix], settings: { 'workbench.colorTheme': theme } });
    const browser = await launchBrowser();
    try {
      for (const picture of chosen.filter(each => each.theme === theme)) await take(browser, server.url, picture);
    } finally {
      await browser.close();
      await server.stop();
    }
  }
}

void main();
