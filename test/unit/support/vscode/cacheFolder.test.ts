import * as assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installOnce } from '../../../support/vscode/cacheFolder';

const source = resolve(__dirname, '../../../support/vscode/cacheFolder.ts');

describe('installOnce()', () => {
  let root: string;
  const before = process.env['VSCODE_KUBESTACK_CACHE'];

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'kubestack-cache-'));
    process.env['VSCODE_KUBESTACK_CACHE'] = root;
  });

  afterEach(() => {
    if (before === undefined) delete process.env['VSCODE_KUBESTACK_CACHE'];
    else process.env['VSCODE_KUBESTACK_CACHE'] = before;
    rmSync(root, { recursive: true });
  });

  const fill = (folder: string): Promise<void> => {
    writeFileSync(join(folder, 'content'), 'whole');
    return Promise.resolve();
  };

  it('fills the folder once, and leaves no other files', async () => {
    const folder = await installOnce('thing', fill);
    assert.equal(readFileSync(join(folder, 'content'), 'utf8'), 'whole');
    assert.equal(await installOnce('thing', () => Promise.reject(new Error('filled twice'))), folder);
    assert.deepEqual(readdirSync(root), ['thing']);
  });

  it('removes a failed installation', async () => {
    const failing = (folder: string): Promise<void> => fill(folder).then(() => Promise.reject(new Error('no network')));
    await assert.rejects(installOnce('thing', failing), /no network/);
    assert.deepEqual(readdirSync(root), []);
  });

  it('removes the remains of an interrupted installation and takes over its lock', async () => {
    const gone = await pidOfEndedProcess();
    mkdirSync(join(root, `thing.partial-${hostname()}-${gone}`));
    writeFileSync(join(root, 'thing.lock'), JSON.stringify({ host: hostname(), pid: gone }));
    await installOnce('thing', fill);
    assert.deepEqual(readdirSync(root), ['thing']);
  });

  it('makes a second process wait for the first', async () => {
    // Each process writes a line to a shared file when it requests the folder, when it fills it, which lasts until all have requested it, and when it
    // has filled it.
    const log = join(root, 'log');
    const program = `
      const { appendFileSync, readFileSync } = require('node:fs');
      const { setTimeout } = require('node:timers/promises');
      const { installOnce } = require(${JSON.stringify(source)});
      const log = ${JSON.stringify(log)};
      appendFileSync(log, 'asks\\n');
      installOnce('thing', async () => {
        appendFileSync(log, 'begin\\n');
        while (readFileSync(log, 'utf8').split('asks').length <= 3) await setTimeout(20);
        appendFileSync(log, 'end\\n');
      });`;
    const run = (): Promise<number | null> =>
      new Promise(resolve => {
        spawn(process.execPath, ['--import', 'tsx', '--eval', program], { stdio: 'inherit' }).once('exit', resolve);
      });
    assert.deepEqual(await Promise.all([run(), run(), run()]), [0, 0, 0]);
    assert.equal(readFileSync(log, 'utf8').replaceAll('asks\n', ''), 'begin\nend\n');
    assert.ok(existsSync(join(root, 'thing')));
  });
});

function pidOfEndedProcess(): Promise<number> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, ['--eval', '0']);
    child.once('exit', () => resolve(child.pid ?? 0));
  });
}
