/** The window that pictures are taken of: its theme, and when it shows what was asked for. */
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

/** Ends when what fades in is there, and what was asked for is drawn. Spinners never end, so nobody waits for them. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(SETTLED);
}

/** Chooses a theme in the settings of the machine: they are watched, unlike those of the user, and nothing appears in the folder of the scene. */
export async function chooseTheme(page: Page, server: VsCodeServer, theme: keyof typeof THEMES): Promise<void> {
  const folder = join(server.folder, 'user/Machine');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ 'workbench.colorTheme': THEMES[theme] }));
  await waitForTheme(page, theme);
}
