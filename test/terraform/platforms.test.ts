import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { skipWithout } from '../support/skipWithout';
import { platformFromParts } from '../support/terraform/arbitraryPlatform';
import { comparePlatform } from '../support/terraform/comparePlatform';
import { judgedBy } from '../support/terraform/judgedBy';

/** Number of calls; `npm run judge` compares more. */
const SEED = Number(process.env.FAST_CHECK_SEED ?? 1);

describe('randomly generated platforms, compared with terraform', () => {
  it('have the same effective configuration in every environment', async function () {
    this.timeout(240_000);
    skipWithout(this, judgedBy);
    let compared = 0;
    const same = fc.asyncProperty(platformFromParts(10, 25), async platform => {
      const comparison = await comparePlatform(platform);
      compared += comparison.compared;
      assert.deepEqual(comparison.differences, []);
    });
    await fc.assert(same, { seed: SEED, numRuns: 4, endOnFailure: false, interruptAfterTimeLimit: 200_000 });
    assert(compared > 80, `only ${compared} environments were compared`);
  });
});
