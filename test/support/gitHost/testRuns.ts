import assert from 'node:assert/strict';
import type { GitHost } from '../../../client/gitHost/gitHost';
import type { PipelineState } from '../../../client/gitHost/pipelineState';
import { durationText } from '../../../client/promotion/stageStates';

/** A run as a user sees it. The subject turns it into what its Git host stores. */
export interface PlayedRun {
  readonly state: 'succeeded' | 'failed' | 'running';
  /** Greater for later runs of the same workflow. */
  readonly order: number;
  /** Short name of the branch or tag. */
  readonly ref: string;
  readonly workflow: string;
  readonly isScheduled: boolean;
  readonly startedAt: string;
  readonly finishedAt: string;
}

export interface RunsUnderTest {
  readonly gitHost: GitHost;
  /** Replaces all runs of the commit. */
  readonly play: (runs: readonly PlayedRun[]) => void;
}

/** What a Git host reports about runs. */
export interface ReportedRuns {
  /** Whether it reports when a run started. */
  readonly starts: boolean;
  /** Whether it reports which branch or tag a run is for. */
  readonly refs: boolean;
  /** Whether it reports that a run was scheduled. */
  readonly schedules: boolean;
  /** Whether several workflows can run for one commit. */
  readonly workflows: boolean;
  /** Whether it reports the file of a workflow. */
  readonly files: boolean;
}

const commit = '0123456789abcdef0123456789abcdef01234567';
const tag = 'apps-deploy-2026-11-20-0';
const start = '2026-11-20T09:00:00Z';
const end = '2026-11-20T09:04:00Z';
const later = Date.parse('2026-11-20T09:10:00Z');
const base: PlayedRun = {
  ...{ state: 'succeeded', order: 1, ref: tag, workflow: 'apply', isScheduled: false },
  ...{ startedAt: start, finishedAt: end },
};

/** Tests for every Git host with pipelines: the result of the run that applied a deploy tag. */
export function testRuns(subject: () => RunsUnderTest, reported: ReportedRuns): void {
  const stateOf = async (runs: readonly Partial<PlayedRun>[], file?: string): Promise<PipelineState> => {
    const { gitHost, play } = subject();
    play(runs.map(run => ({ ...base, ...run })));
    return gitHost.pipelineState(commit, `refs/tags/${tag}`, file);
  };

  it('reports runs that succeeded, failed and are running, with their times', async () => {
    for (const state of ['succeeded', 'failed', 'running'] as const) {
      const found = await stateOf([{ state }]);
      assert.equal(found.state, state);
      assert.equal(found.startedAt, reported.starts ? Date.parse(start) : undefined);
      assert.equal(found.finishedAt, state === 'running' ? undefined : Date.parse(end));
      const took = state === 'running' ? '10 minutes' : '4 minutes';
      assert.equal(durationText(found, later), reported.starts ? took : '', state);
    }
  });

  it('counts the last of several attempts', async () => {
    const retry = { order: 2, startedAt: '2026-11-20T10:00:00Z', finishedAt: '2026-11-20T10:02:00Z' };
    for (const [first, second] of [
      ['failed', 'succeeded'],
      ['succeeded', 'failed'],
      ['failed', 'running'],
    ] as const) {
      const runs = [{ state: first }, { state: second, ...retry }];
      assert.equal((await stateOf(runs)).state, second);
      const found = await stateOf(runs.reverse());
      assert.equal(found.state, second, 'in another order');
      assert.equal(durationText(found, Date.parse(retry.finishedAt)), reported.starts ? '2 minutes' : '');
    }
  });

  it('knows nothing of deleted runs', async () => {
    assert.equal((await stateOf([{}])).state, 'succeeded');
    assert.deepEqual(await stateOf([]), { state: 'unknown' });
  });

  if (reported.refs)
    it('counts only runs for the tag, not those for the branch of the same commit', async () => {
      assert.equal((await stateOf([{}, { ref: 'main', state: 'failed', order: 2 }])).state, 'succeeded');
      assert.equal((await stateOf([{ ref: 'main' }])).state, 'unknown');
    });

  if (reported.schedules)
    it("doesn't count scheduled runs", async () => {
      const nightly = { isScheduled: true, state: 'failed', order: 2 } as const;
      assert.equal((await stateOf([{}, nightly])).state, 'succeeded');
      assert.equal((await stateOf([nightly])).state, 'unknown');
    });

  if (reported.workflows)
    it('counts failures of other workflows, unless the file of the workflow that applies is known', async () => {
      const other = { workflow: 'notify', state: 'failed', order: 2 } as const;
      assert.equal((await stateOf([{}, other])).state, 'failed');
      const file = '.github/workflows/apply.yml';
      assert.equal((await stateOf([{}, other], file)).state, reported.files ? 'succeeded' : 'failed');
      assert.equal((await stateOf([{ state: 'failed' }, { ...other, state: 'succeeded' }], file)).state, 'failed');
      assert.equal((await stateOf([other], file)).state, 'failed', 'the file has another name by now');
    });

  it('has no duration if clocks contradict each other', async () => {
    const backwards = await stateOf([{ startedAt: end, finishedAt: start }]);
    assert.deepEqual([backwards.state, durationText(backwards, later)], ['succeeded', '']);
    const future = await stateOf([{ state: 'running', startedAt: '2026-11-20T12:00:00Z' }]);
    assert.deepEqual([future.state, durationText(future, later)], ['running', '']);
  });
}
