import assert from 'node:assert/strict';
import type { PlanOutcome } from '../../../../../client/plan/run/planOutcome';
import type { PlanEntry } from '../../../../../client/plan/model/planEntry';
import { planSummaries } from '../../../../../client/plan/model/planSummaries';
import { planOf } from '../../../../support/client/plan/planOf';

const entry = (environment: string, rest: Partial<PlanEntry> = {}): PlanEntry => ({
  platform: 'file:///p',
  environment,
  arguments: [],
  changedFiles: [],
  ...rest,
});

const platform = (name: string, entries: readonly PlanEntry[]) => ({ platform: `file:///${name}`, name, entries });

const error = { severity: 'error' as const, summary: 'Unclosed block', detail: '' };
const failed: PlanOutcome = { kind: 'errors', diagnostics: [error] };

describe('planSummaries()', () => {
  it('includes plans and failures, not environments that were never planned or whose plan was cancelled', async () => {
    const plan = await planOf({});
    const summaries = planSummaries([
      platform('one', [
        entry('ops', { outcome: failed }),
        entry('stage', { outcome: failed, plan, changedFiles: ['/p/a.tf'] }),
        entry('apps', { outcome: { kind: 'noChanges', plan }, plan }),
        entry('test', { outcome: { kind: 'cancelled', lockMayRemain: false } }),
        entry('apps-prod'),
      ]),
      platform('two', [entry('ops')]),
    ]);
    assert.deepEqual(summaries, [
      { environment: 'ops', isStale: false, failure: '1 error' },
      { environment: 'stage', plan, isStale: true, failure: '1 error' },
      { environment: 'apps', plan, isStale: false },
    ]);
  });

  it("includes the platform's name if there are several, and marks each stale plan", async () => {
    const plan = await planOf({});
    const summaries = planSummaries([
      platform('one', [entry('ops', { plan, changedFiles: ['/p/a.tf'] })]),
      platform('two', [entry('ops', { plan })]),
    ]);
    assert.deepEqual(
      summaries.map(({ platform: name, isStale }) => [name, isStale]),
      [
        ['one', true],
        ['two', false],
      ],
    );
  });
});
