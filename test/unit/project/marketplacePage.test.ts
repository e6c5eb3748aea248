// The content of the Marketplace, Open VSX and npm pages: README.md with its pictures, and the categories.
import * as assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { animatedPng, type Frame } from '../../../scripts/animatedPng';
import { readAnimatedPicture } from '../../support/project/animatedPictures';
import { project } from '../../support/project/importGraph';

/** From https://code.visualstudio.com/api/references/extension-manifest. */
const CATEGORIES = [
  ...['Programming Languages', 'Snippets', 'Linters', 'Themes', 'Debuggers', 'Formatters', 'Keymaps', 'SCM Providers'],
  ...['Other', 'Extension Packs', 'Language Packs', 'Data Science', 'Machine Learning', 'Visualization', 'Notebooks'],
  ...['Education', 'Testing', 'AI', 'Chat'],
];
const MEGABYTE = 1_000_000;

const readme = readFileSync(join(project, 'README.md'), 'utf8');
const targets = [...readme.matchAll(/(!?)\[[^[\]]*\]\(([^)]+)\)/g)].map(([, mark, target = '']) => ({
  isPicture: mark === '!',
  target,
}));
const movingPictures = readdirSync(join(project, 'docs/pictures')).filter(name => name.startsWith('moving-'));

describe('the page of the extension', () => {
  it('has only links to files that exist', () => {
    const local = targets
      .map(({ target }) => target.replace(/#.*$/, ''))
      .filter(target => !/^(?:https:|$)/.test(target));
    assert.notDeepEqual(local, []);
    assert.deepEqual(
      local.filter(target => !existsSync(join(project, target))),
      [],
    );
  });

  it('has badges with constant text, and no other pictures from other servers', () => {
    const elsewhere = targets.filter(({ isPicture, target }) => isPicture && target.includes(':'));
    assert.notDeepEqual(elsewhere, []);
    assert.deepEqual(
      elsewhere.filter(({ target }) => !target.startsWith('https://img.shields.io/badge/')),
      [],
    );
  });

  it('says that there is no telemetry', () => assert.match(readme, /^There is no telemetry: /m));

  it('is found by categories that the Marketplace has', () => {
    const { categories } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { categories: string[] };
    assert.deepEqual(
      categories.filter(category => !CATEGORIES.includes(category)),
      [],
    );
  });

  it('shows every animated picture, and has at least two', () => {
    assert.ok(movingPictures.length >= 2);
    for (const name of movingPictures) assert.ok(readme.includes(`](docs/pictures/${name})`), name);
  });

  for (const name of movingPictures)
    it(`${name} is smaller than 1 MB, and has five to twelve frames`, () => {
      const file = readFileSync(join(project, 'docs/pictures', name));
      assert.ok(file.length < MEGABYTE, `${file.length} bytes`);
      const { frames } = readAnimatedPicture(file);
      assert.ok(frames.length >= 5 && frames.length <= 12, `${frames.length} moments`);
      for (const [index, { colors }] of frames.entries())
        if (index > 0)
          assert.ok(
            colors.some((color, pixel) => color !== frames[index - 1]!.colors[pixel]),
            `moment ${index + 1}`,
          );
    });
});

describe('the encoder of animated pictures', () => {
  const pixels = (...colors: number[]): Uint8Array =>
    Uint8Array.from(colors.flatMap(color => [color >> 16, (color >> 8) & 0xff, color & 0xff, 0xff]));
  const [red, green, black] = [0xff0000, 0x00ff00, 0];

  it('preserves a small number of colors, including black, and unchanged pixels', () => {
    const shown = [
      { colors: [red, green, black, red, red, green], milliseconds: 1_500 },
      { colors: [red, red, black, red, red, black], milliseconds: 40 },
      { colors: [red, red, black, red, red, green], milliseconds: 10_000 },
    ];
    const frames = shown.map(({ colors, milliseconds }): Frame => ({ pixels: pixels(...colors), milliseconds }));
    assert.deepEqual(readAnimatedPicture(animatedPng(3, 2, frames)), { width: 3, height: 2, frames: shown });
  });

  it('preserves the most frequent colors, and replaces others by similar ones', () => {
    const [frequent, alike] = [0x1f1f1f, 0x181818];
    const shades = Array.from(
      { length: 1_000 },
      (_, index) => 0x800000 + 0x000100 * (index % 250) + Math.floor(index / 250),
    );
    const colors = [...Array<number>(500).fill(frequent), ...Array<number>(500).fill(alike), ...shades];
    const drawn = readAnimatedPicture(animatedPng(100, 20, [{ pixels: pixels(...colors), milliseconds: 1 }])).frames[0]!
      .colors;
    assert.deepEqual(drawn.slice(0, 1_000), colors.slice(0, 1_000));
    assert.ok(new Set(drawn).size <= 255);
    for (const [index, color] of drawn.entries())
      assert.ok(Math.abs(((color >> 8) & 0xff) - ((colors[index]! >> 8) & 0xff)) < 16, String(index));
  });

  it('rejects frames of different sizes, and an empty list of frames', () => {
    assert.throws(() => animatedPng(2, 2, [{ pixels: pixels(red), milliseconds: 1 }]), RangeError);
    assert.throws(() => animatedPng(2, 2, []), RangeError);
  });
});
