import assert from 'node:assert/strict';
import type { PlanOutcome } from '../../../../../../client/plan/run/planOutcome';
import type { Plan } from '../../../../../../common/plan/plan';
import type { PlanEntry } from '../../../../../../client/plan/model/planEntry';
import { NO_FILTER, type PlanFilter } from '../../../../../../client/plan/ui/tree/planFilter';
import type { PlanNode } from '../../../../../../client/plan/ui/tree/planNode';
import { planTree } from '../../../../../../client/plan/ui/tree/planTree';
import { change, planOf } from '../../../../../support/client/plan/planOf';

const entryOf = (outcome?: PlanOutcome, rest: Partial<PlanEntry> = {}): PlanEntry => ({
  platform: 'file:///platform',
  environment: 'ops',
  arguments: [],
  changedFiles: [],
  ...(outcome && { outcome, endedAt: 0 }),
  ...(outcome && 'plan' in outcome && { plan: outcome.plan }),
  ...rest,
});

const planned = (plan: Plan, rest: Partial<PlanEntry> = {}) => entryOf({ kind: 'planned', plan }, rest);

function treeOf(entries: readonly PlanEntry[], filter: PlanFilter = NO_FILTER): PlanNode[] {
  const context = {
    filter,
    time: () => '12:00',
    dateTime: () => 'today',
    path: (file: string) => file.replace('/platform/', ''),
  };
  return planTree([{ platform: 'file:///platform', name: 'platform', entries }], context);
}

function text(nodes: readonly PlanNode[], indent = ''): string[] {
  return nodes.flatMap(node => [
    `${indent}${[node.label, node.description].filter(Boolean).join(' — ')}`,
    ...text(node.children?.() ?? [], `${indent}  `),
  ]);
}

const all = (nodes: readonly PlanNode[]): PlanNode[] => nodes.flatMap(node => [node, ...all(node.children?.() ?? [])]);

const mixed = () =>
  planOf({
    changes: [
      change('terraform_data.root', ['create']),
      change('module.a.terraform_data.x', ['create']),
      change('module.b_service.module.inner.terraform_data.y', ['delete']),
      change('module.b_pool.terraform_data.p', ['update'], { before: { size: 1 }, after: { size: 2 } }),
      change('module.b.terraform_data.c', ['delete', 'create'], {
        before: { zone: 'x' },
        after: { zone: 'y' },
        replace_paths: [['zone']],
      }),
    ],
  });

