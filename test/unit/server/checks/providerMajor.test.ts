// KS805 in provider blocks, by the locked version.
import assert from 'node:assert/strict';
import { now } from '../../../../common/now';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import { onlyCheck } from '../../../support/checks/checkedWorkspace';
import { workspaceOf } from '../../../support/testWorkspace';

const SEVERITIES = ['', 'error', 'warning', 'information', 'hint'];

/** `8 error: message` of each finding in a file with a cluster and a provider block. */
async function found(provider: string, version: string, line: string): Promise<string[]> {
  const files = {
    'main.tf': `module "gke_gc0_europe-west1" {
  source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
  configuration = {
    apps = {}
  }
}
provider "${provider}" {
  ${line}
}
`,
    '.terraform.lock.hcl': `provider "registry.terraform.io/hashicorp/${provider}" {\n  version = "${version}"\n}\n`,
  };
  const { snapshot, uri } = await workspaceOf(files, { checks: onlyCheck('KS805') });
  return now(allDiagnostics(snapshot, uri('main.tf'))).map(
    ({ range, severity, message, tags }) =>
      `${range.start.line + 1} ${SEVERITIES[severity ?? 0]!}${tags ? ' deprecated' : ''}: ${message as string}`,
  );
}

describe('arguments of provider blocks', () => {
  const removed =
    'Version 5 of azurerm has no "skip_provider_registration" in provider blocks. Use "resource_provider_registrations".';

  it('are errors if the locked version has removed them, and hints if the next one does', async () => {
    const line = 'skip_provider_registration = true';
    assert.deepEqual(await found('azurerm', '5.1.0', line), [`8 error: ${removed}`]);
    assert.deepEqual(await found('azurerm', '4.14.0', line), [`8 hint deprecated: ${removed}`]);
    // Version 3 does not have what replaces it.
    assert.deepEqual(await found('azurerm', '3.117.1', line), []);
    assert.deepEqual(await found('azurerm', '5.1.0', 'subscription_id = "a"'), []);
  });

  it('are found in blocks of the provider, too', async () => {
    assert.deepEqual(await found('aws', '6.2.0', 'endpoints {\n    worklink = "https://example.com"\n  }'), [
      '9 error: Version 6 of aws has no "endpoints.worklink" in provider blocks.',
    ]);
    assert.deepEqual(await found('aws', '6.2.0', 'endpoints {\n    s3 = "https://example.com"\n  }'), []);
  });
});
