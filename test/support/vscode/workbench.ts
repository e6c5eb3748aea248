// User gestures in VS Code's window for UI suites: open, palette, quick open, hover, pictures.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { errors, type Browser, type Locator, type Page } from 'playwright-core';

/** Timeout for VS Code in milliseconds; generous, for slow machines. */
const timeout = 90_000;

/** Opens a page of 1400 × 900 pixels with separate storage. */
export async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, locale: 'en-US' });
  context.setDefaultTimeout(timeout);
  // tsx adds calls of a helper function to inner functions. The helper doesn't exist in the page, where some of these functions run.
  await context.addInitScript('globalThis.__name = value => value');
  await context.addInitScript(endAnimations);
  return context.newPage();
}

/**
 * Ends all animations at once. Without a graphics card, a progress bar or a rotating icon that is drawn sixty times a second takes as much processor
 * time as the tests.
 */
function endAnimations(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    '*, *::before, *::after { animation-duration: 1ms !important; animation-delay: 0s !important; animation-iteration-count: 1 !important; }',
  );
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** Opens a folder (absolute path) and waits until the window can be used. */
export async function openFolder(page: Page, url: string, folder: string): Promise<void> {
  const address = new URL(url);
  address.searchParams.set('folder', folder);
  await page.goto(address.href);
  await page.waitForSelector('.monaco-workbench .part.statusbar');
  // An empty folder has the list too, but no rows.
  await page.waitForSelector('.explorer-folders-view .monaco-list');
}

const quickInput = (page: Page): Locator => page.locator('.quick-input-widget:visible .quick-input-box input');

/**
 * Presses Enter in the open quick input, even if another part of the window has taken the focus, such as a loaded preview. VS Code shows a question
 * before its rows, and ignores Enter until then.
 */
export async function confirm(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const list = document.querySelector('.quick-input-widget .quick-input-list');
    return !list?.checkVisibility() || list.querySelector('.monaco-list-row') !== null;
  });
  await quickInput(page).press('Enter');
}

/**
 * Replaces the text in the open quick input. Playwright's `fill` types into what has the focus: the text would be in a document that VS Code shows at the
 * same time.
 */
export const write = (page: Page, text: string): Promise<void> =>
  quickInput(page).evaluate(
    (input: HTMLInputElement, value) => {
      input.value = value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    },
    text,
    { timeout: keyTimeout },
  );

/** Filters the open quick pick by a text, and selects the row with it. */
export async function filterAndConfirm(page: Page, text: string): Promise<void> {
  await quickPick(page, text).waitFor();
  await write(page, text);
  await chosenPick(page, text).waitFor();
  await confirm(page);
}

/** Time in milliseconds after which a gesture without effect is repeated. */
const gestureTimeout = 15_000;
const keyTimeout = 5_000;

/**
 * Repeats a gesture until its effect is visible: that an element appears, or disappears. Elements that are redrawn during a gesture lose the focus or the click, and elements that are
 * loading ignore keys. Use it only for gestures that can be repeated.
 *
 * @param gesture the complete gesture, including setting the focus
 * @param effect time to wait for the effect, in milliseconds
 */
export async function repeatUntil(
  shown: Locator,
  gesture: () => Promise<unknown>,
  effect = gestureTimeout,
  state: 'visible' | 'hidden' = 'visible',
): Promise<void> {
  for (const deadline = Date.now() + timeout; ;) {
    const late = await timeoutOf(gesture);
    // Also checked if the gesture failed: the effect of the previous attempt can be late, and can have removed the clicked element.
    const missing = await timeoutOf(() =>
      shown.waitFor({ state, timeout: late ? Math.min(effect, gestureTimeout) : effect }),
    );
    if (!missing) return;
    if (Date.now() > deadline) throw late ?? missing;
  }
}

