// The system's clock jumps: it is set, a laptop was asleep, or a virtual machine was paused. Timers must use elapsed time.
import assert from 'node:assert/strict';
import { Termination, type EndSignal } from '../../../client/processes/termination';
import { WatchedPipelines, type WatchedPipeline } from '../../../client/promotion/watchedPipelines';

const DAY = 24 * 60 * 60_000;

describe('a clock that jumps', () => {
  const { now } = Date;
  afterEach(() => void (Date.now = now));

  for (const jump of [-30 * DAY, 30 * DAY]) {
    it(`by ${jump / DAY} days does not skip or repeat a signal that ends a program`, async () => {
      const sent: EndSignal[] = [];
      await new Promise<void>(resolve => {
        const send = (signal: EndSignal): void => {
          sent.push(signal);
          Date.now = () => now() + jump * sent.length;
          if (signal === 'SIGKILL') resolve();
        };
        new Termination(send, { interrupt: 5, terminate: 5 }).begin();
      });
      assert.deepEqual(sent, ['SIGINT', 'SIGTERM', 'SIGKILL']);
    });

    it(`by ${jump / DAY} days keeps one entry per watched pipeline`, async () => {
      const kept = new Map<string, unknown>();
      const memory = {
        get: (key: string) => kept.get(key),
        update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
      };
      const pipelines = new WatchedPipelines(memory, () => Date.now());
      const watched = (tag: string): WatchedPipeline => ({
        ...{ root: '/repository', environment: 'apps', commit: 'c', tag },
        begun: Date.now(),
      });
      await pipelines.remember(watched('before'));
      Date.now = () => now() + jump;
      await pipelines.remember(watched('after'));
      await pipelines.remember(watched('after'));
      const tags = pipelines.all().map(({ tag }) => tag);
      // After a jump ahead, the earlier entry seems to be a month old.
      assert.deepEqual(tags, jump > 0 ? ['after'] : ['before', 'after']);
      for (const each of pipelines.all()) await pipelines.forget(each);
      assert.deepEqual(pipelines.all(), []);
    });
  }
});
