import assert from 'node:assert/strict';
import { comparableEnvironments } from '../support/terraform/effectiveValues';
import { inheritanceCases, writtenArgument } from '../support/terraform/inheritanceCases';
import { judge, type JudgeCase, type JudgeResult } from '../support/terraform/judge';
import { judgedBy } from '../support/terraform/judgedBy';
import { skipWithout } from '../support/skipWithout';

/** The judge is trusted with generated platforms because its results for these cases equal those of the framework's own code. */
describe('the judge, compared with recorded results of the framework', () => {
  const cases = inheritanceCases();
  let results: JudgeResult[] = [];

  before(async function () {
    skipWithout(this, judgedBy);
    results = await judge(cases.map(asJudgeCase));
  });

  for (const [index, one] of cases.entries()) {
    it(one.id, () => {
      const verdicts = Object.entries(results[index]?.environments ?? {});
      const values = verdicts.map(([environment, verdict]) => {
        if (verdict.kind !== 'value') assert.fail(verdict.message);
        return [environment, verdict.value] as const;
      });
      assert.deepEqual(
        comparableEnvironments(Object.fromEntries(values), one.setPaths),
        comparableEnvironments(one.environments, one.setPaths),
      );
    });
  }
});

function asJudgeCase(one: ReturnType<typeof inheritanceCases>[number]): JudgeCase {
  const configuration = writtenArgument(one, 'configuration');
  const baseKey = writtenArgument(one, 'configuration_base_key');
  return {
    id: one.id,
    source: one.source,
    environments: Object.keys(one.environments),
    ...(configuration === undefined ? {} : { configuration }),
    ...(baseKey === undefined ? {} : { baseKey }),
  };
}
