import { UNCHECKED, type DriftState } from '../../../../client/promotion/driftState';
import * as assert from 'node:assert/strict';
import { promotionBoard, type BoardContext } from '../../../../client/promotion/board';
import type { LostCluster } from '../../../../common/forecast/lostClusters';
import type { ChangeLine } from '../../../../client/platform/changeLines';
import type { BoardColumn, BoardHostMessage, BoardRepository } from '../../../../common/webview/boardMessages';
import { BOARD_HOST_MESSAGES } from '../../../../common/webview/boardMessages';
import { readMessage } from '../../../../common/webview/messages';
import { CURRENT_FILES, progressOf } from '../../../../common/replacement/stagedChange';
import { facts, line, noon, stages, tag, type History } from '../../../support/client/promotion/history';

const change: ChangeLine = { label: 'max_size', description: '9 → 12', cluster: 'eks', change: 'changed' };

const contextOf = (
  changes: ChangeLine[] | undefined,
  losses: LostCluster[] = [],
  drift: DriftState = UNCHECKED,
): BoardContext => ({
  now: noon,
  time: at => new Date(at).toISOString(),
  drift: () => drift,
  changes: () => changes,
  losses: () => losses,
  staged: () => [],
});

function board(
  history: History,
  changes: ChangeLine[] | 'computing' = [change],
  losses: LostCluster[] = [],
  drift: DriftState = UNCHECKED,
): BoardColumn[] {
  const repository = { root: '/w', name: 'w', facts: facts(history), stages: stages(history) };
  const found = changes === 'computing' ? undefined : changes;
  const repositories = promotionBoard([repository], contextOf(found, losses, drift));
  // The page drops data with another structure.
  assert.ok(readMessage<BoardHostMessage>(BOARD_HOST_MESSAGES, { type: 'show', repositories }));
  return repositories[0]!.columns;
}

