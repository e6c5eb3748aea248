import assert from 'node:assert/strict';
import { planTree } from '../../../client/plan/ui/tree/planTree';
import { NO_FILTER } from '../../../client/plan/ui/tree/planFilter';
import type { PlanNode } from '../../../client/plan/ui/tree/planNode';
import { readStoredPlan, storedPlanText } from '../../../client/plan/model/storedPlan';
import { planReportText } from '../../../common/plan/planReport';
import type { PlanOutcome } from '../../../client/plan/run/planOutcome';
import { STAND_IN_FACTS, standInFiles } from '../../support/forecast/standInCases';
import { StubWorld } from '../../support/forecast/stubWorld';
import { stubProvider } from '../../support/forecast/stubProvider';
import { skipWithout } from '../../support/skipWithout';

const platform = {
  clusters: [{ name: 'c', nodePools: [], services: [] }],
  services: [],
} as never;

for (const program of ['terraform', 'tofu'] as const) {
  describe(`a drift check with ${program}`, function () {
    let world: StubWorld;

    before(async function () {
      skipWithout(this, program);
      world = await StubWorld.applied(
        { files: standInFiles({ version: '1' }), facts: STAND_IN_FACTS },
        await stubProvider(this),
        program,
      );
    });
    after(() => world?.delete());

    const check = (environment = 'ops', parameters: readonly string[] = []): Promise<PlanOutcome> =>
      world.folder.runner.plan({
        ...world.folder.request(environment),
        platform,
        refreshOnly: true,
        arguments: parameters,
      });

    it('finds nothing after an apply, and writes nothing', async () => {
      const before = world.folder.contents();
      assert.equal((await check()).kind, 'noChanges');
      assert.deepEqual(world.folder.contents(), before);
      assert.deepEqual(world.folder.leftovers(), []);
    });

    it('finds what was changed and deleted outside, although the code has other changes', async () => {
      world.change('stub_cluster', { version: '2', tier: 'paid' });
      world.remove('stub_config');
      world.folder.write('other.tf', 'resource "terraform_data" "new" {}\n');
      const before = world.folder.contents();
      // Settings for plans that a drift check can't use.
      const outcome = await check('ops', ['-refresh=false', '-replace=terraform_data.new']);
      assert.ok(outcome.kind === 'planned', JSON.stringify(outcome));
      assert.deepEqual(
        outcome.plan.drift.map(({ address, action, owner }) => [address, action, owner.name]),
        [
          ['module.c.stub_config.current', 'delete', 'c'],
          ['module.c.stub_cluster.current', 'update', 'c'],
        ],
      );
      assert.deepEqual([outcome.plan.changes, outcome.plan.refreshOnly], [[], true]);
      const [, { before: was, after: is } = {}] = outcome.plan.drift as unknown as Record<string, never>[];
      assert.deepEqual([was!['version'], is!['version']], ['1', '2']);
      assert.deepEqual(world.folder.contents(), before);
    });

    it('shows the drift by cluster, and survives a reload of the window', async () => {
      const outcome = await check();
      assert.ok(outcome.kind === 'planned');
      const [entry, plan] = [{ platform: 'file:///p', environment: 'ops', arguments: [] }, outcome.plan];
      const kept = readStoredPlan([...storedPlanText({ ...entry, plan })].join(''));
      assert.equal(kept?.plan.refreshOnly, true);
      const driftChecks = [{ ...entry, purpose: 'drift' as const, changedFiles: [], plan: kept.plan, outcome }];
      const entries = [{ ...entry, changedFiles: [] }];
      const context = { filter: NO_FILTER, time: () => '', dateTime: () => 'today', path: (file: string) => file };
      const text = (nodes: readonly PlanNode[], indent = ''): string[] =>
        nodes.flatMap(node => [
          `${indent}${[node.label, node.description].filter(Boolean).join(' — ')}`,
          ...text(node.children?.() ?? [], `${indent}  `),
        ]);
      assert.deepEqual(text(planTree([{ platform: 'file:///p', name: 'p', entries, driftChecks }], context)), [
        'ops — not planned yet',
        '  Drift Check — 1 deleted · 1 changed · checked today',
        '    c — 1 deleted · 1 changed',
        '      stub_config.current',
        '      stub_cluster.current — tier, version',
        // About how the test provides the provider.
        '    Warnings — 1',
        '      Provider development overrides are in effect',
      ]);
    });

    it('is done when the state has the change', async () => {
      await world.folder.runBeside(['apply', '-refresh-only', '-auto-approve', '-input=false'], {
        TF_WORKSPACE: 'ops',
      });
      assert.equal((await check()).kind, 'noChanges');
    });

    it('contains no secrets, neither in the stored result nor in a report', async function () {
      const canaries = await StubWorld.applied(
        { files: standInFiles({ tier: '${sensitive("canary-before")}' }), facts: STAND_IN_FACTS },
        await stubProvider(this),
        program,
      );
      try {
        canaries.change('stub_cluster', { tier: 'canary-after', version: '2' });
        const { folder } = canaries;
        const outcome = await folder.runner.plan({ ...folder.request('ops'), platform, refreshOnly: true });
        assert.ok(outcome.kind === 'planned', JSON.stringify(outcome));
        const entry = { platform: 'file:///p', environment: 'ops', arguments: [] };
        const stored = [...storedPlanText({ ...entry, plan: outcome.plan })].join('');
        const report = [...planReportText(outcome.plan, { environment: 'ops' })].join('');
        for (const text of [stored, report, JSON.stringify(outcome)]) {
          assert.match(text, /stub_cluster/);
          assert.match(text, /tier/);
          assert.doesNotMatch(text, /canary/);
        }
      } finally {
        canaries.delete();
      }
    });

    it('says that an environment without a workspace has nothing to check', async () => {
      assert.equal((await check('apps')).kind, 'workspaceMissing');
    });
  });
}
