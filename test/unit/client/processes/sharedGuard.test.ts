import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { useGuard } from '../../../../client/processes/guardProcess';
import { SharedGuard } from '../../../../client/processes/sharedGuard';
import { hasGroups, startProgram } from '../../../../client/processes/startProgram';
import { builtGuard } from '../../../support/startPrograms';

describe('the guard that programs share', () => {
  let folder: string;
  let log: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kubestack-test-'));
    log = join(folder, 'log');
    const guard = join(folder, 'guard.js');
    // Logs the messages that it receives, and exits when it receives a program that may take 13 ms to end.
    writeFileSync(
      guard,
      `const note = text => require('fs').appendFileSync(${JSON.stringify(log)}, text + '\\n');
      note('started');
      process.on('message', ({ kind, program }) => (note(kind), program?.timeout.interrupt === 13 && process.exit()));
      process.on('disconnect', () => (note('disconnected'), process.exit()));`,
    );
    useGuard(() => guard);
  });
  afterEach(() => {
    useGuard(builtGuard);
    rmSync(folder, { recursive: true });
  });

  const lines = (): string[] => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);

  /** Resolves when the guard has logged exactly this; otherwise the test times out. */
  async function logged(text: string): Promise<void> {
    while (lines().join(', ') !== text) await wait(10);
  }

  /** Runs a program to its end. */
  async function run(shared: SharedGuard, interrupt = 1): Promise<void> {
    const spec = { file: process.execPath, arguments: ['-e', '0'], cwd: folder, environment: process.env };
    const child = startProgram(spec, { stdio: 'ignore', detached: hasGroups });
    shared.watch(child, { timeout: { interrupt, terminate: 1 } });
    await once(child, 'close');
  }

  it('is started once for concurrent and consecutive programs, and is notified of the end of each', async () => {
    const shared = new SharedGuard();
    await Promise.all([run(shared), run(shared)]);
    await run(shared);
    await logged('started, watch, watch, ended, ended, watch, ended');
  });

  it('ends when no program has run for a while, and is started again for the next one', async () => {
    const shared = new SharedGuard(1);
    await run(shared);
    await logged('started, watch, ended, disconnected');
    await run(shared);
    await logged('started, watch, ended, disconnected, started, watch, ended, disconnected');
  });

  it('runs as long as a folder is protected, also between programs', async () => {
    const shared = new SharedGuard(1);
    const release = shared.protect(folder);
    await run(shared);
    await run(shared);
    release();
    await logged('started, protect, watch, ended, watch, ended, release, disconnected');
  });

  it('is replaced if it was killed', async () => {
    const shared = new SharedGuard();
    await run(shared, 13);
    await logged('started, watch');
    while (lines().filter(line => line === 'started').length < 2) await run(shared);
    // The folder can only be removed when the guard writes nothing more.
    while (lines().at(-1) !== 'ended') await wait(10);
  });
});
