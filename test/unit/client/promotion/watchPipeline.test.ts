import * as assert from 'node:assert/strict';
import type { PipelineState } from '../../../../client/gitHost/pipelineState';
import { watchPipeline } from '../../../../client/promotion/watchPipeline';

/** A Git host with a sequence of responses, of which the last one is repeated, and a clock that only waiting advances. */
async function watched(
  answers: readonly PipelineState['state'][],
  abortAfter = Infinity,
): Promise<{ state: string; asked: number; minutes: number }> {
  let [asked, now] = [0, 0];
  const ending = new AbortController();
  const { state } = await watchPipeline(
    { remoteUrl: '', commit: 'c', ref: 'refs/tags/t', signal: ending.signal },
    {
      read: () => {
        const answer = answers[Math.min(asked++, answers.length - 1)]!;
        if (asked >= abortAfter) ending.abort();
        return Promise.resolve({ state: answer });
      },
      wait: time => {
        now += time;
        return Promise.resolve();
      },
      now: () => now,
    },
  );
  return { state, asked, minutes: Math.round(now / 60_000) };
}

describe('watching a pipeline', () => {
  it('continues until it has ended', async () => {
    assert.deepEqual(await watched(['unknown', 'running', 'running', 'succeeded']), {
      state: 'succeeded',
      asked: 4,
      minutes: 0,
    });
    assert.equal((await watched(['running', 'failed'])).state, 'failed');
  });

  it('stops if no run starts or ends in time', async () => {
    assert.deepEqual((await watched(['unknown'])).minutes, 3);
    assert.deepEqual((await watched(['running'])).minutes, 240);
  });

  it('continues after an error of the network if the pipeline was running', async () => {
    const running = Array.from({ length: 20 }, () => 'running' as const);
    const { state, minutes } = await watched([...running, 'unknown', 'running', 'succeeded']);
    assert.equal(state, 'succeeded');
    assert.ok(minutes > 3, String(minutes));
  });

  it('ends immediately without a Git host', async () => {
    let asked = 0;
    const none: PipelineState = { state: 'unknown', hasNoGitHost: true, reason: 'Unknown Git host: forge.' };
    const read = (): Promise<PipelineState> => Promise.resolve((asked++, none));
    const wait = (): Promise<void> => Promise.reject(new Error('There is nothing to wait for.'));
    const question = { remoteUrl: '', commit: 'c', ref: 'refs/tags/t' };
    assert.deepEqual([await watchPipeline(question, { read, wait, now: () => 0 }), asked], [none, 1]);
  });

  it('ends with the window', async () => {
    assert.equal((await watched(['running'], 3)).asked, 3);
  });
});
