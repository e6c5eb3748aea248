import { UNCHECKED } from '../../../../client/promotion/driftState';
import * as assert from 'node:assert/strict';
import type { ChangeLine } from '../../../../client/platform/changeLines';
import type { PromotionNode } from '../../../../client/promotion/promotionNode';
import { promotionTree } from '../../../../client/promotion/promotionTree';
import { refusalText } from '../../../../client/promotion/refusalText';
import { evaluatePolicy } from '../../../../client/promotion/promotionPolicy';
import type { PipelineState } from '../../../../client/gitHost/pipelineState';
import type { DeployTag } from '../../../../common/promotion/deployTag';
import type { TagOutcome } from '../../../../common/promotion/pipelineFiles';
import { OVERRIDABLE, type Refusal } from '../../../../client/promotion/refusal';
import {
  pipelineKey,
  type CommitEnvironments,
  type RepositorySnapshot,
  type Stage,
} from '../../../../client/promotion/stage';
import { isPromoting, stagesOf } from '../../../../client/promotion/stages';
import { statusText, waitingSummary } from '../../../../client/promotion/stageText';
import { CommitGraph } from '../../../../client/promotion/commitGraph';
import { facts, line, noon, rules, stages, tag, type History } from '../../../support/client/promotion/history';

const refusals = (history: History, environment: string, now?: number): string[] =>
  stages(history, now)
    .find(stage => stage.environment === environment)!
    .refusals.map(({ kind }) => kind);

