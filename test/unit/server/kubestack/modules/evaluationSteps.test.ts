import { now } from '../../../../../common/now';
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EvaluationBudget, MAX_STEPS } from '../../../../../server/hcl/budget';
import { allCalls } from '../../../../../server/kubestack/platform/platform';
import { platformsIn } from '../../../../support/terraform/platformsIn';
import { workspaceOf } from '../../../../support/testWorkspace';

const PLATFORMS = resolve(__dirname, '../../../../platforms');

describe('the steps of an evaluation', () => {
  const spend = Object.getOwnPropertyDescriptor(EvaluationBudget.prototype, 'spend')!;
  let most = 0;
  before(() =>
    Object.defineProperty(EvaluationBudget.prototype, 'spend', {
      ...spend,
      value(this: EvaluationBudget, steps: number) {
        const isLeft = (spend.value as EvaluationBudget['spend']).call(this, steps);
        most = Math.max(most, this.spent);
        return isLeft;
      },
    }),
  );
  after(() => Object.defineProperty(EvaluationBudget.prototype, 'spend', spend));

  it('are far below the limit in all sample platforms', async () => {
    let calls = 0;
    for (const { name } of readdirSync(PLATFORMS, { withFileTypes: true }).filter(each => each.isDirectory()))
      for (const { platform } of await platformsIn(join(PLATFORMS, name))) {
        const { model } = (await workspaceOf(platform.files)).snapshot;
        for (const root of model.tree.rootInstances())
          for (const call of now(allCalls(root, model))) {
            model.effectiveConfiguration(call);
            calls++;
          }
      }
    assert.ok(calls > 40, `${calls} calls`);
    assert.ok(most > 50 && most < MAX_STEPS / 20, `${most} steps`);
  });
});
