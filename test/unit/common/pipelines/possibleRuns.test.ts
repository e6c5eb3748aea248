import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import type { Pipelines } from '../../../../common/pipelines/pipelines';
import { countPauses } from '../../../support/countPauses';
import { pipelinesIn } from '../../../support/pipelines/pipelineTable';

const TEXTS: Readonly<Record<string, string>> = {
  '.github/workflows/a.yml': 'on: [push, pull_request, schedule]\njobs: { a: { steps: [{ run: terraform plan }] } }\n',
  '.github/workflows/b.yml': 'on: [push, workflow_dispatch]\njobs: { b: { steps: [{ run: terraform apply }] } }\n',
};
const pipelines = (): Pipelines => pipelinesIn(TEXTS);

describe('the possible runs of pipelines', () => {
  it('are computed with a pause after each run', () => {
    const { pauses, result } = countPauses(pipelines().possibleRuns());
    const runs = [...result.values()].flat();
    assert.ok(runs.length >= 4, String(runs.length));
    assert.ok(pauses >= runs.length, `${pauses} pauses, ${runs.length} runs`);
  });

  it('are the same when computed at once, and memoized', () => {
    const own = pipelines();
    const known = now(own.possibleRuns());
    assert.equal(known.size, 2);
    assert.equal(now(own.possibleRuns()), known);
    const again = own.possibleRuns().next();
    assert.equal(again.done && again.value, known);
  });
});
