// The environments of a call that are determined without evaluation equal the evaluated ones.
import { now } from '../../../../../common/now';
import * as assert from 'node:assert/strict';
import { baseKeyOf, environmentKeys } from '../../../../../server/kubestack/inheritance/environmentKeys';
import { allCalls } from '../../../../../server/kubestack/platform/platform';
import { workspaceOf } from '../../../../support/testWorkspace';
import { framework } from '../../../../support/kubestack/effectiveOf';

const DECOMPOSED = 'cafe\u0301';
const COMPOSED = 'caf\u00e9';

interface CallEnvironments {
  readonly keys: readonly string[];
  readonly base: string | undefined;
  /** As evaluated: the base, and the environments. */
  readonly computed: readonly [base: string, keys: readonly string[]];
}

async function callEnvironments(path: string, keys: string, base: string): Promise<CallEnvironments> {
  const { snapshot } = await workspaceOf({
    'main.tf': `module "gke_gc0_europe-west1" {
  source = "${framework(path)}"
  configuration_base_key = ${base}
  configuration = {
${keys}  }
}
`,
  });
  const { model } = snapshot;
  const [call] = model.tree.rootInstances().flatMap(root => now(allCalls(root, model)));
  assert.ok(call);
  const { baseKey, environments } = model.effectiveConfiguration(call);
  return {
    keys: environmentKeys(call, model),
    base: baseKeyOf(call, model),
    computed: [baseKey, [...environments.keys()]],
  };
}

describe('environment names in a call', () => {
  it('are equal if only their Unicode normalization differs', async () => {
    const result = await callEnvironments(
      'google/cluster',
      `${DECOMPOSED} = {}\n"${COMPOSED}" = {}\nnull = {}\n`,
      `"${DECOMPOSED}"`,
    );
    assert.deepEqual(result, { keys: [COMPOSED, 'null'], base: COMPOSED, computed: [COMPOSED, [COMPOSED, 'null']] });
  });

  it('inherit from the default base if the base key is null', async () => {
    const result = await callEnvironments('google/cluster', 'apps = {}\n', 'null');
    assert.deepEqual([result.base, result.computed], ['apps', ['apps', ['apps']]]);
  });

  it("have no base if null is an error or the base key can't be evaluated", async () => {
    for (const base of ['null', 'local.missing']) {
      const result = await callEnvironments('kustomization/overlay', 'apps = {}\n', base);
      assert.deepEqual([result.base, result.computed[1]], [undefined, []], base);
    }
  });
});