describe('stages', () => {
  const graph = line('a', 'b', 'c');

  it('start with the commit of main, followed by the latest tag of each environment', () => {
    const found = stages({
      graph,
      main: 'c',
      tags: [tag('apps-deploy-2026-11-19-0', 'a'), tag('apps-deploy-2026-11-20-0', 'b')],
    });
    assert.deepEqual(
      found.map(({ environment, there, waiting }) => [environment, there?.commit, waiting.map(({ hash }) => hash)]),
      [
        ['ops', 'c', []],
        ['apps', 'b', ['c']],
        ['apps-prod', undefined, ['b', 'a']],
      ],
    );
    assert.equal(statusText(found, 'main'), 'ops ✓ main · 1 commit to promote to apps');
  });

  it('are ordered by tag ids, regardless of the clocks', () => {
    const skewed = [
      tag('apps-deploy-2026-11-20-9', 'b', noon + 9e8),
      tag('apps-deploy-2026-11-20-10', 'a', noon - 9e8),
    ];
    const stage = stages({ graph, main: 'c', tags: skewed })[1]!;
    assert.deepEqual([stage.there?.commit, stage.heldBackFrom?.name], ['a', 'apps-deploy-2026-11-20-9']);
  });

  it('use the creation time of tags only for ids of different formats', () => {
    const tags = [
      tag('apps-deploy-20261120093000', 'a', noon),
      tag('apps-deploy-2026-11-21-0', 'b', noon - 1),
      tag('apps-deploy-abc1234', 'c', noon - 2),
    ];
    assert.deepEqual(
      stages({ graph, main: 'c', tags })[1]!.history.map(({ commit }) => commit),
      ['a', 'b', 'c'],
    );
  });

  it('assign a tag to the environment with the longest matching name', () => {
    const tags = [tag('apps-deploy-2026-11-20-0', 'b'), tag('apps-prod-deploy-2026-11-20-0', 'a')];
    assert.deepEqual(
      stages({ graph, main: 'c', tags }).map(({ there }) => there?.commit),
      ['c', 'b', 'a'],
    );
  });

  it('ignore tags that exist only in this clone', () => {
    const tags = [tag('apps-deploy-2026-11-20-0', 'b', noon, { isOnRemote: false })];
    const stage = stages({ graph, main: 'c', tags })[1]!;
    assert.deepEqual([stage.there, stage.localOnly.length], [undefined, 1]);
  });

  it('can be promoted if no rule refuses', () => {
    const history = { graph, main: 'c', tags: [tag('apps-deploy-2026-11-20-0', 'b')] };
    assert.deepEqual([refusals(history, 'apps'), refusals(history, 'apps-prod')], [[], []]);
  });

  it('require the run that brought the commit to the previous environment', () => {
    const tags = [tag('apps-deploy-2026-11-20-0', 'c')];
    const pipelines = {
      'c refs/heads/main': { state: 'failed' },
      'c refs/tags/apps-deploy-2026-11-20-0': { state: 'running' },
    } as const;
    const history = { graph, main: 'c', tags, pipelines };
    assert.deepEqual(refusals(history, 'apps-prod'), ['pipelineRunning']);
    assert.deepEqual(refusals({ graph, main: 'c', pipelines }, 'apps'), ['pipelineFailed']);
  });

  it('have the pipeline run of the deployed commit, also for the last environment', () => {
    const tags = [tag('apps-deploy-2026-11-20-0', 'b'), tag('apps-prod-deploy-2026-11-20-0', 'a')];
    const pipelines = { 'a refs/tags/apps-prod-deploy-2026-11-20-0': { state: 'failed' } } as const;
    assert.deepEqual(
      stages({ graph, main: 'c', tags, pipelines }).map(({ pipeline }) => [
        pipeline?.commit,
        pipeline?.ref,
        pipeline?.state.state,
      ]),
      [
        ['c', 'refs/heads/main', 'succeeded'],
        ['b', 'refs/tags/apps-deploy-2026-11-20-0', 'succeeded'],
        ['a', 'refs/tags/apps-prod-deploy-2026-11-20-0', 'failed'],
      ],
    );
    assert.equal(stages({ graph, main: 'c' })[2]!.pipeline, undefined);
  });

  it('allow an environment to return to a previous commit while another pipeline runs; other commits wait for their pipelines', () => {
    const tags = [tag('apps-deploy-2026-11-19-0', 'a'), tag('apps-deploy-2026-11-20-0', 'c')];
    const pipelines = {
      'a refs/heads/main': { state: 'failed' },
      'b refs/heads/main': { state: 'running' },
    } as const;
    const [previous, stage] = stages({ graph, main: 'c', tags, pipelines }) as [Stage, Stage];
    const states = new Map(Object.entries(pipelines));
    const question = { stage, previous, purpose: 'rollback', rules, pipelines: states, now: noon } as const;
    const kinds = (commit: string): string[] =>
      evaluatePolicy({ ...question, facts: facts({ graph, main: 'c', tags }), commit }).map(({ kind }) => kind);
    assert.deepEqual([kinds('a'), kinds('b')], [[], ['pipelineRunning']]);
  });

  describe('with the environments of commits', () => {
    const two = { platforms: [['ops', 'apps']] };
    const three = { platforms: [['ops', 'apps', 'apps-prod']] };
    const kindsOf = (environments: ReadonlyMap<string, CommitEnvironments>, tags: readonly DeployTag[]): Stage[] => {
      const pipelines = new Map(
        ['a', 'b', 'c'].flatMap(hash =>
          ['refs/heads/main', ...tags.map(({ name }) => `refs/tags/${name}`)].map(ref => [
            pipelineKey(hash, ref),
            { state: 'succeeded' } as const,
          ]),
        ),
      );
      return stagesOf({ facts: facts({ graph, main: 'c', tags }), rules, pipelines, environments, now: noon });
    };
    const tags = [tag('apps-deploy-2026-11-19-0', 'b')];

    it('refuse a commit that lacks the environment, and nothing waits there', () => {
      const prod = kindsOf(
        new Map([
          ['b', two],
          ['c', three],
        ]),
        tags,
      )[2]!;
      assert.deepEqual(
        [prod.waiting, prod.refusals],
        [[], [{ kind: 'environmentMissing', commit: 'b', previous: 'apps' }]],
      );
      assert.equal(
        refusalText(prod.refusals[0]!, 'apps-prod'),
        "apps-prod isn't in b. Promote a commit with apps-prod to apps first.",
      );
      const [tree] = promotionTree(
        [{ root: '/r', name: 'r', facts: facts({ graph, main: 'c', tags }), stages: [prod] }],
        { now: noon, drift: () => UNCHECKED, changes: () => [], refresh: () => undefined },
      );
      assert.deepEqual(
        (tree?.children?.() as PromotionNode[]).map(({ label }) => label),
        ['not in b'],
      );
    });

    it('ask to merge it if main lacks it, too', () => {
      const found = kindsOf(
        new Map([
          ['b', two],
          ['c', two],
        ]),
        tags,
      )[2]!;
      assert.deepEqual(found.refusals, [{ kind: 'environmentMissing', commit: 'b', branch: 'main' }]);
      assert.equal(
        refusalText(found.refusals[0]!, 'apps-prod'),
        "apps-prod isn't in b. Merge a commit with apps-prod into main first.",
      );
    });

    it('refuse to roll back to a commit that lacks the environment, although it was deployed there', () => {
      const history = [tag('apps-deploy-2026-11-19-0', 'a'), tag('apps-deploy-2026-11-20-0', 'c')];
      const [previous, stage] = kindsOf(new Map(), history) as [Stage, Stage];
      const asked = { stage, previous, rules, pipelines: new Map<string, PipelineState>(), now: noon, commit: 'a' };
      const kinds = (environments: readonly string[], purpose: 'rollback' | 'tag' = 'rollback'): Refusal[] =>
        evaluatePolicy({
          ...asked,
          purpose,
          facts: facts({ graph, main: 'c', tags: history }),
          environments: new Map([['a', { platforms: [environments] }]]),
        });
      assert.deepEqual(kinds(['ops', 'apps']), []);
      assert.deepEqual(kinds(['ops']), [{ kind: 'environmentMissing', commit: 'a' }]);
      assert.deepEqual(kinds(['ops'], 'tag'), [{ kind: 'environmentMissing', commit: 'a' }]);
    });

    it('require a reason if the environments of the commit are not known completely', () => {
      const partial = { platforms: [['ops', 'apps']], problem: 'eks: unknown value' };
      const prod = kindsOf(new Map([['b', partial]]), tags)[2]!;
      assert.deepEqual(prod.refusals, [{ kind: 'environmentsUnknown', commit: 'b', problem: 'eks: unknown value' }]);
      assert.ok(prod.refusals.every(({ kind }) => OVERRIDABLE.has(kind)));
      assert.equal(prod.waiting.length, 2);
    });
  });

  it('require a reason for tags that the pipelines of the commit do not apply', () => {
    const kinds = (outcome: TagOutcome): string[] => {
      const asked = { ...rules, tagOutcomes: new Map([['apps', outcome]]) };
      const pipelines = new Map([[pipelineKey('c', 'refs/heads/main'), { state: 'succeeded' } as const]]);
      const [, stage] = stagesOf({ facts: facts({ graph, main: 'c' }), rules: asked, pipelines, now: noon });
      return stage!.refusals.map(({ kind }) => kind);
    };
    const path = '.github/workflows/main.yaml';
    assert.deepEqual(kinds({ kind: 'notStarted' }), ['tagStartsNothing']);
    assert.deepEqual(kinds({ kind: 'notApplied', path }), ['tagNotApplied']);
    assert.deepEqual(kinds({ kind: 'appliedElsewhere', environment: 'ops', path }), ['tagAppliesElsewhere']);
    for (const kind of ['unknown', 'noPipeline'] as const) assert.deepEqual(kinds({ kind }), []);
    assert.deepEqual(kinds({ kind: 'applied', path, isManual: false }), []);
  });

  it('require no reason if nobody can know the state of the pipeline', () => {
    const kinds = (state: Partial<PipelineState>, hasPipelines = true): string[] => {
      const pipelines = new Map([[pipelineKey('c', 'refs/heads/main'), { state: 'unknown', ...state } as const]]);
      const asked = { ...rules, hasPipelines };
      return stagesOf({ facts: facts({ graph, main: 'c' }), rules: asked, pipelines, now: noon })[1]!.refusals.map(
        ({ kind }) => kind,
      );
    };
    assert.deepEqual(kinds({ hasNoGitHost: true, reason: 'Unknown Git host: forge.' }), []);
    assert.deepEqual(kinds({ reason: "You're not signed in to forge." }), []);
    assert.deepEqual(kinds({ hasNoRun: true }), ['pipelineMissing'], 'the Git host knows that none has run');
    assert.deepEqual(kinds({ hasNoRun: true }, false), [], 'none is expected to');
  });

  it('are shown only if a tag or a pipeline deploys', () => {
    const none = facts({ graph, main: 'c' });
    assert.equal(isPromoting({ facts: none, rules }), false);
    assert.equal(isPromoting({ facts: none, rules: { ...rules, hasTagPipeline: true } }), true);
    const tags = [tag('apps-deploy-2026-11-19-0', 'a')];
    assert.equal(isPromoting({ facts: facts({ graph, main: 'c', tags }), rules }), true);
  });

  it('show that apps-prod is ahead after a rollback of apps', () => {
    const tags = [
      tag('apps-deploy-2026-11-19-0', 'c'),
      tag('apps-prod-deploy-2026-11-19-0', 'c'),
      tag('apps-deploy-2026-11-20-0', 'a'),
    ];
    const stage = stages({ graph, main: 'c', tags })[2]!;
    assert.deepEqual(
      [stage.waiting.length, stage.ahead, stage.refusals.map(({ kind }) => kind)],
      [0, 2, ['nothingToPromote']],
    );
  });

  it('require the commit to have been in the previous environment long enough', () => {
    const tags = [
      tag('apps-deploy-2026-11-20-0', 'b', noon - 10 * 60_000),
      tag('apps-deploy-2026-11-20-1', 'c', noon - 5 * 60_000),
    ];
    const history = { graph, main: 'c', tags, soakMinutes: 30 };
    assert.deepEqual(refusals(history, 'apps-prod'), ['soak']);
    const [soak] = stages(history)[2]!.refusals;
    assert.equal(
      refusalText(soak!, 'apps-prod'),
      'A commit must stay in apps for 30 minutes before it can be promoted: 25 minutes left.',
    );
    assert.deepEqual(refusals(history, 'apps-prod', noon + 25 * 60_000), []);
  });

  it('restart that time after a rollback, and ignore times in the future', () => {
    const there = tag('apps-deploy-2026-11-18-0', 'c', noon - 90 * 60_000);
    const back = tag('apps-deploy-2026-11-19-0', 'a', noon - 60 * 60_000);
    const again = tag('apps-deploy-2026-11-20-0', 'c', noon - 60_000);
    assert.deepEqual(refusals({ graph, main: 'c', tags: [there], soakMinutes: 30 }, 'apps-prod'), []);
    assert.deepEqual(refusals({ graph, main: 'c', tags: [there, back, again], soakMinutes: 30 }, 'apps-prod'), [
      'soak',
    ]);
    const future = tag('apps-deploy-2026-11-20-0', 'c', noon + 9e9);
    const [soak] = stages({ graph, main: 'c', tags: [future], soakMinutes: 30 })[2]!.refusals;
    assert.equal(soak?.kind === 'soak' && soak.left, 30);
  });

  it('refuse if the history of a shallow clone is insufficient', () => {
    const shallow = new CommitGraph(line('b', 'c').commits, false);
    const history = { graph: shallow, main: 'c', tags: [tag('apps-deploy-2026-11-20-0', 'a')] };
    assert.deepEqual(refusals(history, 'apps-prod'), ['historyIncomplete']);
  });

  it('follow merges: commits of a merged branch are waiting, too, and are contained afterwards', () => {
    const at = { committedAt: noon, author: 'Ada' };
    const merged = new CommitGraph([
      { hash: 'm', parents: ['a', 's'], subject: 'Merge', ...at },
      { hash: 's', parents: ['a'], subject: 'Side', ...at },
      { hash: 'a', parents: [], subject: 'First', ...at },
    ]);
    const history = { graph: merged, main: 'm', tags: [tag('apps-deploy-2026-11-20-0', 'a')] };
    assert.deepEqual(
      stages(history)[1]!.waiting.map(({ hash }) => hash),
      ['m', 's'],
    );
  });
});

