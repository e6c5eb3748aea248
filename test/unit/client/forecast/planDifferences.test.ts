import * as assert from 'node:assert/strict';
import { planDifferences } from '../../../../client/forecast/planDifferences';
import type { ForecastAction, ForecastResource } from '../../../../common/forecast/forecast';
import type { Plan, PlannedAction, PlannedResource } from '../../../../common/plan/plan';

const forecast = (actions: Record<string, ForecastAction>): { resources: ForecastResource[] } => ({
  resources: Object.entries(actions).map(([address, action]) => ({
    address,
    type: address.split('.')[0]!,
    action,
    reasons: [],
    module: '',
  })),
});

function plan(actions: Record<string, PlannedAction>, drift: string[] = []): Plan {
  const resource = (address: string, action: PlannedAction) =>
    ({ address, action, type: address.split('.')[0]!, mode: 'managed' }) as PlannedResource;
  const changes = Object.entries(actions).map(([address, action]) => resource(address, action));
  return { environment: 'ops', changes, drift: drift.map(address => resource(address, 'update')) } as unknown as Plan;
}

describe('a forecast beside a plan', () => {
  it('has no differences if the actions are the same, without Kubernetes objects', () => {
    const same = planDifferences(
      forecast({ 'aws_vpc.a': 'replace', 'aws_vpc.b': 'destroy' }),
      plan({
        'aws_vpc.a': 'replace',
        'aws_vpc.b': 'delete',
        'kustomization_resource.c': 'create',
        'aws_vpc.d': 'move',
      }),
    );
    assert.equal(same, 'The plan of `ops` has the same actions.');
  });

  it('explains each difference', () => {
    const text = planDifferences(
      forecast({ 'aws_vpc.a': 'unknown', 'aws_vpc.b': 'update', 'aws_vpc.e': 'update' }),
      plan({ 'aws_vpc.a': 'update', 'aws_vpc.c': 'update', 'aws_vpc.d': 'create', 'aws_vpc.e': 'replace' }, [
        'aws_vpc.c',
      ]),
    );
    assert.deepEqual(text.split('\n'), [
      '- `aws_vpc.a`: forecast: unknown, plan: update. The plan knows values that only the provider or the state has.',
      '- `aws_vpc.b`: forecast: update, plan: no change. The change is already applied, or the provider treats both values as equal.',
      '- `aws_vpc.e`: forecast: update, plan: replace. The state or data from the cloud differs from the deployed commit.',
      '- `aws_vpc.c`: forecast: no change, plan: update. The resource was changed outside of Terraform.',
      '- `aws_vpc.d`: forecast: no change, plan: create. The deployed commit was not applied to this resource, or data from the cloud has changed.',
    ]);
  });

  it('lists at most 50 differences', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`aws_vpc.v${index}`, 'create' as const]));
    const lines = planDifferences(forecast({}), plan(many)).split('\n');
    assert.deepEqual([lines.length, lines.at(-1)], [51, '- 10 more']);
  });
});
