import * as assert from 'node:assert/strict';
import { storedPlanText, readStoredPlan, type StoredPlan } from '../../../../../client/plan/model/storedPlan';
import { Hidden } from '../../../../../common/plan/plan';
import { change, planOf } from '../../../../support/client/plan/planOf';

const secret = 'correct-horse-battery';

async function kept(): Promise<StoredPlan> {
  const plan = await planOf({
    changes: [
      change('module.b.terraform_data.one', ['update'], {
        before: { token: 'before-it', size: 1 },
        after: { token: secret, size: 2 },
        before_sensitive: { token: true },
        after_sensitive: { token: true },
      }),
      change('terraform_data.two', ['create'], { after: { name: 'x' }, after_unknown: { id: true } }),
    ],
  });
  const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } };
  const diagnostics = [{ severity: 'warning', summary: 'Old', detail: '', file: '/platform/a.tf', range }] as const;
  const inputs = { files: { '/platform/a.tf': 'f00', '/platform/gone.tf': null } };
  return {
    platform: 'file:///platform',
    environment: 'ops',
    plan: { ...plan, diagnostics, inputs },
    arguments: ['-var-file=ops.tfvars'],
    duration: 1200,
  };
}

describe('a plan that is stored across a reload', () => {
  it('is equal after reading it', async () => {
    const plan = await kept();
    assert.deepEqual(readStoredPlan([...storedPlanText(plan)].join('')), plan);
  });

  it('contains no sensitive values', async () => {
    const plan = await kept();
    const text = [...storedPlanText(plan)].join('');
    assert.ok(!text.includes(secret) && !text.includes('before-it'));
    const read = readStoredPlan(text)?.plan.changes.find(({ address }) => address.endsWith('.one'));
    assert.equal((read?.after as Record<string, unknown>)['token'], Hidden.sensitiveChanged);
  });

  it('is ignored if its text is damaged or was written by another version', async () => {
    const text = [...storedPlanText(await kept())].join('');
    const damaged = [
      '',
      '{}',
      text.slice(0, -20),
      text.replace('"version":1', '"version":2'),
      text.replace('"arguments":[', '"arguments":[1,'),
      text.replace('"files":{', '"files":{"/x":1,'),
    ];
    assert.deepEqual(
      damaged.map(each => readStoredPlan(each)),
      damaged.map(() => undefined),
    );
  });
});
