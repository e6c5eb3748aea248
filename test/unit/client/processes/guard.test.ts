// If the extension host is killed, no program, plan file or lock of a run remains.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedGuard } from '../../../../client/processes/sharedGuard';
import { startRunning } from '../../../../client/processes/runningProgram';
import { builtGuard, guardVariable } from '../../../support/startPrograms';
import type { HostOrder } from '../../../support/client/processes/host';

describe('the guard of programs', function () {
  let root: string;
  /** The run's folder. */
  let folder: string;
  let log: string;
  const timeout = { interrupt: 60_000, terminate: 60_000 };

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
  /** A program that prints `up` and never ends. */
  const endless = (onSignals: string): string =>
    `${onSignals}; ${processId()}; setInterval(() => {}, 1000); console.log('up')`;

  /** Resolves when the condition is true; otherwise the test times out. */
  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise(resolve => setTimeout(resolve, 20));
  }

  /** Whether the program is running; false if it ended before it could print its process id. */
  function isAlive(): boolean {
    const id = /process (\d+)/.exec(lines().join('\n'))?.[1];
    if (id === undefined) return false;
    try {
      process.kill(Number(id), 0);
    } catch {
      return false;
    }
    // Orphaned processes that nobody reaps, for example in a container, stay as zombies.
    return !existsSync(`/proc/${id}/stat`) || !/\) Z /.test(readFileSync(`/proc/${id}/stat`, 'latin1'));
  }

  /** Starts a host, waits for the output of its program, and kills it. */
  async function killedHost(order: Omit<HostOrder, 'folder' | 'timeout'>, says = 'up', more = timeout): Promise<void> {
    const parameters = [
      '--import',
      'tsx',
      join(__dirname, '../../../support/client/processes/host.ts'),
      JSON.stringify({ folder, timeout: more, ...order }),
    ];
    const env = { ...process.env, [guardVariable]: builtGuard() };
    const host: ChildProcess = spawn(process.execPath, parameters, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    host.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
    const exited = once(host, 'exit');
    await until(() => printed.includes(says) || host.exitCode !== null || host.signalCode !== null);
    host.kill('SIGKILL');
    await exited;
  }

  it('interrupts its program once and waits for it, then removes the folder', async () => {
    const inOrder = `process.on('SIGINT', () => { ${note('interrupted')}; console.log('x'.repeat(1e6)); setTimeout(() => { ${note('ended in order')}; process.exit(1) }, 200) })`;
    await killedHost({ script: endless(inOrder) });
    await until(() => !existsSync(folder));
    assert.deepEqual(lines().slice(1), ['interrupted', 'ended in order']);
    assert.equal(isAlive(), false);
  });

  it('sends no second interrupt to a cancelled program, since terraform would leave its lock', async () => {
    const inOrder = `process.on('SIGINT', () => { ${note('interrupted')}; console.log('stopping'); setTimeout(() => process.exit(1), 500) })`;
    await killedHost({ script: endless(inOrder), interrupt: true }, 'stopping');
    await until(() => !existsSync(folder));
    assert.deepEqual(lines().slice(1), ['interrupted']);
  });

  it('kills a program that does not end, with its child processes', async () => {
    const stubborn = `process.on('SIGINT', () => ${note('SIGINT')}); process.on('SIGTERM', () => ${note('SIGTERM')})`;
    const child = `require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })`;
    await killedHost({ script: endless(`${stubborn}; ${child}`) }, 'up', { interrupt: 1000, terminate: 1000 });
    await until(() => !existsSync(folder));
    assert.deepEqual(lines().slice(1), ['SIGINT', 'SIGTERM']);
    assert.equal(isAlive(), false);
  });

  it('kills a program at once if it would write when interrupted', async () => {
    await killedHost({ script: endless(`process.on('SIGINT', () => ${note('SIGINT')})`), killAtOnce: true });
    await until(() => !existsSync(folder));
    assert.deepEqual(lines().slice(1), []);
    assert.equal(isAlive(), false);
  });

  it('removes the folder also between two programs', async () => {
    await killedHost({}, 'ready');
    await until(() => !existsSync(folder));
  });

  it('ends a program that was started at the last moment', async () => {
    await killedHost({ script: endless(`process.on('SIGINT', () => process.exit())`), dieAtOnce: true });
    await until(() => !existsSync(folder));
    assert.equal(isAlive(), false);
  });

  it('does not consume output that the extension host reads', async () => {
    const unprotect = sharedGuard.protect(folder);
    const text = Array.from({ length: 50_000 }, (_, index) => `line ${index}`).join('\n');
    const script = `setTimeout(() => { process.stdout.write(${JSON.stringify(text.slice(0, 10))}) }, 300);
      setTimeout(() => { for (let at = 10; at < ${text.length}; at += 1000) process.stdout.write(text.slice(at, at + 1000)) }, 600);
      const text = Array.from({ length: 50000 }, (_, index) => 'line ' + index).join('\\n')`;
    const spec = { file: process.execPath, arguments: ['-e', script], cwd: root, environment: process.env };
    const program = startRunning(spec);
    let read = '';
    for await (const chunk of program.stdout as AsyncIterable<Buffer>) read += chunk.toString('utf8');
    assert.deepEqual(await program.ended, { code: 0, signal: null });
    assert.equal(read, text);
    unprotect();
    await until(() => !existsSync(folder));
  });
});
