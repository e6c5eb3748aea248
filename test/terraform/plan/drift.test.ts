import assert from 'node:assert/strict';
import { planMarkdown } from '../../../common/plan/planMarkdown';
import { skipWithout } from '../../support/skipWithout';
import { driftedName, DriftingProvider } from '../../support/terraform/plan/driftingProvider';
import { PlanFolder } from '../../support/terraform/plan/planFolder';

const thing = `terraform {
  required_providers {
    drifting = { source = "kubestack.test/test/drifting" }
  }
}
resource "drifting_thing" "a" {
  name = "as written"
}
`;

for (const program of ['terraform', 'tofu'] as const) {
  describe(`drift with ${program}`, function () {
    before(function () {
      skipWithout(this, program);
    });

    it('is distinguished from changes of the code', async () => {
      const provider = await DriftingProvider.start();
      const folder = new PlanFolder({ 'main.tf': thing }, program);
      try {
        folder.environment['TF_REATTACH_PROVIDERS'] = provider.reattach;
        assert.deepEqual(await folder.runner.initialize(folder.request('ops')), { kind: 'initialized' });
        await folder.runBeside(['apply', '-auto-approve', '-input=false'], { TF_WORKSPACE: 'ops' });
        const same = await folder.runner.plan(folder.request('ops'));
        assert.equal(same.kind, 'noChanges', JSON.stringify(same));
        provider.name = driftedName;
        const outcome = await folder.runner.plan(folder.request('ops'));
        assert.ok(outcome.kind === 'planned', JSON.stringify(outcome));
        const [drift] = outcome.plan.drift;
        const [change] = outcome.plan.changes;
        assert.deepEqual([drift?.address, drift?.action], ['drifting_thing.a', 'update']);
        assert.deepEqual([drift?.before, drift?.after], [{ name: 'as written' }, { name: driftedName }]);
        assert.deepEqual([change?.before, change?.after], [{ name: driftedName }, { name: 'as written' }]);
        assert.match(
          planMarkdown([{ environment: 'ops', plan: outcome.plan, isStale: false }]),
          /Changed outside Terraform \(1\)/,
        );
      } finally {
        folder.delete();
        await provider.stop();
      }
    });
  });
}