describe('the plan tree', () => {
  it('is empty before the first plan, so that the welcome view appears', () => {
    assert.deepEqual(treeOf([entryOf(), entryOf(undefined, { environment: 'apps' })]), []);
  });

  it('lists changes while the plan is still being read, instead of those of an earlier plan', async () => {
    const listed = await planOf({ changes: [change('module.a.terraform_data.x', ['create'])] });
    const running = { phase: 'reading', refreshed: 0, planned: 1, startedAt: 0, cancelling: false, listed } as const;
    assert.deepEqual(text(treeOf([planned(await mixed(), { running })])), [
      'ops — 1 to add · Reading the plan',
      '  a — 1 to add',
      '    terraform_data.x',
    ]);
  });

  it('says which changes come from an edit, on their rows only if not all do', async () => {
    const plan = await planOf({
      changes: [change('terraform_data.a', ['update']), change('terraform_data.b', ['create'])],
    });
    const sources = (b: 'edit' | 'commits') => ({
      plan,
      byId: new Map([
        ['terraform_data.a', 'edit'],
        ['terraform_data.b', b],
      ] as const),
    });
    assert.deepEqual(text(treeOf([planned(plan, { sources: sources('commits') })])), [
      'ops — 1 to change · 1 to add',
      '  1 from your edit · 1 from commits that were not applied',
      '  Outside Modules — 1 to change · 1 to add',
      '    terraform_data.a — your edit',
      '    terraform_data.b — not applied commits',
    ]);
    assert.deepEqual(text(treeOf([planned(plan, { sources: sources('edit') })])), [
      'ops — 1 to change · 1 to add',
      '  2 from your edit',
      '  Outside Modules — 1 to change · 1 to add',
      '    terraform_data.a',
      '    terraform_data.b',
    ]);
    const next = await mixed();
    assert.doesNotMatch(text(treeOf([planned(next, { sources: sources('edit') })])).join('\n'), /your edit/);
  });

  it('groups changes by cluster, node pool and service, destructive ones first', async () => {
    assert.deepEqual(text(treeOf([planned(await mixed())])), [
      'ops — 1 to destroy · 1 to replace · 1 to change · 2 to add',
      '  b — 1 to destroy · 1 to replace · 1 to change',
      '    terraform_data.c — forced by zone',
      '    service — 1 to destroy',
      '      terraform_data.y — inner',
      '    pool — 1 to change',
      '      terraform_data.p — size',
      '  a — 1 to add',
      '    terraform_data.x',
      '  Outside Modules — 1 to add',
      '    terraform_data.root',
    ]);
  });

  it('calls node pools and services as the Kubestack view does', async () => {
    const plan = await planOf({
      changes: [
        change('module.b_feature_nginx.terraform_data.s', ['create']),
        change('module.b_node_pool_batch.terraform_data.p', ['create']),
      ],
    });
    const parts = treeOf([planned(plan)])[0]
      ?.children?.()[0]
      ?.children?.();
    assert.deepEqual(
      parts?.map(({ label }) => label),
      ['nginx', 'batch'],
    );
  });

  it('marks node pools and clusters that are replaced, which can be replaced step by step instead', async () => {
    const type = 'aws_eks_node_group';
    const plan = await planOf({
      changes: [
        change(`module.pool.${type}.nodes`, ['delete', 'create'], { type, before: { a: 1 }, after: { a: 2 } }),
        change(`module.gone.${type}.nodes`, ['delete'], { type, before: { a: 1 } }),
        change('module.pool.terraform_data.x', ['delete', 'create'], { before: { a: 1 }, after: { a: 2 } }),
      ],
    });
    const marked = all(treeOf([planned(plan)])).filter(({ kind }) => kind === 'planChangeReplaced');
    assert.deepEqual(
      marked.map(({ address, environment }) => [address, environment]),
      [[`module.pool.${type}.nodes`, 'ops']],
    );
  });

  it('gives every item a unique id', async () => {
    const ids = all(treeOf([planned(await mixed()), entryOf(undefined, { environment: 'apps' })])).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('shows and counts only what matches the filter', async () => {
    const entry = planned(await mixed());
    assert.deepEqual(text(treeOf([entry], { actions: ['create'], text: '' })).slice(1), [
      '  a — 1 to add',
      '    terraform_data.x',
      '  Outside Modules — 1 to add',
      '    terraform_data.root',
    ]);
    assert.deepEqual(text(treeOf([entry], { actions: [], text: 'POOL module.b' })).slice(1), [
      '  b — 1 to change',
      '    pool — 1 to change',
      '      terraform_data.p — size',
    ]);
  });

  it('shows how many changes the filter hides, and clears it', async () => {
    const filter = { actions: [], text: 'nothing like this' };
    const [node] = treeOf([planned(await mixed())], filter);
    const [hidden, ...others] = node?.children?.() ?? [];
    assert.deepEqual(others, []);
    assert.deepEqual([hidden?.label, hidden?.description], ['The filter hides 5 changes', 'Clear Filter']);
    assert.equal(hidden?.target?.kind === 'command' && hidden.target.command, 'kubestack.plan.clearFilter');
    const [quiet] = treeOf([planned(await planOf({}))], filter);
    assert.equal(quiet?.children, undefined);
  });

  it("can't be expanded if a plan is empty", async () => {
    const plan = await planOf({});
    const [node] = treeOf([entryOf({ kind: 'noChanges', plan })]);
    assert.deepEqual([node?.description, node?.kind, node?.children], ['no changes', 'planEnvironment', undefined]);
  });

  it('shows the message of a failed check', () => {
    const detail = 'The zone of ops is not delegated.\n\nThis check failed, but has an invalid error message.';
    const diagnostics = ['Resource precondition failed', 'Unsupported argument'].map(summary => ({
      severity: 'error' as const,
      summary,
      detail,
    }));
    assert.deepEqual(text(treeOf([entryOf({ kind: 'errors', diagnostics })])), [
      'ops — 2 errors',
      '  The zone of ops is not delegated.',
      '  Unsupported argument',
    ]);
  });

  it('collapses passed checks beside failed ones', async () => {
    const checks = (['pass', 'fail', 'pass'] as const).map((status, index) => ({
      address: { kind: 'check', to_display: `check.c${index}` },
      status,
      instances: [],
    }));
    assert.deepEqual(text(treeOf([planned(await planOf({ checks }))])).slice(1), [
      '  Checks — 1 failed · 2 passed',
      '    check.c1 — failed',
      '    Passed — 2',
      '      check.c0',
      '      check.c2',
    ]);
    const passed = await planOf({ checks: checks.filter(({ status }) => status === 'pass') });
    assert.deepEqual(text(treeOf([planned(passed)])).slice(2), ['    check.c0', '    check.c2']);
  });

  it('starts with a note on a stale plan, and explains it in the tooltip', async () => {
    const [node] = treeOf([planned(await mixed(), { changedFiles: ['/platform/a.tf'] })]);
    assert.match(node?.description ?? '', /^stale · 1 to destroy/);
    assert.ok(node?.details().includes('Stale: changed since planning: a.tf'));
  });

  it('separates drift, outputs, checks and warnings from changes', async () => {
    const plan = await planOf({
      drift: [change('module.a.terraform_data.x', ['update'], { before: { n: 1 }, after: { n: 2 } })],
      outputs: { url: { actions: ['update'], before: 'a', after: 'b' } },
    });
    const diagnostics = [{ severity: 'warning' as const, summary: 'Deprecated', detail: '' }];
    assert.deepEqual(text(treeOf([planned({ ...plan, diagnostics })])), [
      'ops — 1 output changes · 1 drifted',
      '  Drift — 1 changed outside Terraform',
      '    module.a.terraform_data.x — n',
      '  Outputs — 1 output changes',
      '    url',
      '  Warnings — 1',
      '    Deprecated',
    ]);
  });

  it('offers actions if there is no plan', () => {
    const diagnostics = [{ severity: 'error' as const, summary: 'Module not installed', detail: '' }];
    const outcomes: [PlanOutcome, string[]][] = [
      [
        { kind: 'initializationNeeded', reason: 'never', diagnostics },
        ['ops — not initialized', "  The folder isn't initialized.", '  Run Terraform Init and Plan'],
      ],
      [{ kind: 'workspaceMissing', workspaces: [] }, ['ops — no workspace yet', '  Create Workspace ops and Plan']],
      [{ kind: 'cancelled', lockMayRemain: false }, ['ops — cancelled', '  Plan Again']],
      [{ kind: 'errors', diagnostics }, ['ops — 1 error', '  Module not installed']],
    ];
    for (const [outcome, expected] of outcomes) {
      const shown = text(treeOf([entryOf(outcome)]));
      assert.deepEqual(
        shown.map(line => line.replace(/(initialized\.).*/, '$1')),
        expected,
      );
    }
  });

  it('shows the previous plan together with the failure', async () => {
    const entry = entryOf({ kind: 'cancelled', lockMayRemain: false }, { plan: await mixed() });
    const lines = text(treeOf([entry]));
    assert.deepEqual(lines.slice(0, 3), [
      'ops — cancelled · showing the previous plan',
      '  Plan Again',
      '  b — 1 to destroy · 1 to replace · 1 to change',
    ]);
  });

  it('shows the drift check below the plan, with accepted drift apart', async () => {
    const drift = [
      change('module.b.terraform_data.c', ['update'], { before: { size: 1 }, after: { size: 2 } }),
      change('module.b_pool.terraform_data.p', ['delete']),
      change('module.a.terraform_data.x', ['update'], { before: { zone: 'x' }, after: { zone: 'y' } }),
    ];
    const plan = await planOf({ drift }, { refreshOnly: true });
    const checked = { ...planned(plan), purpose: 'drift' } as const;
    const accepted = new Map([['module.a.terraform_data.x', { reason: 'known', until: '2027-01-31' }]]);
    const rows = (check: PlanEntry, filter = NO_FILTER): string[] =>
      text(
        planTree([{ platform: 'file:///platform', name: '', entries: [entryOf()], driftChecks: [check] }], {
          ...{ filter, time: () => '', dateTime: () => 'today', path: (file: string) => file },
        }),
      );
    assert.deepEqual(rows({ ...checked, accepted }), [
      'ops — not planned yet',
      '  Drift Check — 1 deleted · 1 changed · 1 accepted · checked today',
      '    b — 1 deleted · 1 changed',
      '      terraform_data.c — size',
      '      pool — 1 deleted',
      '        terraform_data.p',
      '    Accepted — 1 changed',
      '      module.a.terraform_data.x — zone · accepted until 2027-01-31: known',
    ]);
    const failed = { ...checked, outcome: { kind: 'cancelled', lockMayRemain: false } } as const;
    assert.match(rows(failed).join('\n'), /Drift Check — cancelled · showing the previous check · 1 deleted/);
    assert.match(rows(failed).join('\n'), /Check Drift Again/);
    const running = { phase: 'refreshing', refreshed: 3, planned: 0, startedAt: 0, cancelling: false } as const;
    assert.equal(rows({ ...checked, running })[1], '  Drift Check — Read 3 resources');
    const none = await planOf({}, { refreshOnly: true });
    assert.deepEqual(rows({ ...planned(none), purpose: 'drift' }).slice(1), [
      '  Drift Check — no drift · checked today',
    ]);
  });

  it('has a level for platforms if there are several', async () => {
    const context = { filter: NO_FILTER, time: () => '', dateTime: () => '', path: (file: string) => file };
    const entries = [planned(await mixed())];
    const roots = planTree(
      ['blue', 'green'].map(name => ({ platform: `file:///${name}`, name, entries })),
      context,
    );
    assert.deepEqual(
      roots.map(({ label }) => label),
      ['blue', 'green'],
    );
  });
});

describe('a plan with 5,000 changes', () => {
  const plan = () =>
    planOf({
      changes: Array.from({ length: 5000 }, (_, index) =>
        change(`module.a.terraform_data.many[${index}]`, index % 5 === 0 ? ['delete'] : ['create']),
      ),
    });

  it('is split into ranges of up to 200', async () => {
    const [environment] = treeOf([planned(await plan())]);
    const [cluster] = environment?.children?.() ?? [];
    const ranges = cluster?.children?.() ?? [];
    assert.equal(ranges.length, 25);
    assert.equal(`${ranges[0]?.label} — ${ranges[0]?.description}`, '1 to 200 of 5000 — 200 to destroy');
    assert.equal(cluster?.expanded, false);
    assert.ok(all(ranges).every(node => (node.children?.().length ?? 0) <= 200));
    assert.equal(all(ranges).filter(({ kind }) => kind === 'planChange').length, 5000);
  });

  it('is built lazily, with few items at each level', async () => {
    const sizes: number[] = [];
    const open = (nodes: readonly PlanNode[]): void => {
      sizes.push(nodes.length);
      nodes.forEach(node => open(node.children?.() ?? []));
    };
    open(treeOf([planned(await plan())]));
    assert.ok(Math.max(...sizes) <= 200, `${Math.max(...sizes)} items`);
  });
});
