/**
 * `npm run pictures:themes [-- name …]`: takes pictures of the scenes in `themeScenes.ts` in every theme of `test/support/ui/webview.ts`, in a window
 * of 1000 × 700 pixels and in one of 1400 × 900 at 200 %, and saves them to `out/pictures/themes`. Review them before a release and after changes of
 * colors. They are not compared automatically.
 */
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { THEMES } from '../test/support/ui/webview';
import { launchBrowser } from '../test/support/vscode/browser';
import { startServer, type VsCodeServer } from '../test/support/vscode/server';
import { newPage, openFolder, takePicture } from '../test/support/vscode/workbench';
import { copyWorkspace, emptyWorkspace } from '../test/support/vscode/workspaceCopy';
import { chooseTheme, settle } from './pictureWindow';
import { SCENES, type Scene } from './themeScenes';

const project = resolve(__dirname, '..');
const vsix = join(project, 'out/kubestack.vsix');
const target = join(project, 'out/pictures/themes');
const SIZES = { '1000x700': { width: 1000, height: 700 }, '200-percent': { width: 700, height: 450 } };

/** Takes a scene in all themes and sizes in the same window, since opening a window is the slowest step. */
async function takeScene(browser: Browser, server: VsCodeServer, name: string, scene: Scene): Promise<void> {
  const { platform, git = false, sizes } = scene;
  const copy = platform
    ? copyWorkspace(join(project, 'test/platforms', platform), { git })
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
  const wanted = process.argv.slice(2);
  const scenes = Object.entries(SCENES).filter(([name]) => wanted.length === 0 || wanted.includes(name));
  execFileSync('npm', ['run', 'package', '--', 'out/kubestack.vsix'], { cwd: project, stdio: 'inherit' });
  const browser = await launchBrowser();
  try {
    for (const restricted of [false, true]) {
      const chosen = scenes.filter(([, scene]) => (scene.restricted ?? false) === restricted);
      if (chosen.length === 0) continue;
      const settings = { 'security.workspace.trust.startupPrompt': 'never' };
      const server = await startServer({ extensions: [vsix], trust: restricted, settings });
      try {
        for (const [name, scene] of chosen) await takeScene(browser, server, name, scene);
      } finally {
        await server.stop();
      }
    }
  } finally {
    await browser.close();
  }
}

void main();
