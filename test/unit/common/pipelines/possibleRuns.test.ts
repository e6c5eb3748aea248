import assert from 'node:assert/strict';
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import { Pipelines } from '../../../../common/pipelines/pipelines';

const TEXTS: Readonly<Record<string, string>> = {
  '.github/workflows/a.yml': 'on: [push, pull_request, schedule]\njobs: { a: { steps: [{ run: terraform plan }] } }\n',
  '.github/workflows/b.yml': 'on: [push, workflow_dispatch]\njobs: { b: { steps: [{ run: terraform apply }] } }\n',
};
const pipelines = (): Pipelines =>
  new Pipelines(Object.keys(TEXTS), path => TEXTS[path], { isAlias, isMap, isScalar, isSeq, parseAllDocuments });

describe('the possible runs of pipelines', () => {
  it('are computed with a pause after each run', () => {
    const steps = pipelines().possibleRunsInSteps();
    let pauses = 0;
    let step = steps.next();
    for (; !step.done; step = steps.next()) pauses++;
    const runs = [...step.value.values()].flat();
    assert.ok(runs.length >= 4, String(runs.length));
    assert.ok(pauses >= runs.length, `${pauses} pauses, ${runs.length} runs`);
  });

  it('are the same when computed at once, and memoized', () => {
    const own = pipelines();
    const known = own.possibleRuns();
    assert.equal(known.size, 2);
    assert.equal(own.possibleRuns(), known);
    const again = own.possibleRunsInSteps().next();
    assert.equal(again.done && again.value, known);
  });
});
