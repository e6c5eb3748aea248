import type { Page } from 'playwright-core';

const SETTLED = `(async () => {
  const ends = each => each.effect?.getComputedTiming().endTime !== Infinity;
  await Promise.allSettled(document.getAnimations().filter(ends).map(each => each.finished));
  await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
})()`;

/** Ends when what fades in is there, and what was asked for is drawn. Spinners never end, so nobody waits for them. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(SETTLED);
}
