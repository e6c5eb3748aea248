import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { reported } from '../../../scripts/reportedWork';

describe('the output of the demo', () => {
  it('says what is done, and again each minute until it is finished', async () => {
    const lines: string[] = [];
    let finish: (value: string) => void = () => undefined;
    const work = new Promise<string>(resolve => (finish = resolve));
    const print = (line: string): void => {
      if (lines.push(line) === 3) finish('done');
    };
    assert.equal(await reported('Building', () => work, print, 1), 'done');
    assert.deepEqual(lines, ['Building…', 'Building… (1 min)', 'Building… (2 min)']);
  });

  it('ends if the work fails', async () => {
    const failing = reported(
      'Building',
      () => Promise.reject(new Error('no')),
      () => undefined,
    );
    await assert.rejects(failing, /^Error: no$/);
  });

  it('of npm ci has as many warnings about the version of Node.js as Contributing says', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { engines?: { node?: string } }>;
    };
    const newer = Object.values(packages).filter(({ engines }) => /^>=\s*2[1-9]/.test(engines?.node ?? ''));
    assert.equal(newer.length, 4);
    assert.match(readFileSync('CONTRIBUTING.md', 'utf8'), /npm warns\s+about four packages \(`EBADENGINE`\)/);
  });
});