describe('the promotion tree', () => {
  it('has a row for each environment with refusals and commits, and the history', async () => {
    const tags = [tag('apps-deploy-2026-11-19-0', 'a'), tag('apps-deploy-2026-11-20-0', 'b', noon - 2 * 3_600_000)];
    const history: History = { graph: line('a', 'b', 'c'), main: 'c', tags };
    const repository = { root: '/w', name: 'w', facts: facts(history), stages: stages(history) };
    const lines: ChangeLine[] = [{ label: 'max_size', description: '9 → 12', cluster: 'eks', change: 'changed' }];
    const rows = promotionTree([repository], {
      now: noon,
      drift: () => UNCHECKED,
      changes: () => lines,
      refresh: never,
    });
    assert.deepEqual(
      rows.map(({ label, description }) => `${label}: ${description}`),
      [
        'ops: main c · ✓ · 1 minute ago · Ada',
        'apps: 1 commit waiting · apps-deploy-2026-11-20-0 · b · 2 hours ago · Bo',
        'apps-prod: 2 commits waiting · never promoted',
      ],
    );
    const below = await rows[1]!.children!();
    assert.deepEqual(
      below.map(({ label }) => label),
      ['1 commit to promote', 'History'],
    );
    const waiting = await below[0]!.children!();
    assert.deepEqual(
      waiting.map(({ label }) => label),
      ['1 change in 1 cluster', 'Change c'],
    );
    // The documents that Enter opens.
    const [change] = await waiting[0]!.children!();
    assert.deepEqual([change?.label, change?.comparison?.before, change?.comparison?.after], ['max_size', 'b', 'c']);
    const promotions = await below[1]!.children!();
    assert.deepEqual(
      promotions.map(({ label, comparison }) => [label, comparison?.before, comparison?.after]),
      [
        ['apps-deploy-2026-11-20-0', 'a', 'b'],
        ['apps-deploy-2026-11-19-0', undefined, 'a'],
      ],
    );
  });

  it('expands an environment for which something waits, also if it was shown collapsed before', () => {
    const context = { now: noon, drift: () => UNCHECKED, changes: () => [], refresh: never, waited: new Set<string>() };
    const apps = (deployed: string): PromotionNode | undefined => {
      const tags = [tag('apps-deploy-2026-11-19-0', 'a'), tag('apps-deploy-2026-11-20-0', deployed)];
      const history: History = { graph: line('a', 'b', 'c'), main: 'c', tags };
      return promotionTree([{ root: '/w', name: 'w', facts: facts(history), stages: stages(history) }], context)[1];
    };
    const [before, after] = [apps('c'), apps('b')];
    assert.deepEqual([before?.expanded, after?.expanded], [false, true]);
    assert.notEqual(before?.id, after?.id);
    // Afterwards, it stays as people leave it.
    assert.equal(apps('c')?.id, after?.id);
    // Its rocket says which environment.
    assert.equal(after?.kind, 'promotionStageApps');
  });

  it('is shown before the changes are known, and updated afterwards', async () => {
    const history: History = { graph: line('a', 'b'), main: 'b', tags: [tag('apps-deploy-2026-11-19-0', 'a')] };
    const repository = { root: '/w', name: 'w', facts: facts(history), stages: stages(history) };
    const refreshed = new Promise<void>(refresh => {
      const changes = () => Promise.resolve([]);
      const [, apps] = promotionTree([repository], { now: noon, drift: () => UNCHECKED, changes, refresh });
      const [waiting] = apps?.children?.() as PromotionNode[];
      const below = waiting?.children?.() as PromotionNode[];
      assert.deepEqual(
        below.map(({ label }) => label),
        ['Computing changes in apps', 'Change b'],
      );
    });
    await refreshed;
  });

  it('shows what prevents all promotion, also if nothing is waiting', () => {
    const history: History = { graph: line('a'), main: 'a' };
    const broken: [Partial<RepositorySnapshot>, string, string][] = [
      [{ remote: '' }, 'no remote', 'ops ✓ main · no remote'],
      [{ remoteProblem: 'No route to host' }, 'remote not responding', 'ops ✓ main · remote not responding'],
    ];
    for (const [wrong, label, status] of broken) {
      const found = { ...facts(history), ...wrong };
      const pipelines = new Map([['a refs/heads/main', { state: 'succeeded' as const }]]);
      const shown = stagesOf({ facts: found, rules, pipelines, now: noon });
      const repository = { root: '/w', name: 'w', facts: found, stages: shown };
      const rows = promotionTree([repository], {
        now: noon,
        drift: () => UNCHECKED,
        changes: () => [],
        refresh: never,
      });
      assert.deepEqual(
        rows.map(row => row.label),
        [label, 'ops', 'apps', 'apps-prod'],
      );
      assert.equal(statusText(shown, 'main'), status);
    }
  });

  it('summarizes what is waiting, by repository if there are several', () => {
    const waiting = stages({ graph: line('a', 'b'), main: 'b', tags: [tag('apps-deploy-2026-11-19-0', 'a')] });
    const one = { name: 'one', stages: waiting };
    assert.equal(waitingSummary([one]), '1 commit for apps · 1 commit for apps-prod');
    assert.equal(
      waitingSummary([one, { name: 'two', stages: [] }, { name: 'three', stages: waiting }]),
      'one: 1 commit for apps · 1 commit for apps-prod · three: 1 commit for apps · 1 commit for apps-prod',
    );
  });
});

const never = (): void => assert.fail('nothing is read');