/** @returns the timeout error; undefined if there was no timeout. Other errors are thrown */
async function timeoutOf(action: () => Promise<unknown>): Promise<Error | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return error;
    throw error;
  }
}

/** Clicks until an element is visible, since the target can be redrawn between finding and clicking it. */
export const clickUntil = (target: Locator, shown: Locator): Promise<void> =>
  repeatUntil(shown, () => target.click({ timeout: keyTimeout }), keyTimeout);

/** Presses a key until an element is visible. */
export const pressUntil = (page: Page, key: string, shown: Locator): Promise<void> =>
  repeatUntil(shown, () => page.keyboard.press(key), keyTimeout);

/**
 * Opens the palette or quick open by its key. The page of a webview would pass the key on to the window, which can be so late that it opens another
 * one instead of the question that is shown by then. So the window gets the focus first.
 */
const openByKey = (page: Page, key: string): Promise<void> =>
  repeatUntil(
    quickInput(page),
    async () => {
      await page.evaluate(() => {
        if (document.activeElement instanceof HTMLIFrameElement) document.activeElement.blur();
        window.focus();
      });
      await page.keyboard.press(key);
    },
    keyTimeout,
  );

/**
 * Opens the light bulb's menu until it has an action. A menu that opened before its file was checked doesn't get the action later.
 *
 * @param key opens the menu
 */
export const openLightBulb = (page: Page, action: Locator, key = 'Control+Period'): Promise<void> =>
  repeatUntil(action, async () => {
    if (await page.locator('.action-widget').first().isVisible()) await page.keyboard.press('Escape');
    await page.keyboard.press(key);
  });

/** Closes the tab whose name contains a text, like a middle click. */
export async function closeTab(page: Page, name: string): Promise<void> {
  const tab = page.locator('.tab').filter({ hasText: name }).first();
  await tab.waitFor();
  await repeatUntil(tab, () => tab.click({ button: 'middle', timeout: keyTimeout }), keyTimeout, 'hidden');
}

/** Closes all tabs. Changed texts must have been saved or reverted. */
export async function closeEditors(page: Page): Promise<void> {
  await runEditorCommand(page, 'View: Close All Editors');
  await page.locator('.tab').first().waitFor({ state: 'hidden' });
}

/**
 * Closes the quick input by a key, even if another part of the window has taken the focus. The key is repeated, since it is lost while one question
 * replaces another.
 */
export async function leaveQuickInput(page: Page): Promise<void> {
  const input = page.locator('.quick-input-widget:visible input:is([type=text], [type=password])').first();
  const closed = page.locator('.monaco-workbench').filter({ hasNot: page.locator('.quick-input-widget:visible') });
  await input.waitFor();
  await repeatUntil(closed, () => input.press('Escape', { timeout: keyTimeout }), keyTimeout);
}

/** A row of the open quick pick, by a part of its text. */
export function quickPick(page: Page, text: string): Locator {
  return page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first();
}

/** The same row when it is focused, so that Enter selects it. While a list is being filtered, it still has its old rows. */
const chosenPick = (page: Page, text: string): Locator =>
  page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: text }).first();

/** An item of the open menu, by a part of its text. */
export const menuItem = (page: Page, text: string): Locator =>
  page.locator('.monaco-menu .action-item').filter({ hasText: text }).first();

/**
 * Selects an item of a row's context menu.
 *
 * @param shown becomes visible as the effect of the item
 */
export async function chooseFromContextMenu(page: Page, of: Locator, text: string, shown: Locator): Promise<void> {
  await repeatUntil(shown, async () => {
    // An open menu of the previous attempt would receive the click.
    if (await page.locator('.monaco-menu').first().isVisible()) await page.keyboard.press('Escape');
    await of.click({ button: 'right', timeout: gestureTimeout });
    await menuItem(page, text).hover({ timeout: gestureTimeout });
    await page
      .locator('.monaco-menu .action-item.focused')
      .filter({ hasText: text })
      .waitFor({ timeout: gestureTimeout });
    await page.keyboard.press('Enter');
  });
}

