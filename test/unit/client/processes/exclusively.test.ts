import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exclusively } from '../../../../client/processes/exclusively';

describe('exclusively()', function () {
  it('runs one task at a time, and every task eventually', async () => {
    let working = 0;
    const most: number[] = [];
    const work = async (): Promise<void> => {
      most.push(++working);
      await new Promise(resolve => setTimeout(resolve, 1));
      working--;
    };
    await Promise.all(Array.from({ length: 30 }, () => exclusively('many', undefined, work)));
    assert.deepEqual(most, Array(30).fill(1));
  });

  it('distinguishes keys, and continues after a failure', async () => {
    await exclusively('one', undefined, () => exclusively('other', undefined, () => Promise.resolve()));
    await assert.rejects(
      exclusively('one', undefined, () => Promise.reject(new Error('failed'))),
      /failed/,
    );
    assert.equal(await exclusively('one', undefined, () => Promise.resolve('again')), 'again');
  });

  it('stops waiting when the signal aborts', async () => {
    const cancelling = new AbortController();
    await exclusively('held', undefined, async () => {
      const waiting = exclusively('held', cancelling.signal, () => assert.fail('it is held'));
      setImmediate(() => cancelling.abort());
      await assert.rejects(waiting, { name: 'AbortError' });
    });
  });

  it('continues when the process that holds the lock is killed, also for later tasks', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kubestack-test-'));
    const module = JSON.stringify(join(__dirname, '../../../../client/processes/exclusively.ts'));
    const script = `import { exclusively } from ${module};
      void exclusively('killed', undefined, async () => { console.log('up'); await new Promise(() => setInterval(() => {}, 1000)); });`;
    writeFileSync(join(folder, 'holder.ts'), script);
    const holder = spawn(process.execPath, ['--import', 'tsx', join(folder, 'holder.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    let isFree = false;
    const waiting = [1, 2, 3].map(() =>
      exclusively('killed', undefined, () => {
        assert.ok(isFree);
        return Promise.resolve();
      }),
    );
    await new Promise(resolve => setImmediate(resolve));
    isFree = true;
    holder.kill('SIGKILL');
    await Promise.all(waiting);
    await exclusively('killed', undefined, () => Promise.resolve());
    rmSync(folder, { recursive: true });
  });
});
