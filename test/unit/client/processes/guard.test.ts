// What a run leaves behind when the extension host is killed: no program, no plan file, no lock.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunGuard } from '../../../../client/processes/runGuard';
import { builtGuard, guardVariable } from '../../../startPrograms';
import type { HostOrder } from './host';

describe('a guard of programs', function () {
  this.timeout(60_000);
  let root: string;
  /** The run's folder. */
  let folder: string;
  let log: string;
  const patience = { interrupt: 60_000, terminate: 60_000 };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'kubestack-test-'));
    folder = join(root, 'run');
    log = join(root, 'log');
    mkdirSync(folder);
    writeFileSync(join(folder, 'plan'), 'secret');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const lines = (): string[] => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);
  const note = (text: string): string =>
    `require('fs').appendFileSync(${JSON.stringify(log)}, ${JSON.stringify(`${text}\n`)})`;
  const processId = (): string =>
    `require('fs').appendFileSync(${JSON.stringify(log)}, 'process ' + process.pid + '\\n')`;
  /** A program that says `up` and goes on for ever. */
  const endless = (onSignals: string): string =>
    `${onSignals}; ${processId()}; setInterval(() => {}, 1000); console.log('up')`;

  /** Settled when it holds; a test that waits for ever fails by its timeout. */
  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise(resolve => setTimeout(resolve, 20));
  }

  function isAlive(): boolean {
    const id = Number(/process (\d+)/.exec(lines().join('\n'))?.[1]);
    try {
      return process.kill(id, 0);
    } catch {
      return false;
    }
  }

  /** Starts a host, waits for what its program says, and kills it. */
  async function killedHost(
    order: Omit<HostOrder, 'folder' | 'patience'>,
    says = 'up',
    more = patience,
  ): Promise<void> {
    const parameters = [
      '--import',
      'tsx',
      join(__dirname, 'host.ts'),
      JSON.stringify({ folder, patience: more, ...order }),
    ];
    const env = { ...process.env, [guardVariable]: builtGuard() };
    const host: ChildProcess = spawn(process.execPath, parameters, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    host.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    await until(() => said.includes(says) || host.exitCode !== null);
    const exited = once(host, 'exit');
    host.kill('SIGKILL');
    await exited;
  }

  it('interrupts its program once and waits for it, then removes the folder', async () => {
    const inOrder = `process.on('SIGINT', () => { ${note('interrupted')}; console.log('x'.repeat(1e6)); setTimeout(() => { ${note('ended in order')}; process.exit(1) }, 200) })`;
    await killedHost({ guarded: endless(inOrder) });
    await until(() => !existsSync(folder));
    assert.deepEqual(lines().slice(1), ['interrupted', 'ended in order']);
    assert.equal(isAlive(), false);
  });

  it('sends no second interrupt to a program that was being cancelled: terraform would leave its lock', async () => {
    const inOrder = `process.on('SIGINT', () => { ${note('interrupted')}; console.log('stopping'); setTimeout(() => process.exit(1), 500) })`;
    await killedHost({ guarded: endless(inOrder), interrupt: true }, 'stopping');
    await until(() => !existsSync(folder));
    assert.deepEqual(lines().slice(1), ['interrupted']);
  });

  it('kills a program that does not end, with what it has started', async () => {
    const stubborn = `process.on('SIGINT', () => ${note('SIGINT')}); process.on('SIGTERM', () => ${note('SIGTERM')})`;
    const child = `require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })`;
    await killedHost({ guarded: endless(`${stubborn}; ${child}`) }, 'up', { interrupt: 100, terminate: 100 });
    await until(() => !existsSync(folder));
    assert.deepEqual(lines().slice(1), ['SIGINT', 'SIGTERM']);
    assert.equal(isAlive(), false);
  });

  it('kills at once what would write when it is interrupted', async () => {
    await killedHost({ guarded: endless(`process.on('SIGINT', () => ${note('SIGINT')})`), killAtOnce: true });
    await until(() => !existsSync(folder));
    assert.deepEqual(lines().slice(1), []);
    assert.equal(isAlive(), false);
  });

  it('ends programs that the extension host has started itself', async () => {
    await killedHost({ watched: endless(`process.on('SIGINT', () => { ${note('SIGINT')}; process.exit() })`) });
    await until(() => !existsSync(folder));
    assert.deepEqual(lines().slice(1), ['SIGINT']);
    assert.equal(isAlive(), false);
  });

  it('removes the folder also between two programs', async () => {
    await killedHost({}, 'ready');
    await until(() => !existsSync(folder));
  });

  it('passes on everything that its program writes, and how it ended', async () => {
    const guard = RunGuard.start();
    const script = `process.stdout.write(Buffer.alloc(3e6, 'o')); process.stderr.write(Buffer.alloc(2e6, 'e')); process.exitCode = 7`;
    const spec = {
      file: process.execPath,
      arguments: ['-e', script],
      cwd: root,
      environment: { ...process.env, A: 'b' },
    };
    const { stdout, stderr, ended } = guard.run({ ...spec, patience, killAtOnce: false });
    const sizes = await Promise.all([sizeOf(stdout), sizeOf(stderr)]);
    assert.deepEqual(sizes, [3e6, 2e6]);
    const { code, signal, error } = await ended;
    assert.deepEqual([code, signal, error], [7, null, undefined]);
    guard.end();
  });

  it('tells that its program was killed, or can’t be started', async () => {
    const guard = RunGuard.start();
    const run = (file: string, script: string) =>
      guard.run({
        ...{ file, arguments: ['-e', script], cwd: root, environment: process.env },
        ...{ patience, killAtOnce: false },
      });
    const killed = run(process.execPath, `process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)`);
    await Promise.all([sizeOf(killed.stdout), sizeOf(killed.stderr)]);
    assert.equal((await killed.ended).signal, 'SIGKILL');
    const missing = run(join(root, 'missing'), '');
    await Promise.all([sizeOf(missing.stdout), sizeOf(missing.stderr)]);
    assert.match((await missing.ended).error ?? '', /ENOENT/);
    guard.end();
  });
});

async function sizeOf(stream: AsyncIterable<Buffer | string>): Promise<number> {
  let size = 0;
  for await (const chunk of stream) size += chunk.length;
  return size;
}
