import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import { findingsIn } from '../../../../server/checks/engine/checkRunner';
import { MAX_TOTAL_LENGTH } from '../../../../server/checks/platform/serviceManifests';
import { workspaceOf } from '../../../support/testWorkspace';
import { clusterWith, numbered } from '../../../worstCases/worstCase';

/** The messages of KS516 for a platform that applies manifests of these lengths. */
async function messagesFor(lengths: readonly number[]): Promise<string[]> {
  const paths = lengths.map((_, index) => `manifests/${index}.yaml`);
  const { snapshot, uri } = await workspaceOf({
    'main.tf': `${clusterWith('{\n    apps = {}\n  }')}
module "gke_gc0_europe-west1_service_web" {
  source  = "kbst.xyz/catalog/custom-manifests/kustomization"
  version = "0.4.0"

  configuration = {
    apps = {
      resources = [${paths.map(path => `"\${path.root}/${path}"`).join(', ')}]
    }
  }
}
`,
    ...Object.fromEntries(paths.map((path, index) => [path, `# ${'a'.repeat(lengths[index]! - 3)}\n`])),
  });
  return now(findingsIn(snapshot, uri('main.tf')))
    .filter(({ check }) => check.code === 'KS516')
    .map(({ finding }) => finding.message);
}

describe('manifests beyond the limits are not read, and reported', () => {
  it('as a whole if one is too long', async () =>
    assert.deepEqual(await messagesFor([600_000, 600_001]), [
      './manifests/1.yaml is not checked: it has more than 600,000 characters.',
    ]));

  it('from the first one that is too much on', async () => {
    const lengths = numbered(4, () => MAX_TOTAL_LENGTH / 3);
    assert.deepEqual(await messagesFor(lengths), [
      './manifests/3.yaml is not checked: with the manifests before it, it has more than 1,500,000 characters.',
    ]);
  });
});
