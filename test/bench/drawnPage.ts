/** Measures how long a webview page takes to draw data, in Chromium without VS Code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';

/** The size of an editor next to the side bar. */
const WINDOW = { width: 1100, height: 800 };

/** A stand-in for VS Code, which ignores messages and state of the page. */
const HOST = 'globalThis.acquireVsCodeApi = () => ({ postMessage() {}, getState() {}, setState() {} });';

/** Sends a message to the page and waits until a frame with its effect has been painted. @returns milliseconds */
const DRAW = `message => new Promise(resolve => {
  const start = performance.now();
  dispatchEvent(new MessageEvent('message', { data: message }));
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now() - start);
    port2.postMessage(undefined);
  });
})`;

export class DrawnPage {
  private constructor(
    private readonly page: Page,
    private readonly tools: CDPSession,
  ) {}

  /** @param files folder of the built pages @param name of the page: `diagram` */
  static async open(browser: Browser, files: string, name: string): Promise<DrawnPage> {
    const page = await browser.newPage({ viewport: WINDOW });
    await page.setContent('<!DOCTYPE html><html lang="en"><body><div id="page"></div></body></html>');
    await page.addStyleTag({ content: readFileSync(join(files, `${name}.css`), 'utf8') });
    await page.addScriptTag({ content: HOST });
    await page.addScriptTag({ content: readFileSync(join(files, `${name}.js`), 'utf8') });
    const tools = await page.context().newCDPSession(page);
    await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new DrawnPage(page, tools);
  }

  /** Draws a message. @returns milliseconds until it is painted, and processor time of the page's thread */
  async draw(message: unknown): Promise<{ time: number; processorTime: number }> {
    await this.page.evaluate(`globalThis.message = ${JSON.stringify(message)}; undefined`);
    const before = await this.processorTime();
    const time = await this.page.evaluate<number>(`(${DRAW})(globalThis.message)`);
    return { time, processorTime: (await this.processorTime()) - before };
  }

  private async processorTime(): Promise<number> {
    const { metrics } = await this.tools.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
  }

  close(): Promise<void> {
    return this.page.close();
  }
}
