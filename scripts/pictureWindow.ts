/** The windows for pictures: opens them with the built extension, selects their theme, and waits until they are completely drawn. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { THEMES, waitForTheme } from '../test/support/ui/webview';
import { launchBrowser } from '../test/support/vscode/browser';
import { startServer, type ServerOptions, type VsCodeServer } from '../test/support/vscode/server';

/** The project's folder. */
export const PROJECT = resolve(__dirname, '..');

const PACKAGE = 'out/kubestack.vsix';

/** The scenes whose names are arguments of the script; all of them without arguments. */
export function requestedScenes<Scene>(scenes: Readonly<Record<string, Scene>>): [name: string, scene: Scene][] {
  const names = process.argv.slice(2);
  return Object.entries(scenes).filter(([name]) => names.length === 0 || names.includes(name));
}

/** Builds the extension's package from the current code. */
export function buildPackage(): void {
  execFileSync('npm', ['run', 'package', '--', PACKAGE], { cwd: PROJECT, stdio: 'inherit' });
}

/** Starts a VS Code server with the built extension and a browser, and ends both after `take`. */
export async function withEditor(
  options: Omit<ServerOptions, 'extensions'>,
  take: (browser: Browser, server: VsCodeServer) => Promise<void>,
): Promise<void> {
  const server = await startServer({ ...options, extensions: [join(PROJECT, PACKAGE)] });
  try {
    const browser = await launchBrowser();
    try {
      await take(browser, server);
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

const SETTLED = `(async () => {
  const ends = each => each.effect?.getComputedTiming().endTime !== Infinity;
  await Promise.allSettled(document.getAnimations().filter(ends).map(each => each.finished));
  await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
})()`;

/** Waits until animations have ended and everything is drawn. Spinners are ignored, since they never end. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(SETTLED);
}

/** Selects a theme in the machine settings. They are watched, unlike the user settings, and add no file to the folder of the scene. */
export async function chooseTheme(page: Page, server: VsCodeServer, theme: keyof typeof THEMES): Promise<void> {
  const folder = join(server.folder, 'user/Machine');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ 'workbench.colorTheme': THEMES[theme] }));
  await waitForTheme(page, theme);
}
