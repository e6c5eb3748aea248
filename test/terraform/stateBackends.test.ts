// The backends that scaffolds write, initialized by the real programs. Without credentials, init ends with what signing in lacks; it must not end
// with a missing or invalid argument.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { readSamplePlatform } from '../support/scaffold/platformFiles';
import { scaffolded } from '../support/scaffold/scaffolded';
import { skipWithout } from '../support/skipWithout';
import { judges } from '../support/terraform/judgedBy';

const AZURE = { backend: 'azurerm', container: 'state-a', storage_account: 'soleilstate' };

for (const program of judges) {
  describe(`state on Azure, initialized with ${program}`, function () {
    this.timeout(120_000);
    before(function () {
      skipWithout(this, program);
    });

    for (const auth of [{}, { storage_auth: 'resource_group', storage_resource_group: 'terraform' }]) {
      it(`only lacks the Azure CLI: ${JSON.stringify(auth)}`, async () => {
        const { 'state.tf': _, ...platform } = readSamplePlatform('minimal');
        const { texts } = await scaffolded(platform, 'stateBackend', { ...AZURE, ...auth });
        assert.match(initOutput(program, texts['state.tf']!), /Azure ?(CLI|Command Line)/);
      });
    }
  });
}

/** What `init` prints, without credentials and settings of the user. */
function initOutput(program: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubestack-backend-'));
  try {
    writeFileSync(join(folder, 'state.tf'), text);
    const places = (process.env['PATH'] ?? '').split(delimiter).filter(place => place !== '');
    const { stdout, stderr } = spawnSync(program, ['init', '-input=false', '-no-color'], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: places.join(delimiter), HOME: folder, TF_CLI_CONFIG_FILE: join(folder, 'none.tfrc') },
    });
    return (stdout + stderr).replace(/\s+/g, ' ');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
