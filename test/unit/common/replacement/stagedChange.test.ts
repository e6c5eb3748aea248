import assert from 'node:assert/strict';
import {
  blocksText,
  CURRENT_FILES,
  progressOf,
  type DeployedEnvironment,
  type StagedChange,
} from '../../../../common/replacement/stagedChange';

/** A change whose revisions have these stages. */
const change = (current: number, stages: Readonly<Record<string, number>> = {}): StagedChange => ({
  part: 'nodePool',
  old: 'pool_a',
  next: 'pool_a2',
  stages: ['add', 'move', 'remove'],
  done: { [CURRENT_FILES]: current, ...stages },
});
const runs = (ops: string, apps: string, run?: DeployedEnvironment['run']): DeployedEnvironment[] => [
  { environment: 'ops', commit: ops },
  { environment: 'apps', commit: apps, run },
];
/** What the following stage waits for, and the states of all. */
const shown = (...parameters: Parameters<typeof progressOf>): string => {
  const progress = progressOf(...parameters);
  if (!progress) return 'nothing is open';
  const { following = 'none', blocks, states } = progress;
  return `${following}: ${blocksText(blocks)} | ${states.map(({ state }) => state).join(' ')}`;
};

describe('the next stage of a replacement', () => {
  it('waits until the one before is merged', () => {
    assert.equal(
      shown(change(1, { c0: 0 }), 'c0', runs('c0', 'c0')),
      "move: Stage 1 isn't merged yet. ops and apps wait for stage 1: promote it. | open waiting waiting",
    );
  });

  it('waits until the one before is promoted to every environment', () => {
    assert.equal(
      shown(change(1, { c0: 0, c1: 1 }), 'c1', runs('c1', 'c0')),
      'move: apps waits for stage 1: promote it. | open waiting waiting',
    );
  });

  it('waits for the pipeline, and for one that failed', () => {
    const merged = change(1, { c1: 1 });
    assert.match(
      shown(merged, 'c1', runs('c1', 'c1', 'running')),
      /^move: The pipeline still applies stage 1 to apps\./,
    );
    assert.equal(
      shown(merged, 'c1', runs('c1', 'c1', 'failed')),
      'move: The pipeline failed to apply stage 1 to apps. | open waiting waiting',
    );
  });

  it('begins when the one before is applied everywhere', () => {
    assert.equal(shown(change(1, { c1: 1 }), 'c1', runs('c1', 'c1', 'succeeded')), 'move:  | done open waiting');
    assert.equal(shown(change(2, { c2: 2 }), 'c2', runs('c2', 'c2')), 'remove:  | done done open');
  });

  it('is refused while an environment has a stage that was undone by hand', () => {
    assert.equal(
      shown(change(1, { c2: 2, c3: 1 }), 'c3', runs('c3', 'c2')),
      "move: apps has stage 2, which the code doesn't have anymore. Restore it, or promote the code. | done waiting waiting",
    );
  });

  it('is unknown without deploy tags', () => {
    assert.match(shown(change(1), undefined, []), /^move: Nothing tells in which environments stage 1 is applied\./);
  });

  it('does not exist after the last one is applied, and after all were undone', () => {
    assert.equal(shown(change(3, { c3: 3, c2: 2 }), 'c3', runs('c3', 'c2')).split(':')[0], 'none');
    assert.equal(shown(change(3, { c3: 3 }), 'c3', runs('c3', 'c3')), 'nothing is open');
    assert.equal(shown(change(0, { c4: 0 }), 'c4', runs('c4', 'c4')), 'nothing is open');
  });
});