/**
 * Finds a message in the list of notifications. Toasts disappear after ten seconds, which can be too soon on a busy machine. The list closes
 * itself when its last message ends, e.g. the progress of what shows this one, and is opened again then.
 */
export async function notification(page: Page, text: string | RegExp): Promise<Locator> {
  const found = page.locator('.notifications-center .notification-list-item').filter({ hasText: text }).first();
  await repeatUntil(found, () => runEditorCommand(page, 'Notifications: Show Notifications'));
  return found;
}

/** Runs a command from the palette by its full title, e.g. `Kubestack: Show Output`. */
export async function runEditorCommand(page: Page, title: string): Promise<void> {
  // A quick pick that opens at the same time replaces the palette.
  await repeatUntil(chosenPick(page, title), async () => {
    await openByKey(page, 'F1');
    await write(page, `>${title}`);
  });
  await confirm(page);
  // Closed, or already replaced by a quick pick of the command itself.
  await page.waitForFunction(() => {
    const input = document.querySelector<HTMLInputElement>('.quick-input-widget input[type=text]');
    return !input?.checkVisibility() || !input.value.startsWith('>');
  });
}

/** Opens a file by name from quick open; `main.tf:12` puts the cursor on line 12 (one-based). */
export async function quickOpen(page: Page, target: string): Promise<void> {
  const name = target.replace(/(:\d+)+$/, '');
  // Another quick pick can replace quick open, and a file that was just written can be missing from its list.
  await repeatUntil(chosenPick(page, name), async () => {
    await openByKey(page, 'Control+P');
    await write(page, '');
    await write(page, target);
  });
  await confirm(page);
  await page.locator('.tab.active', { hasText: name }).waitFor();
  // The tab appears shortly before the editor has the focus.
  await page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
}

/**
 * Moves the mouse to the first visible occurrence of a text in the active editor, and reads the hover. Repeats this until the hover has the expected
 * text, since a language server can still be starting.
 *
 * @returns the text of the hover
 * @throws Error if the text never appears, with the last hover
 */
export async function hoverOver(page: Page, text: string, expected: RegExp): Promise<string> {
  const deadline = Date.now() + timeout;
  let seen = '';
  // The mouse rests longer with each attempt, for slow machines.
  for (let rest = 2_000; Date.now() < deadline; rest = Math.min(2 * rest, gestureTimeout)) {
    const { x, y } = await positionOf(page, text);
    await page.mouse.move(x + 40, y + 200);
    await page.mouse.move(x - 1, y);
    await page.mouse.move(x, y, { steps: 3 });
    seen = await hoverText(page, expected, rest);
    if (expected.test(seen)) return seen;
  }
  throw new Error(`The hover on "${text}" did not say ${String(expected)}, but: ${seen || 'nothing'}`);
}

async function hoverText(page: Page, expected: RegExp, rest: number): Promise<string> {
  const content = page.locator(
    '.monaco-resizable-hover:visible .monaco-hover-content, .monaco-editor-hover:visible .monaco-hover-content',
  );
  try {
    await content.filter({ hasText: expected }).first().waitFor({ timeout: rest });
  } catch {
    // The hover is missing or has another text. The caller decides.
  }
  return (await content.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
}

/** Center of the first visible occurrence of a text in the active editor, in pixels of the page. */
export async function positionOf(page: Page, text: string): Promise<{ x: number; y: number }> {
  const find = (wanted: string): { x: number; y: number } | undefined => {
    const lines = [...document.querySelectorAll('.editor-group-container.active .view-line')];
    let covered: { x: number; y: number } | undefined;
    for (const line of lines.filter(candidate => candidate.checkVisibility())) {
      const start = (line.textContent ?? '').replaceAll('\u00a0', ' ').indexOf(wanted);
      if (start < 0) continue;
      // VS Code renders a line as many spans: finds those with the first and the last character.
      const range = document.createRange();
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      let before = 0;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const length = node.textContent?.length ?? 0;
        const end = start + wanted.length;
        if (start >= before && start < before + length) range.setStart(node, start - before);
        if (end > before && end <= before + length) range.setEnd(node, end - before);
        before += length;
      }
      const box = range.getBoundingClientRect();
      const position = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      // Sticky scroll covers lines at the top of the editor.
      if (line.contains(document.elementFromPoint(position.x, position.y))) return position;
      covered ??= position;
    }
    return covered;
  };
  const found = await page.waitForFunction(find, text);
  const position = await found.jsonValue();
  if (!position) throw new Error(`"${text}" is not visible in the editor.`);
  return position;
}

