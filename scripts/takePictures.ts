/**
 * `npm run pictures [-- name …]`: takes the pictures of the documentation in a real VS Code with the sample platform. A scene is taken in the themes
 * of its existing pictures in `docs/pictures`; a new one in dark.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { VsCodeServer } from '../test/support/vscode/server';
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
import { buildPackage, chooseTheme, PROJECT, requestedScenes, settle, withEditor } from './pictureWindow';
import { promotionBoard, promotionScene } from './promotionScene';

/** Timeout of each step in VS Code, in milliseconds. */
const TIMEOUT_MS = 60_000;

type Scene = (page: Page, folder: string) => Promise<void>;

/** Suffix of a picture's name for each theme. */
const SUFFIXES = { dark: '', light: '-light', 'high-contrast': '-contrast' } as const;
type Theme = keyof typeof SUFFIXES;

/** Scenes that start with an empty folder. */
const FROM_NOTHING = /^(?:topology-|next-steps|new-platform)/;

const SCENES: Readonly<Record<string, Scene>> = {
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
  forecast: scenes.forecast,
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
  'topology-clusters': scenes.topology(createPlatformInEditor, addClusters),
  'topology-three-environments': scenes.topology(createPlatformInEditor, convertToThree),
};

const fileOf = (name: string, theme: Theme): string => join(PROJECT, 'docs/pictures', `${name}${SUFFIXES[theme]}.png`);

/** Opens a new folder, since scenes save text in it, and takes the pictures of a scene. */
async function take(
  browser: Browser,
  server: VsCodeServer,
  name: string,
  scene: Scene,
  themes: readonly Theme[],
): Promise<void> {
  const copy = FROM_NOTHING.test(name)
    ? emptyWorkspace('platform')
    : copyWorkspace(join(PROJECT, 'test/platforms/multi-cloud'), { git: true });
  const page = await newPage(browser);
  try {
    page.setDefaultTimeout(TIMEOUT_MS);
    await openFolder(page, server.url, copy.folder);
    await scene(page, copy.folder);
    for (const theme of themes) {
      await chooseTheme(page, server, theme);
      await settle(page);
      await takePicture(page, fileOf(name, theme));
    }
    console.log(name);
  } catch (error) {
    // Continues, since the other scenes can still be taken.
    console.error(`${name} failed: ${String(error)}`);
    process.exitCode = 1;
  } finally {
    await page.context().close();
    copy.remove();
  }
}

async function main(): Promise<void> {
  buildPackage();
  await withEditor({}, async (browser, server) => {
    for (const [name, scene] of requestedScenes(SCENES)) {
      const themes = (Object.keys(SUFFIXES) as Theme[]).filter(theme => existsSync(fileOf(name, theme)));
      await take(browser, server, name, scene, themes.length === 0 ? ['dark'] : themes);
    }
  });
}

void main();
