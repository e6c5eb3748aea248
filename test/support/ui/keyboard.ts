// Keyboard gestures in a page.
import type { Locator, Page } from 'playwright-core';
import { menuItem, pressUntil, repeatUntil } from '../vscode/workbench';
import { webviewFrame } from './webview';

/** Role and name of the focused element, called in the page. */
const nameOfFocused = (): string => {
  const tags: Record<string, string> = { BUTTON: 'button', INPUT: 'searchbox', SELECT: 'combobox' };
  const at = document.activeElement!;
  const role = at.getAttribute('role') ?? tags[at.tagName] ?? at.tagName;
  return `${role} ${at.getAttribute('aria-label') ?? at.textContent ?? ''}`.trim();
};

/** The elements that Tab reaches from an element of a webview, in order. */
export async function reachedByTab(page: Page, first: Locator, count: number): Promise<string[]> {
  await first.focus();
  const frame = await webviewFrame(page);
  const names = [await frame.evaluate(nameOfFocused)];
  while (names.length < count) names.push(await reachedNext(page));
  return names;
}

/**
 * Presses Tab in the open webview.
 *
 * @returns role and name of the element that has the focus when the key is released, also if the page has replaced the element before
 */
export async function reachedNext(page: Page): Promise<string> {
  const frame = await webviewFrame(page);
  const release = await frame.evaluateHandle(() => ({
    event: new Promise(resolve => window.addEventListener('keyup', resolve, { capture: true, once: true })),
  }));
  await page.keyboard.press('Tab');
  await release.evaluate(({ event }) => event.then(() => undefined));
  return frame.evaluate(nameOfFocused);
}

/**
 * Opens the context menu of an element, selects an item with the arrow keys, and waits for its effect. The gesture is repeated if the page was
 * redrawn, which closes the menu.
 *
 * @param key opens the menu
 * @param shown becomes visible as the effect of the item
 */
export async function chooseWithKeys(
  page: Page,
  of: Locator,
  key: string,
  text: string,
  shown: Locator,
): Promise<void> {
  const menu = page.locator('.monaco-menu');
  const chosen = menu.locator('.action-item.focused').filter({ hasText: text });
  await repeatUntil(shown, async () => {
    if (await menu.first().isVisible()) await page.keyboard.press('Escape');
    await of.focus();
    await pressUntil(page, key, menuItem(page, text));
    for (let step = 0; step < 30 && (await chosen.count()) === 0; step++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  });
}
