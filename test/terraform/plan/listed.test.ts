// The changes that are listed before the plan is read equal those of the plan.
import assert from 'node:assert/strict';
import type { Plan } from '../../../common/plan/plan';
import { skipWithout } from '../../support/skipWithout';
import { everyAction } from '../../support/terraform/plan/everyAction';
import { PlanFolder } from '../../support/terraform/plan/planFolder';

const outline = ({ changes, drift, outputs, counts }: Plan) => ({
  changes: changes.map(({ id, action, previousAddress, mode, type, name, owner, reason }) => ({
    ...{ id, action, previousAddress, mode, type, name, owner, reason },
  })),
  drift: drift.map(({ id, action }) => ({ id, action })),
  outputs: outputs.map(({ name, action }) => ({ name, action })),
  counts,
});

for (const program of ['terraform', 'tofu'] as const) {
  describe(`changes that ${program} lists before the plan is read`, function () {
    let folder: PlanFolder;
    before(function () {
      skipWithout(this, program);
    });
    afterEach(() => folder.delete());

    it('are those of the plan, without values', async () => {
      folder = new PlanFolder({ 'main.tf': everyAction.before }, program);
      folder.apply('ops');
      folder.write('main.tf', everyAction.after);
      const outcome = await folder.runner.plan(folder.request('ops'));
      assert.ok(outcome.kind === 'planned');
      const listed = folder.events.flatMap(event => (event.kind === 'listed' ? [event.plan] : []));
      assert.equal(listed.length, 1);
      assert.deepEqual(outline(listed[0]!), outline(outcome.plan));
      assert.ok(listed[0]!.changes.every(({ before, after }) => before === undefined && after === undefined));
    });

    it('are empty if nothing changes', async () => {
      folder = new PlanFolder({ 'main.tf': 'resource "terraform_data" "a" {}\n' }, program);
      folder.apply('ops');
      await folder.runner.plan(folder.request('ops'));
      assert.ok(folder.events.every(({ kind }) => kind !== 'listed'));
    });
  });
}
