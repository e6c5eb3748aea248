/**
 * `npm run pictures:walkthrough`: creates the pictures of the walkthrough, which are in the extension's package, from the pictures of the
 * documentation (`npm run pictures`). Each shows only the detail that its step is about, since nobody can read a whole window there.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launchBrowser } from '../test/support/vscode/browser';
import manifest from '../package.json';

const project = resolve(__dirname, '..');
/** The detail of each picture, in pixels: left, top, width and height. */
const DETAILS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  view: [48, 36, 300, 400],
  hover: [470, 560, 560, 310],
  'effective-configuration': [940, 60, 440, 400],
  'compare-environments': [405, 60, 840, 340],
  plan: [48, 620, 300, 250],
  'pull-request': [350, 60, 640, 380],
  promotion: [48, 40, 300, 400],
};
/** For sharp text on screens with a high resolution. */
const SCALE = 2;

async function main(): Promise<void> {
  mkdirSync(join(project, 'media/walkthrough'), { recursive: true });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    for (const { media } of manifest.contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      const name = media.image.replace(/^.*\/(.*)\.webp$/, '$1');
      const detail = DETAILS[name];
      if (!detail) throw new Error(`The detail of ${name} isn't known.`);
      const [left, top, width, height] = detail;
      const source = readFileSync(join(project, `docs/pictures/${name}.png`)).toString('base64');
      const small = await page.evaluate(
        `(async () => {
          const image = new Image();
          image.src = 'data:image/png;base64,${source}';
          await image.decode();
          const canvas = document.createElement('canvas');
          canvas.width = ${width * SCALE};
          canvas.height = ${height * SCALE};
          const context = canvas.getContext('2d');
          context.imageSmoothingQuality = 'high';
          context.drawImage(image, ${left}, ${top}, ${width}, ${height}, 0, 0, canvas.width, canvas.height);
          return canvas.toDataURL('image/webp', 0.8);
        })()`,
      );
      writeFileSync(join(project, media.image), Buffer.from(String(small).replace(/^.*,/, ''), 'base64'));
    }
  } finally {
    await browser.close();
  }
}

void main();
