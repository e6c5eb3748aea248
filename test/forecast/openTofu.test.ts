import * as assert from 'node:assert/strict';
import { planCase } from '../support/forecast/forecastCase';
import { STAND_IN_FACTS } from '../support/forecast/standInCases';
import { stubProvider } from '../support/forecast/stubProvider';
import { VERSION_CASES, versionFiles } from '../support/forecast/versionCases';
import { skipWithout } from '../support/skipWithout';
import { findBuiltOpenTofu } from '../support/terraform/openTofu';

describe('plans of OpenTofu', function () {
  let program: string;

  before(async function () {
    findBuiltOpenTofu();
    skipWithout(this, 'tofu');
    program = await stubProvider(this);
  });

  for (const { title, version, before, after, actions, refused } of VERSION_CASES)
    if (version === 'openTofu12')
      it(`equal the forecast: ${title}`, async () => {
        const planned = await planCase(
          {
            before: versionFiles(before, version),
            after: versionFiles(after, version),
            environment: 'ops',
            facts: STAND_IN_FACTS,
            judge: 'tofu',
          },
          program,
        );
        if (refused) return assert.match('error' in planned ? planned.error : '', refused);
        assert.ok('actions' in planned, JSON.stringify(planned));
        const changed = [...planned.actions].filter(([, action]) => action !== 'none');
        assert.deepEqual(Object.fromEntries(changed), actions);
      });
});
