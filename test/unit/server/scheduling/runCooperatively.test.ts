import assert from 'node:assert/strict';
import {
  noteMessage,
  runCooperatively,
  waitForOutput,
  type Priority,
} from '../../../../server/scheduling/runCooperatively';

function* counting(taken: { steps: number }, last = Infinity): Generator<undefined, string> {
  for (; taken.steps < last; taken.steps++) yield;
  return 'all of it';
}

const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

describe('cooperative computations', () => {
  for (const priority of ['asked', 'idle'] as const) {
    describe(`of the priority "${priority}"`, () => {
      it('finish while they are needed', async () => {
        const taken = { steps: 0 };
        assert.deepEqual(await runCooperatively(counting(taken, 100), priority, () => true), { result: 'all of it' });
        assert.equal(taken.steps, 100);
      });

      it('stop and clean up when they are no longer needed', async () => {
        const taken = { steps: 0 };
        assert.equal(await runCooperatively(counting(taken), priority, () => false), undefined);
        assert.equal(taken.steps, 0);
        let isEnded = false;
        function* work(): Generator<undefined, void> {
          try {
            for (;;) yield;
          } finally {
            isEnded = true;
          }
        }
        let isWanted = true;
        setImmediate(() => setImmediate(() => setImmediate(() => (isWanted = false))));
        assert.equal(await runCooperatively(work(), priority, () => isWanted), undefined);
        assert.ok(isEnded);
      });

      it('fail with the error of the computation', async () => {
        function* failing(): Generator<undefined, void> {
          yield;
          throw new Error('no such thing');
        }
        await assert.rejects(
          runCooperatively(failing(), priority, () => true),
          /no such thing/,
        );
      });

      it('run one slice of one computation per turn of the event loop', async () => {
        const slices: string[] = [];
        let turns = 0;
        const count = (): void => {
          turns++;
          if (slices.length < 40) setImmediate(count);
        };
        setImmediate(count);
        const noted = (name: string) => (): boolean => slices.push(`${turns} ${name}`) < 40;
        await Promise.all(['a', 'b', 'c'].map(name => runCooperatively(counting({ steps: 0 }), priority, noted(name))));
        const ofTurn = slices.slice(0, 30).map(each => each.split(' ')[0]);
        assert.equal(new Set(ofTurn).size, ofTurn.length, slices.join(', '));
        for (const name of ['a', 'b', 'c']) assert.ok(slices.some(each => each.endsWith(name)));
      });
    });
  }

  it('run before idle ones if a request waits for them', async () => {
    const order: string[] = [];
    const run = (priority: Priority): Promise<unknown> =>
      runCooperatively(counting({ steps: 0 }, 10), priority, () => true).then(() => order.push(priority));
    await Promise.all([run('idle'), run('asked')]);
    assert.deepEqual(order, ['asked', 'idle']);
  });

  describe('with messages', () => {
    const now = performance.now.bind(performance);
    let clock = 1_000_000;

    beforeEach(() => {
      performance.now = () => clock;
    });

    afterEach(() => {
      performance.now = now;
    });

    /** Messages that arrive in consecutive turns. */
    async function handleMessages(count: number, onMessage: () => void): Promise<void> {
      for (let message = 0; message < count; message++) {
        await turn();
        noteMessage();
        onMessage();
      }
    }

    it('handle every queued message before the next slice', async () => {
      const order: string[] = [];
      const asked = runCooperatively(counting({ steps: 0 }, 1), 'asked', () => order.push('slice') > 0);
      await handleMessages(20, () => order.push('message'));
      await asked;
      assert.deepEqual(order, [...Array.from({ length: 20 }, () => 'message'), 'slice']);
    });

    it('delay idle work for a limited time after a message', async () => {
      let slices = 0;
      noteMessage();
      const idle = runCooperatively(counting({ steps: 0 }, 1), 'idle', () => ++slices > 0);
      for (let turns = 0; turns < 20; turns++) await turn();
      assert.equal(slices, 0);
      clock += 30;
      noteMessage();
      clock += 30;
      noteMessage();
      await idle;
      assert.equal(slices, 1);
    });

    it('delay idle work for a limited time while a response is written', async () => {
      let slices = 0;
      clock += 1_000;
      waitForOutput(() => true);
      try {
        const idle = runCooperatively(counting({ steps: 0 }, 1), 'idle', () => ++slices > 0);
        for (let turns = 0; turns < 20; turns++) await turn();
        assert.equal(slices, 0);
        await runCooperatively(counting({ steps: 0 }, 1), 'asked', () => true);
        assert.equal(slices, 0);
        clock += 60;
        await idle;
      } finally {
        waitForOutput(() => false);
      }
    });

    it('do not delay requested work while idle work waits', async () => {
      const order: string[] = [];
      noteMessage();
      const idle = runCooperatively(counting({ steps: 0 }, 1), 'idle', () => order.push('idle') > 0);
      for (let turns = 0; turns < 20; turns++) await turn();
      await runCooperatively(counting({ steps: 0 }, 1), 'asked', () => order.push('asked') > 0);
      assert.deepEqual(order, ['asked']);
      clock += 1_000;
      await idle;
      assert.deepEqual(order, ['asked', 'idle']);
    });
  });
});
