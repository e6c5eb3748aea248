import assert from 'node:assert/strict';
import { Hidden } from '../../../../common/plan/plan';
import { planReportText } from '../../../../common/plan/planReport';
import { readPlanReport } from '../../../../common/plan/readPlanReport';
import { change, planOf } from '../../../support/client/plan/planOf';

const commit = 'c'.repeat(40);
const manifest = (kind: string, data: object) => JSON.stringify({ apiVersion: 'v1', kind, ...data });

async function reportOf(...changes: Parameters<typeof change>[]): Promise<string> {
  const plan = await planOf({ changes: changes.map(each => change(...each)) });
  return [...planReportText(plan, { environment: 'ops', commit })].join('');
}

/** A report with one update, with some properties replaced. */
async function changed(edit: (report: Record<string, unknown>) => void): Promise<ReturnType<typeof readPlanReport>> {
  const text = await reportOf(['terraform_data.a', ['update'], { before: { input: 1 }, after: { input: 2 } }]);
  const report = JSON.parse(text) as Record<string, unknown>;
  edit(report);
  return readPlanReport(JSON.stringify(report));
}

describe('planReportText()', () => {
  it('contains addresses, actions and changed paths, grouped by cluster, node pool and service', async () => {
    const text = await reportOf(
      ['module.b_pool.terraform_data.p', ['update'], { before: { input: { size: 1 } }, after: { input: { size: 2 } } }],
      ['module.b.terraform_data.c', ['delete'], { before: { input: 1 } }],
    );
    const report = JSON.parse(text) as {
      groups: { name: string; changes: string[]; parts: { name: string; changes: string[] }[] }[];
      changes: { address: string; action: string; changedPaths: string[] }[];
    };
    assert.deepEqual(
      report.groups.map(({ name, changes, parts }) => [name, changes, parts.map(part => [part.name, part.changes])]),
      [['b', ['module.b.terraform_data.c'], [['b_pool', ['module.b_pool.terraform_data.p']]]]],
    );
    assert.deepEqual(
      report.changes.map(({ address, action, changedPaths }) => [address, action, changedPaths]),
      [
        ['module.b.terraform_data.c', 'delete', []],
        ['module.b_pool.terraform_data.p', 'update', ['input.size']],
      ],
    );
  });

  it('masks the manifests of Secrets, which Terraform does not mark as sensitive', async () => {
    const type = 'kustomization_resource';
    const after = (value: string) => ({ type, after: { manifest: value } });
    const text = await reportOf(
      ['a.a', ['create'], after(manifest('Secret', { stringData: { password: 'hunter2hunter2' } }))],
      ['a.b', ['create'], { ...after('{ not json hunter2hunter2'), type }],
      ['a.c', ['create'], after(manifest('ConfigMap', { data: { shown: 'visible' } }))],
    );
    assert.ok(!text.includes('hunter2'));
    assert.ok(text.includes('visible'));
  });
});

describe('readPlanReport()', () => {
  it('distinguishes masked values from values that look like them', async () => {
    const after = { $hidden: 'sensitive', nested: { $$hidden: 1, __proto__x: 2 }, secret: 'sesame-sesame' };
    const read = readPlanReport(
      await reportOf(['terraform_data.a', ['create'], { after, after_sensitive: { secret: true } }]),
    );
    assert.ok('plan' in read);
    assert.deepEqual(read.plan.changes[0]?.after, { ...after, secret: Hidden.sensitive });
    assert.deepEqual(read.origin, { environment: 'ops', commit });
  });

  it('rejects other files, and reports of a later version', async () => {
    assert.deepEqual(readPlanReport('{'), { problem: 'notJson' });
    assert.deepEqual(readPlanReport('['.repeat(100_000)), { problem: 'notJson' });
    assert.deepEqual(readPlanReport('{"resource_changes":[]}'), { problem: 'notReport' });
    assert.deepEqual(await changed(report => (report['version'] = 2)), { problem: 'newer' });
    const edits: ((report: Record<string, unknown>) => void)[] = [
      report => (report['commit'] = '--output=/etc/passwd'),
      report => (report['url'] = 'command:workbench.action.terminal.new'),
      report => (report['plannedAt'] = 'yesterday'),
      report => (report['changes'] = [{ address: 'a' }]),
      report => ((report['changes'] as { action: string }[])[0]!.action = 'toString'),
      report => (report['outputs'] = [{ name: 1, action: 'create' }]),
      report => (report['checks'] = {}),
    ];
    for (const edit of edits) assert.deepEqual(await changed(edit), { problem: 'notReport' }, edit.toString());
  });

  it('sorts the most dangerous change first, whatever order the report has', async () => {
    const read = await changed(report => {
      const [first] = report['changes'] as object[];
      report['changes'] = [first, first, { ...first, address: 'terraform_data.b', action: 'delete' }];
    });
    assert.ok('plan' in read);
    assert.deepEqual(
      read.plan.changes.map(({ id, action }) => [id, action]),
      [
        ['terraform_data.b', 'delete'],
        ['terraform_data.a', 'update'],
      ],
    );
  });
});
