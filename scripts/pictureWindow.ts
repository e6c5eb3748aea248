/** Prepares the window for pictures: selects its theme, and waits until it is completely drawn. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { THEMES, waitForTheme } from '../test/support/ui/webview';
import type { VsCodeServer } from '../test/support/vscode/server';

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
