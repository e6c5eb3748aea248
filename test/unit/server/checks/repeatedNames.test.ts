// Names that are repeated in objects, of which Terraform uses the last one without a message.
import assert from 'node:assert/strict';
import { checkDiagnostics, fixedOnce, type PlatformTexts } from '../../../support/checks/checkedWorkspace';
import { framework } from '../../../support/kubestack/effectiveOf';

const platform = (configuration: string): PlatformTexts => ({
  'main.tf': `module "gke_a" {
  source = "${framework('google/cluster')}"
  configuration = ${configuration}
}
`,
});

describe('a name that is repeated in an object', () => {
  it('is reported at each entry without effect, also in lists and calls', async () => {
    const texts = platform(`{
    apps = merge({ labels = { a = "1", a = "2" } }, { region = "a" })
    ops  = {}
    ops  = { taints = [{ key = "a", key = "b", key = "c" }] }
  }`);
    await checkDiagnostics('KS216', texts, [
      'main.tf:4: "a" is repeated in this object: only the last entry has an effect. (KS216)',
      'main.tf:5: "ops" is repeated in this object: only the last entry has an effect. (KS216)',
      'main.tf:6: "key" is repeated in this object: only the last entry has an effect. (KS216)',
      'main.tf:6: "key" is repeated in this object: only the last entry has an effect. (KS216)',
    ]);
  });

  it('loses the entries without effect and their lines, but no comment', async () => {
    const texts = platform(`{
    apps = { min = 1, min = 2 }
    ops = {
      min = 3
    }
    ops = { # in use
      max = 1, # of two
      max = 4
    }
  }`);
    const fixed = await fixedOnce('KS216', texts);
    assert.deepEqual(
      fixed,
      platform(`{
    apps = { min = 2 }
    ops = { # in use
      # of two
      max = 4
    }
  }`),
    );
  });
});
