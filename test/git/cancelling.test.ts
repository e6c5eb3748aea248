// Cancels waiting for a remote, a signature and a push, with real git and with programs that never end.
import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { readFileSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PromotionOutcome } from '../../client/promotion/promote';
import type { Stage } from '../../client/promotion/stage';
import { SharedRepository, type Clone } from '../support/client/promotion/sharedRepository';

describe('cancelling a promotion', function () {
  let shared: SharedRepository;
  let ada: Clone;
  let commit: string;
  let confirmed: Stage;

  beforeEach(async () => {
    ({ shared, ada, first: commit } = SharedRepository.withFirstCommit());
    confirmed = await ada.stage('apps');
  });

  afterEach(() => shared.delete());

  /** A script that writes its process id when it has started, and never ends. */
  function stuck(): { script: string; begun: () => Promise<number> } {
    const [script, pipe] = [join(shared.root, 'stuck'), join(shared.root, 'begun')];
    execFileSync('mkfifo', [pipe]);
    writeFileSync(script, `#!/bin/sh\necho $$ > '${pipe}'\nexec sleep 600\n`, { mode: 0o755 });
    return { script, begun: async () => Number(await readFile(pipe, 'utf8')) };
  }

  async function cancelledAt(begun: () => Promise<number>): Promise<PromotionOutcome> {
    const controller = new AbortController();
    const running = ada.promote('apps', { confirmed, signal: controller.signal });
    const process = await begun();
    controller.abort();
    const outcome = await running;
    await gone(process);
    return outcome;
  }

  it('stops waiting for an unresponsive remote, and ends the programs that git started', async () => {
    const { script, begun } = stuck();
    ada.run('config', 'remote.origin.uploadpack', script);
    assert.deepEqual(await cancelledAt(begun), { kind: 'cancelled' });
    assert.deepEqual([shared.tags(), ada.tags()], [{}, []]);
  });

  it('stops waiting for a signature', async () => {
    const { script, begun } = stuck();
    ada.run('config', 'tag.gpgSign', 'true');
    ada.run('config', 'gpg.program', script);
    assert.deepEqual(await cancelledAt(begun), { kind: 'cancelled' });
    assert.deepEqual([shared.tags(), ada.tags()], [{}, []]);
    ada.run('config', 'tag.gpgSign', 'false');
    assert.equal((await ada.promote('apps')).kind, 'promoted');
  });

  it('leaves no tag if the remote has not received it', async () => {
    const { script, begun } = stuck();
    ada.run('config', 'remote.origin.receivepack', script);
    assert.deepEqual(await cancelledAt(begun), { kind: 'cancelled' });
    assert.deepEqual([shared.tags(), ada.tags()], [{}, []]);
  });

  it('reports success if the remote has already received the tag', async () => {
    const { script, begun } = stuck();
    shared.hook('post-receive', `exec '${script}'`);
    assert.deepEqual(await cancelledAt(begun), { kind: 'promoted', tag: 'apps-deploy-2026-11-20-0', commit });
    assert.deepEqual(
      [shared.tags(), ada.tags()],
      [{ 'apps-deploy-2026-11-20-0': commit }, ['apps-deploy-2026-11-20-0']],
    );
  });

  it('runs nothing if it is already cancelled', async () => {
    const outcome = await ada.promote('apps', { confirmed, signal: AbortSignal.abort() });
    assert.deepEqual(outcome, { kind: 'cancelled' });
  });
});

/** @throws Error if the process is still running after five seconds */
async function gone(process: number): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    if (!isRunning(process)) return;
    await delay(10);
  }
  throw new Error(`Process ${process} goes on.`);
}

/** In a container, the first process may not reap processes that it did not start, so an ended process can still have its id. */
function isRunning(process: number): boolean {
  try {
    globalThis.process.kill(process, 0);
    return platform() !== 'linux' || !/\) [XZ] /.test(readFileSync(`/proc/${process}/stat`, 'latin1'));
  } catch {
    return false;
  }
}
