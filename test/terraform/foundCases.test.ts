import { strict as assert } from 'node:assert';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { skipWithout } from '../support/skipWithout';
import { comparePlatform } from '../support/terraform/comparePlatform';
import { judgedBy } from '../support/terraform/judgedBy';
import { platformsIn } from '../support/terraform/platformsIn';

const folder = join(__dirname, '../fixtures/found/platforms');

// Platforms for which results once differed from terraform's, found by random generation and minimized.
describe('recorded platforms that once differed from terraform', () => {
  for (const name of readdirSync(folder)) {
    it(name.replaceAll('-', ' '), async function () {
      skipWithout(this, judgedBy);
      const platforms = await platformsIn(join(folder, name));
      assert(platforms.length > 0);
      for (const { platform } of platforms) {
        const { differences, compared } = await comparePlatform(platform);
        assert.deepEqual(differences, []);
        assert(compared > 0);
      }
    });
  }
});
