import * as assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installModules } from '../../bench/peer/installedModules';
import { generatePlatform } from '../../platforms/generate';

describe('the modules of a measured platform', () => {
  it('are installed as terraform does: each call has a folder with the inputs of its version', () => {
    const folder = mkdtempSync(join(tmpdir(), 'installed-'));
    try {
      generatePlatform(folder, 2);
      installModules(folder);
      const text = readFileSync(join(folder, '.terraform/modules/modules.json'), 'utf8');
      const { Modules } = JSON.parse(text) as { Modules: { Key: string; Source: string; Dir: string }[] };
      // The root; a cluster, two node pools and three services for each of two; the overlay in each service.
      assert.equal(Modules.length, 1 + 2 * (1 + 2 + 3 + 3));
      assert.ok(Modules.every(({ Dir }) => existsSync(join(folder, Dir))));
      const cluster = Modules.find(({ Source }) => /\/(?:aws|google|scaleway)\/cluster\?/.test(Source));
      const installed = join(folder, cluster!.Dir);
      const texts = readdirSync(installed).map(file => readFileSync(join(installed, file), 'utf8'));
      assert.match(texts.join('\n'), /variable "configuration" \{/);
      assert.ok(Modules.some(({ Key }) => /_feature_cert_manager\.cert_manager$/.test(Key)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