describe('the promotion board', () => {
  const graph = line('a', 'b', 'c');
  const tags = [
    tag('apps-deploy-2026-11-19-0', 'a', noon - 24 * 3_600_000),
    tag('apps-deploy-2026-11-20-0', 'b', noon - 2 * 3_600_000),
  ];

  it('has a column for each environment: its deployment, pipeline result and waiting commits', () => {
    const [ops, apps, prod] = board({ graph, main: 'c', tags }) as [BoardColumn, BoardColumn, BoardColumn];
    assert.deepEqual(
      [ops, apps, prod].map(({ environment, healthText, waitingText }) => [environment, healthText, waitingText]),
      [
        ['ops', 'Pipeline succeeded', ''],
        ['apps', 'Pipeline succeeded', '1 commit to promote'],
        ['apps-prod', 'Nothing deployed', '2 commits to promote'],
      ],
    );
    assert.deepEqual(
      [ops.there?.name, ops.there?.subject, ops.there?.about],
      ['main', 'Change c', 'c · 1 minute ago · Ada'],
    );
    assert.deepEqual(apps.there, {
      subject: 'Change b',
      name: 'apps-deploy-2026-11-20-0',
      about: 'b · 2 hours ago · Bo',
      time: new Date(noon - 2 * 3_600_000).toISOString(),
      remarks: [],
    });
    assert.deepEqual(apps.waiting, [{ hash: 'c', subject: 'Change c', about: 'c · Ada · 1 minute ago' }]);
    assert.deepEqual(apps.changes, {
      summary: '1 change in 1 cluster',
      lines: [{ change: 'changed', label: 'max_size', description: '9 → 12 · eks' }],
      more: 0,
    });
  });

  it('says once why the results of several environments are unknown', () => {
    const history = { graph, main: 'c', tags };
    const reason = "The remote isn't on a supported Git host.";
    const without = (wanted: (environment: string) => boolean): BoardRepository => {
      const shown = stages(history).map(stage => {
        const pipeline = stage.pipeline && { ...stage.pipeline, state: { state: 'unknown', reason } as const };
        return pipeline && wanted(stage.environment) ? { ...stage, pipeline } : stage;
      });
      return promotionBoard([{ root: '/w', name: 'w', facts: facts(history), stages: shown }], contextOf([]))[0]!;
    };
    const all = without(() => true);
    assert.deepEqual(all.problems, [`Results are unknown: ${reason}`]);
    assert.deepEqual(
      all.columns.map(({ healthText }) => healthText),
      ['Pipeline status unknown', 'Pipeline status unknown', 'Nothing deployed'],
    );
    const one = without(environment => environment === 'ops');
    assert.deepEqual(one.problems, []);
    assert.equal(one.columns[0]?.healthText, `Pipeline status unknown: ${reason}`);
  });

  it('shows whether reality still matches', () => {
    const [ops] = board({ graph, main: 'c', tags });
    assert.deepEqual([ops?.drift, ops?.driftText], ['unknown', 'drift not checked']);
    const found = { kind: 'checked', open: 1, accepted: 0, at: noon - 60_000 } as const;
    const [drifted] = board({ graph, main: 'c', tags }, [], [], found);
    assert.deepEqual([drifted?.drift, drifted?.driftText], ['drifted', '1 resource drifted · checked 1 minute ago']);
    const [none] = board({ graph, main: 'c', tags }, [], [], { ...found, open: 0 });
    assert.equal(none?.drift, 'none');
  });

  it('offers promotion if commits are waiting, and rollback if there was another commit', () => {
    const offered = (history: History): string[] =>
      board(history).map(({ canPromote, canRollBack }) => `${canPromote} ${canRollBack}`);
    assert.deepEqual(offered({ graph, main: 'c', tags }), ['false false', 'true true', 'true false']);
    const latest = [...tags, tag('apps-prod-deploy-2026-11-20-0', 'b')];
    assert.deepEqual(offered({ graph, main: 'b', tags: latest }), ['false false', 'false true', 'false false']);
  });

  it('shows why an environment can’t be promoted to, and that one was rolled back', () => {
    const pipelines = { 'c refs/heads/main': { state: 'failed' } } as const;
    const back = [...tags, tag('apps-deploy-2026-11-20-1', 'a', noon, { message: 'Back\n\nKubestack-Reason: Slow' })];
    const [ops, apps] = board({ graph, main: 'c', tags: back, pipelines }) as [BoardColumn, BoardColumn];
    assert.deepEqual([ops.health, ops.healthText], ['failed', 'Pipeline failed']);
    assert.match(apps.refusals.join(), /The pipeline of c failed in ops/);
    assert.deepEqual(apps.there?.remarks, ['Rolled back from apps-deploy-2026-11-20-0', 'Reason: Slow']);
  });

  it('lists first the clusters and node pools that the waiting commits replace or destroy', () => {
    const [, apps] = board(
      { graph, main: 'c', tags },
      [change],
      [
        { address: 'module.eks.aws_eks_cluster.current', action: 'replace' },
        { address: 'module.pool.aws_eks_node_group.nodes', action: 'destroy' },
      ],
    ) as [BoardColumn, BoardColumn];
    assert.deepEqual(
      apps.changes?.lines.map(({ label, description }) => `${label}: ${description}`),
      [
        'module.eks.aws_eks_cluster.current: will be replaced',
        'module.pool.aws_eks_node_group.nodes: will be destroyed',
        'max_size: 9 → 12 · eks',
      ],
    );
    assert.equal(apps.changes?.summary, '1 change in 1 cluster');
  });

  it('says what is replaced step by step, and what the next stage waits for', () => {
    const change = {
      part: 'nodePool',
      old: 'pool_a',
      next: 'pool_a2',
      stages: ['add', 'move', 'remove'],
      done: { [CURRENT_FILES]: 1, c: 1 },
    } as const;
    const environments = [
      { environment: 'ops', commit: 'c' },
      { environment: 'apps', commit: 'b' },
    ];
    const progress = progressOf(change, 'c', environments)!;
    const repository = { root: '/w', name: 'w', facts: facts({ graph, main: 'c', tags }), stages: [] };
    const nothing = { now: noon, time: String, drift: () => UNCHECKED, changes: () => [], losses: () => [] };
    const [shown] = promotionBoard([repository], { ...nothing, staged: root => (root === '/w' ? [progress] : []) });
    assert.deepEqual(shown?.staged, ['Replace pool_a · 0 of 3 · apps waits for stage 1: promote it.']);
  });

  it('is shown before the changes are known', () => {
    const [, apps] = board({ graph, main: 'c', tags }, 'computing');
    assert.deepEqual([apps?.changes, apps?.waiting.length], [undefined, 1]);
  });

  it('shows the number of commits and changes that it does not list', () => {
    const long = line(...Array.from({ length: 50 }, (_, index) => `c${index}`));
    const [, apps] = board(
      { graph: long, main: 'c49' },
      Array.from({ length: 30 }, () => change),
    );
    assert.deepEqual([apps?.waiting.length, apps?.more], [20, 30]);
    assert.deepEqual([apps?.changes?.lines.length, apps?.changes?.more], [12, 18]);
  });
});
