import assert from 'node:assert/strict';
import { ServerLife, type Server, type ServerState } from '../../../../client/core/serverLife';

const MINUTE = 60_000;
const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** A server that the test makes ready, lets fail, or crashes. */
class FakeServer implements Server {
  ended = false;
  private settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
  /** Resolved when the test lets the server end. */
  ending: Promise<void> = Promise.resolve();

  constructor(readonly crash: () => void) {}

  start(): Promise<void> {
    return new Promise((resolve, reject) => (this.settle = { resolve, reject }));
  }

  async end(): Promise<void> {
    this.ended = true;
    await this.ending;
  }

  async answers(): Promise<void> {
    this.settle?.resolve();
    await settled();
  }

  async fails(): Promise<void> {
    this.settle?.reject(new Error('no memory'));
    await settled();
  }

  async crashes(): Promise<void> {
    this.crash();
    await settled();
  }
}

describe('the life of the language server', () => {
  let servers: FakeServer[];
  let states: ServerState[];
  let errors: string[];
  let time: number;
  let life: ServerLife<FakeServer>;

  beforeEach(() => {
    [servers, states, errors, time] = [[], [], [], 0];
    life = new ServerLife({
      create: onCrash => {
        const server = new FakeServer(onCrash);
        servers.push(server);
        return Promise.resolve(server);
      },
      stateChanged: state => states.push(state),
      logError: message => errors.push(message),
      now: () => time,
    });
  });

  const last = (): FakeServer => servers.at(-1)!;
  const started = async (): Promise<void> => {
    void life.startOnce();
    await settled();
  };

  it('is ready when the server answers', async () => {
    assert.equal(life.state, 'off');
    await started();
    assert.equal(life.state, 'starting');
    assert.equal(life.ready, undefined);
    await last().answers();
    assert.equal(life.ready, last());
    assert.deepEqual(states, ['starting', 'ready']);
  });

  it('starts one server, however often it is requested', async () => {
    await Promise.race([Promise.all([life.startOnce(), life.startOnce()]), settled()]);
    await last().answers();
    await life.startOnce();
    assert.equal(servers.length, 1);
  });

  it('replaces a server that crashes', async () => {
    await started();
    await last().answers();
    await last().crashes();
    assert.equal(life.state, 'starting');
    assert.equal(servers[0]?.ended, true);
    await last().answers();
    assert.equal(life.ready, servers[1]);
    assert.deepEqual(states, ['starting', 'ready', 'starting', 'ready']);
  });

  it('replaces a server that crashes while it starts', async () => {
    await started();
    await last().fails();
    assert.deepEqual(errors, ["The language server can't be started: no memory"]);
    assert.equal(life.state, 'starting');
    await last().answers();
    assert.equal(life.ready, servers[1]);
  });

  it('replaces a server once that crashes between its answer and the end of its start', async () => {
    await started();
    await last().crashes();
    await servers[0]?.fails();
    assert.equal(servers.length, 2);
    assert.deepEqual(errors, []);
    await last().answers();
    assert.equal(life.ready, servers[1]);
    await servers[0]?.crashes();
    assert.equal(life.ready, servers[1]);
  });

  for (const how of ['crashes', 'fails'] as const)
    it(`has failed after the fifth time that a server ${how}`, async () => {
      await started();
      for (let time = 1; time <= 5; time++) {
        assert.equal(servers.length, time);
        if (how === 'crashes') await last().answers();
        await last()[how]();
      }
      assert.equal(life.state, 'failed');
      assert.equal(servers.length, 5);
      assert.ok(servers.every(({ ended }) => ended));
    });

  it('counts only the crashes of the last three minutes', async () => {
    await started();
    for (let crashes = 1; crashes <= 12; crashes++) {
      await last().answers();
      await last().crashes();
      time += MINUTE;
    }
    assert.equal(life.state, 'starting');
  });

  it('counts anew after a restart by the user', async () => {
    await started();
    for (let crashes = 1; crashes <= 5; crashes++) await last().crashes();
    assert.equal(life.state, 'failed');
    void life.restart();
    await settled();
    await last().answers();
    assert.equal(life.state, 'ready');
    for (let crashes = 1; crashes <= 4; crashes++) await last().crashes();
    assert.equal(life.state, 'starting');
  });

  it('starts a server after the previous one has ended, and once for concurrent restarts', async () => {
    await started();
    await last().answers();
    let hasEnded = (): void => {};
    last().ending = new Promise(resolve => (hasEnded = resolve));
    void life.restart();
    void life.restart();
    await settled();
    assert.equal(life.state, 'starting');
    assert.equal(servers.length, 1);
    hasEnded();
    await settled();
    assert.equal(servers.length, 2);
    await last().answers();
    assert.equal(life.ready, servers[1]);
  });

  it('restarts a server that is still starting', async () => {
    await started();
    void life.restart();
    await settled();
    assert.equal(servers[0]?.ended, true);
    await servers[0]?.fails();
    await last().answers();
    assert.equal(servers.length, 2);
    assert.equal(life.ready, servers[1]);
  });

  it('starts no server after its end, also in the middle of a restart', async () => {
    await started();
    await last().answers();
    let hasEnded = (): void => {};
    last().ending = new Promise(resolve => (hasEnded = resolve));
    const restarted = life.restart();
    void life.end();
    hasEnded();
    await restarted;
    await last().crashes();
    assert.equal(servers.length, 1);
  });
});
