/**
 * `npm run pictures:themes [-- name …]`: takes pictures of the scenes in `themeScenes.ts` in every theme of `test/support/ui/webview.ts`, in a window
 * of 1000 × 700 pixels and in one of 1400 × 900 at 200 %, and saves them to `out/pictures/themes`. Review them before a release and after changes of
 * colors. They are not compared automatically.
 */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { THEMES } from '../test/support/ui/webview';
import type { VsCodeServer } from '../test/support/vscode/server';
import { newPage, openFolder, takePicture } from '../test/support/vscode/workbench';
import { copyWorkspace, emptyWorkspace } from '../test/support/vscode/workspaceCopy';
import { buildPackage, chooseTheme, PROJECT, requestedScenes, settle, withEditor } from './pictureWindow';
import { SCENES, type Scene } from './themeScenes';

const target = join(PROJECT, 'out/pictures/themes');
const SIZES = { '1000x700': { width: 1000, height: 700 }, '200-percent': { width: 700, height: 450 } };

/** Takes a scene in all themes and sizes in the same window, since opening a window is the slowest step. */
async function takeScene(browser: Browser, server: VsCodeServer, name: string, scene: Scene): Promise<void> {
  const { platform, git = false, sizes } = scene;
  const copy = platform
    ? copyWorkspace(join(PROJECT, 'test/platforms', platform), { git })
    : emptyWorkspace('platform');
  const page = await newPage(browser);
  try {
    page.setDefaultTimeout(120_000);
    scene.prepare?.(copy.folder);
    await openFolder(page, server.url, copy.folder);
    await scene.show(page, copy.folder);
    for (const theme of Object.keys(THEMES) as (keyof typeof THEMES)[]) {
      await chooseTheme(page, server, theme);
      for (const [size, viewport] of Object.entries({ ...SIZES, ...sizes })) {
        await page.setViewportSize(viewport);
        await scene.open?.(page);
        await settle(page);
        await takePicture(page, join(target, `${name}-${theme}-${size}.png`));
      }
    }
    console.log(name);
  } catch (error) {
    // Continues, since the other scenes can still be taken.
    console.error(`${name} failed: ${String(error)}`);
    await takePicture(page, join(target, `${name}-failed.png`));
    process.exitCode = 1;
  } finally {
    await page.context().close();
    copy.remove();
  }
}

async function main(): Promise<void> {
  buildPackage();
  const scenes = requestedScenes(SCENES);
  for (const restricted of [false, true]) {
    const chosen = scenes.filter(([, scene]) => (scene.restricted ?? false) === restricted);
    if (chosen.length === 0) continue;
    const settings = { 'security.workspace.trust.startupPrompt': 'never' };
    await withEditor({ trust: restricted, settings }, async (browser, server) => {
      for (const [name, scene] of chosen) await takeScene(browser, server, name, scene);
    });
  }
}

void main();
