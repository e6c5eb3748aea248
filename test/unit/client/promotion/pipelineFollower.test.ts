import * as assert from 'node:assert/strict';
import type { PipelineState } from '../../../../client/gitHost/pipelineState';
import { PipelineFollower } from '../../../../client/promotion/pipelineFollower';
import {
  WatchedPipelines,
  type WatchedPipeline,
  type WorkspaceStorage,
} from '../../../../client/promotion/watchedPipelines';

const hour = 60 * 60_000;
const promoted: WatchedPipeline = {
  root: '/repo',
  environment: 'apps',
  commit: 'c0ffee',
  tag: 'apps-deploy-2026-11-20-0',
  begun: 0,
};

/** A workspace whose window can be reloaded, with a clock that only waiting advances. */
class Workspace {
  now = 0;
  state: PipelineState['state'] = 'running';
  /** Whether time passes. */
  stopped = false;
  readonly results: string[] = [];
  readonly asked: string[] = [];
  private readonly kept = new Map<string, unknown>();
  private following: Promise<void>[] = [];
  private follower: PipelineFollower | undefined;

  readonly memory: WorkspaceStorage = {
    get: key => this.kept.get(key),
    update: (key, value) => {
      // Serialized as on disk.
      this.kept.set(key, JSON.parse(JSON.stringify(value)));
      return Promise.resolve();
    },
  };

  get watched(): string[] {
    return new WatchedPipelines(this.memory, () => this.now).all().map(({ tag }) => tag);
  }

  reload(): PipelineFollower {
    this.follower?.end();
    this.following = [];
    this.follower = new PipelineFollower({
      read: ({ remoteUrl, ref }) => {
        this.asked.push(`${remoteUrl} ${ref}`);
        return Promise.resolve({ state: this.state });
      },
      now: () => this.now,
      wait: (time, signal) => {
        this.now += time;
        return this.stopped
          ? new Promise(resolve => signal.addEventListener('abort', () => resolve()))
          : Promise.resolve();
      },
      watched: new WatchedPipelines(this.memory, () => this.now),
      onFollow: (_, following) => this.following.push(following),
      onEnd: ({ tag, environment }, { state }) => this.results.push(`${tag} ${environment} ${state}`),
    });
    return this.follower;
  }

  async settled(): Promise<void> {
    await Promise.all(this.following);
  }
}

const remote = (): string => 'git@example.org:acme/platform.git';

describe('watching pipelines of promotions', () => {
  it('continues after a reload, and reports the result once', async () => {
    const workspace = new Workspace();
    workspace.stopped = true;
    workspace.reload().begin(promoted, remote());
    assert.deepEqual(workspace.watched, [promoted.tag]);

    Object.assign(workspace, { stopped: false, state: 'succeeded' });
    const second = workspace.reload();
    second.goOn(remote);
    second.goOn(remote);
    await workspace.settled();
    assert.deepEqual(workspace.results, [`${promoted.tag} apps succeeded`]);
    assert.deepEqual(workspace.asked.at(-1), `${remote()} refs/tags/${promoted.tag}`);
    assert.deepEqual(workspace.watched, []);

    workspace.reload().goOn(remote);
    await workspace.settled();
    assert.equal(workspace.results.length, 1);
  });

  it('does not start twice for a promotion in this window', async () => {
    const workspace = new Workspace();
    workspace.state = 'failed';
    const follower = workspace.reload();
    follower.begin(promoted, remote());
    follower.goOn(remote);
    await workspace.settled();
    follower.goOn(remote);
    await workspace.settled();
    assert.deepEqual(workspace.results, [`${promoted.tag} apps failed`]);
  });

  it('waits for the repository, and keeps entries of other repositories', async () => {
    const workspace = new Workspace();
    await new WatchedPipelines(workspace.memory, () => 0).remember(promoted);
    const follower = workspace.reload();
    follower.goOn(() => undefined);
    await workspace.settled();
    assert.deepEqual([workspace.asked, workspace.watched], [[], [promoted.tag]]);
    workspace.state = 'succeeded';
    follower.goOn(remote);
    await workspace.settled();
    assert.equal(workspace.results.length, 1);
  });

  it('waits for a run to start after each reload', async () => {
    const workspace = new Workspace();
    workspace.now = 2 * hour;
    await new WatchedPipelines(workspace.memory, () => 0).remember(promoted);
    workspace.state = 'unknown';
    workspace.reload().goOn(remote);
    await workspace.settled();
    assert.ok(workspace.asked.length > 5, String(workspace.asked.length));
    assert.deepEqual(workspace.results, [`${promoted.tag} apps unknown`]);
  });

  it('drops entries after a day, and those of other versions', async () => {
    const workspace = new Workspace();
    const watched = new WatchedPipelines(workspace.memory, () => workspace.now);
    await watched.remember(promoted);
    await watched.remember({ ...promoted, tag: 'apps-deploy-2026-11-20-1', begun: 5 * hour });
    workspace.now = 24 * hour;
    assert.deepEqual(workspace.watched, ['apps-deploy-2026-11-20-1']);
    const written = [promoted.tag, null, { ...promoted, begun: 'now' }];
    for (const other of [written, {}, 'text', 3]) {
      await workspace.memory.update('promotion.watched', other);
      assert.deepEqual(workspace.watched, []);
    }
  });

  it('stores no remote address, since it may contain a secret', () => {
    const workspace = new Workspace();
    workspace.stopped = true;
    workspace.reload().begin(promoted, 'https://ada:very_secret@example.org/acme/platform.git');
    assert.doesNotMatch(JSON.stringify(workspace.memory.get('promotion.watched')), /secret/);
  });
});
