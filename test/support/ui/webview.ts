// Accesses the page of a webview, which is in two nested frames, and checks its accessibility.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Frame, FrameLocator, Page } from 'playwright-core';

/** The page in the open webview. */
export const webview = (page: Page): FrameLocator => page.frameLocator('iframe.webview').frameLocator('#active-frame');

/** The frame of this page, to run code in it. */
export async function webviewFrame(page: Page): Promise<Frame> {
  const handle = await webview(page).locator('body').elementHandle();
  const frame = await handle?.ownerFrame();
  if (!frame) throw new Error('The webview has no page.');
  return frame;
}

/** One theme of each kind, by the name of its picture. */
export const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
} as const;

type Theme = keyof typeof THEMES;

/** Class names of the kinds in the window and in webviews, since the names of themes differ between releases. */
const KINDS: Readonly<Record<Theme, readonly [window: string, webview: string]>> = {
  dark: ['vs-dark', 'vscode-dark'],
  light: ['vs', 'vscode-light'],
  'high-contrast': ['hc-black', 'vscode-high-contrast'],
  'high-contrast-light': ['hc-light', 'vscode-high-contrast-light'],
};

/** Selects a theme for the folder, and waits until the open webview uses it. */
export async function showTheme(page: Page, folder: string, theme: (typeof THEMES)[Theme]): Promise<void> {
  const settings = join(folder, '.vscode/settings.json');
  mkdirSync(dirname(settings), { recursive: true });
  writeFileSync(settings, JSON.stringify({ 'workbench.colorTheme': theme }));
  const [kind] = (Object.keys(THEMES) as Theme[]).filter(each => THEMES[each] === theme);
  await webviewHasTheme(page, kind!);
}

/** Waits until the window and the open webview, if any, use a theme. */
export async function waitForTheme(page: Page, theme: Theme): Promise<void> {
  await page.locator(`.monaco-workbench.${KINDS[theme][0]}`).waitFor();
  if (await page.locator('iframe.webview').first().isVisible()) await webviewHasTheme(page, theme);
}

const webviewHasTheme = (page: Page, theme: Theme): Promise<void> =>
  webview(page).locator(`body[data-vscode-theme-kind="${KINDS[theme][1]}"]`).waitFor();

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/**
 * Violations of WCAG 2.2 A and AA that axe finds in a page: rule and element. One experimental rule is disabled: it requires that the accessible
 * name of a group contains all displayed text, but diagrams shorten texts that are complete in the names.
 */
export async function accessibilityProblems(frame: Frame): Promise<string[]> {
  const source = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
  await frame.evaluate(`${source}; undefined`);
  const options = {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'label-content-name-mismatch': { enabled: false } },
  };
  const results = await frame.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

export interface TextContrast {
  readonly text: string;
  readonly ratio: number;
}

/** Contrast of each text in a diagram with the box behind it, by WCAG's formula, since axe checks only HTML. */
export function textContrasts(frame: Frame): Promise<TextContrast[]> {
  return frame.evaluate(() => {
    type Color = [number, number, number, number];
    const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
    const colorOf = (text: string): Color => {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = text;
      context.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const over = ([r, g, b, a]: Color, below: Color): Color => {
      const mix = (upper: number, lower: number): number => upper * a + lower * (1 - a);
      return [mix(r, below[0]), mix(g, below[1]), mix(b, below[2]), 1];
    };
    const luminance = ([r, g, b]: Color): number => {
      const part = (value: number): number =>
        value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
      return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const page = colorOf(getComputedStyle(document.body).backgroundColor);
    return [...document.querySelectorAll('svg text')].map(text => {
      const box = text.parentElement?.querySelector('.box');
      const behind = box ? over(colorOf(getComputedStyle(box).fill), page) : page;
      const front = over(colorOf(getComputedStyle(text).fill), behind);
      const [light, dark] = [luminance(front), luminance(behind)].sort((a, b) => b - a) as [number, number];
      return { text: text.textContent ?? '', ratio: (light + 0.05) / (dark + 0.05) };
    });
  });
}