/** The item of a container in the activity bar. The badge covers the item's link, so tests click the item itself. */
const activity = (page: Page, label: string): Locator =>
  page.locator('.activitybar .action-item').filter({ has: page.locator(`a.action-label[aria-label^="${label}"]`) });

/** The item while its container is open. */
const openedActivity = (page: Page, label: string): Locator => activity(page, label).and(page.locator('.checked'));

/** Opens a container of the activity bar. */
export const openActivity = (page: Page, label: string): Promise<void> =>
  openActivityUntil(page, label, openedActivity(page, label));

/**
 * Opens a container of the activity bar until it shows something. A window that has just opened can go on to open another container in the
 * meantime.
 */
export const openActivityUntil = (page: Page, label: string, shown: Locator): Promise<void> =>
  repeatUntil(shown, async () => {
    // A click on the open container would close it.
    if (!(await openedActivity(page, label).isVisible()))
      await activity(page, label).click({ timeout: gestureTimeout });
  });

/** Collapses a section of the side bar, unless it is collapsed. */
export const collapsePane = (page: Page, label: string): Promise<void> => setPane(page, label, false);

/** Expands a section of the side bar, unless it is expanded. */
export const expandPane = (page: Page, label: string): Promise<void> => setPane(page, label, true);

async function setPane(page: Page, label: string, isExpanded: boolean): Promise<void> {
  // The label of an extension's view can begin with another name.
  const titled = page.locator('.pane-header').filter({ has: page.locator('.title').getByText(label, { exact: true }) });
  const labelled = page.locator(`.pane-header[aria-label^="${label}"]`).or(titled);
  const header = (expanded: boolean): Locator => labelled.and(page.locator(`[aria-expanded="${expanded}"]`));
  await header(true).or(header(false)).first().waitFor();
  if (await header(isExpanded).isVisible()) return;
  await clickUntil(header(!isExpanded).locator('.title'), header(isExpanded));
}

/**
 * Waits until VS Code has saved every file, according to the activity bar. A file that is undone while it is being saved is never shown as unsaved.
 */
export const everythingSaved = (page: Page): Promise<void> =>
  page.locator('.activitybar [aria-label*="unsaved file"]').first().waitFor({ state: 'hidden' });

/** Reloads the window like a user: VS Code first saves its editors and what extensions remember. */
export async function reloadWindow(page: Page): Promise<void> {
  await Promise.all([
    page.waitForEvent('load'),
    // The page ends while the command runs.
    runEditorCommand(page, 'Developer: Reload Window').catch(() => undefined),
  ]);
}

/** Waits until an extension is active in this window, according to Show Running Extensions. */
export async function waitUntilRunning(page: Page, extension: string): Promise<void> {
  await runEditorCommand(page, 'Developer: Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .extension').filter({ hasText: extension });
  await row
    .filter({ hasText: /Activation: \d+ms/ })
    .first()
    .waitFor();
  await closeTab(page, 'Running Extensions');
}

/** Saves a picture of the window, e.g. to `out/pictures/hover.png`. */
export async function takePicture(page: Page, file: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  await page.screenshot({ path: file });
}
