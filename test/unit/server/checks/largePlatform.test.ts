// A platform whose checks take long: what can be said at once is said at once, the rest when the checks are done.
import assert from 'node:assert/strict';
import { findingsInSteps, isProvisional } from '../../../../server/checks/engine/checkRunner';
import { allDiagnostics } from '../../../../server/codeActions/checkedDiagnostics';
import { finish } from '../../../support/features/markedWorkspace';
import { workspaceOf } from '../../../support/testWorkspace';

const cluster = (index: number, ops: string): string => `module "eks_gc${index}_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=${index === 0 ? 'v0.18.2-beta.0' : 'v0.19.2-beta.0'}"

  configuration = {
    apps = {
      name_prefix = "gc${index}"
    }
    ops = {
      ${ops}
    }
  }
}
`;

const codesOf = (found: readonly { code?: number | string }[], wanted: readonly string[]): string[] =>
  found.map(({ code }) => String(code)).filter(code => wanted.includes(code));
/** Of the call itself (KS210), and of how the platform fits together (KS102). */
const WANTED = ['KS102', 'KS210'];

describe('a large platform', () => {
  const texts = Object.fromEntries(
    Array.from({ length: 130 }, (_, index) => [`cluster_${index}.tf`, cluster(index, 'name_prefix = "ops"')]),
  );
  texts['cluster_0.tf'] = cluster(0, 'name_prefix = "gc0"');

  it('is told what its calls have at once, and the rest when it has been looked at', async () => {
    const { snapshot: plain, uri, workspace } = await workspaceOf(texts);
    const snapshot = { ...plain, client: { ...plain.client, asksAgain: true } };
    const here = uri('cluster_0.tf');
    assert.deepEqual(codesOf(allDiagnostics(snapshot, here), WANTED), ['KS210']);
    assert.equal(isProvisional(snapshot, here), true);
    const [root] = snapshot.model.tree.rootInstances();
    finish(findingsInSteps(snapshot, root!));
    assert.deepEqual(codesOf(allDiagnostics(snapshot, here), WANTED), ['KS102', 'KS210']);
    assert.equal(isProvisional(snapshot, here), false);
    // After an edit: what was known of the rest stays, what the edit changes is new.
    workspace.setDocument(here, `\n${cluster(0, 'name_prefix = "other"')}`);
    assert.deepEqual(codesOf(allDiagnostics(plain, here), WANTED), ['KS102']);
  });

  it('is told everything at once to whoever does not ask again', async () => {
    const { snapshot, uri } = await workspaceOf(texts);
    assert.deepEqual(codesOf(allDiagnostics(snapshot, uri('cluster_0.tf')), WANTED), ['KS102', 'KS210']);
    assert.equal(isProvisional(snapshot, uri('cluster_0.tf')), false);
  });

  it('is checked later however quickly it was checked before, and a small one at once however slowly', async () => {
    const { snapshot: plain, uri, workspace } = await workspaceOf(texts);
    const small = await workspaceOf({ 'cluster_0.tf': cluster(0, 'name_prefix = "gc0"') });
    const clock = performance.now.bind(performance);
    let milliseconds = 0;
    performance.now = () => (milliseconds += 1_000);
    try {
      for (const [each, file, expected] of [
        [plain, uri('cluster_0.tf'), true],
        [small.snapshot, small.uri('cluster_0.tf'), false],
      ] as const) {
        const snapshot = { ...each, client: { ...each.client, asksAgain: true } };
        finish(findingsInSteps(snapshot, snapshot.model.tree.rootInstances()[0]!));
        assert.equal(isProvisional(snapshot, file), false);
        (expected ? workspace : small.workspace).setDocument(file, `\n${cluster(0, 'name_prefix = "gc0"')}`);
        assert.equal(isProvisional(snapshot, file), expected);
      }
    } finally {
      performance.now = clock;
    }
  });
});
