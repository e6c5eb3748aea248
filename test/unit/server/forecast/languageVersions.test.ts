// test/forecast/openTofu.test.ts compares the same changes with plans of a real OpenTofu.
import * as assert from 'node:assert/strict';
import { forecastOf } from '../../../support/forecast/forecastCase';
import { STAND_IN_FACTS } from '../../../support/forecast/standInCases';
import { VERSION_CASES, versionFiles } from '../../../support/forecast/versionCases';

describe('a forecast by the version of Terraform or OpenTofu', () => {
  for (const { title, version, before, after, actions, refused } of VERSION_CASES)
    it(title, async () => {
      const { environments } = await forecastOf({
        before: versionFiles(before, version),
        after: versionFiles(after, version),
        environment: 'ops',
        facts: STAND_IN_FACTS,
      });
      const { resources = [], cannotPlan = [] } = environments['ops'] ?? {};
      assert.deepEqual(Object.fromEntries(resources.map(({ address, action }) => [address, action])), actions);
      const [problem] = cannotPlan;
      if (refused) assert.match(problem?.message ?? '', refused);
      else assert.equal(problem, undefined);
    });
});
