import assert from 'node:assert/strict';
import { RunQueue } from '../../../../../client/plan/run/runQueue';

describe('RunQueue', () => {
  it('runs different environments at the same time, each once, and exclusive work alone', async () => {
    const queue = new RunQueue();
    const started: string[] = [];
    const enter = (key: string, exclusive = false, signal?: AbortSignal) =>
      queue.enter(key, exclusive, signal).then(release => {
        started.push(exclusive ? 'init' : key);
        return release;
      });
    const settled = () => new Promise(resolve => setImmediate(resolve));
    const [ops, apps] = [await enter('ops'), await enter('apps')];
    const again = enter('ops');
    const init = enter('', true);
    const late = enter('prod');
    await settled();
    assert.deepEqual(started, ['ops', 'apps']);
    assert.ok(queue.wouldWait('prod', false) && queue.isBusy('prod'));
    ops();
    await settled();
    assert.deepEqual(started, ['ops', 'apps', 'ops']);
    apps();
    (await again)();
    const endInit = await init;
    assert.deepEqual(started, ['ops', 'apps', 'ops', 'init']);
    endInit();
    (await late)();
    assert.ok(!queue.isBusy());
  });

  it('removes work that is cancelled while it waits', async () => {
    const queue = new RunQueue();
    const release = await queue.enter('ops', false);
    const cancelling = new AbortController();
    const waiting = queue.enter('', true, cancelling.signal);
    cancelling.abort(new Error('cancelled'));
    await assert.rejects(waiting, /cancelled/);
    (await queue.enter('apps', false))();
    release();
    release();
    assert.ok(!queue.isBusy());
  });
});
