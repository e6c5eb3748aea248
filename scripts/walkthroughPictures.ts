/**
 * `npm run pictures:walkthrough`: creates the small pictures of the walkthrough, which are in the extension's package, from the pictures of the
 * documentation (`npm run pictures`).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launchBrowser } from '../test/support/vscode/browser';
import manifest from '../package.json';

const project = resolve(__dirname, '..');
const WIDTH = 900;

async function main(): Promise<void> {
  mkdirSync(join(project, 'media/walkthrough'), { recursive: true });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    for (const { media } of manifest.contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      const name = media.image.replace(/^.*\/(.*)\.webp$/, '$1');
      const source = readFileSync(join(project, `docs/pictures/${name}.png`)).toString('base64');
      const small = await page.evaluate(
        `(async () => {
          const image = new Image();
          image.src = 'data:image/png;base64,${source}';
          await image.decode();
          const canvas = document.createElement('canvas');
          canvas.width = ${WIDTH};
          canvas.height = Math.round((image.height * ${WIDTH}) / image.width);
          const context = canvas.getContext('2d');
          context.imageSmoothingQuality = 'high';
          context.drawImage(image, 0, 0, canvas.width, canvas.height);
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
