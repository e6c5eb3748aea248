import { now } from '../../../../../common/now';
import assert from 'node:assert/strict';
import { allCalls } from '../../../../../server/kubestack/platform/platform';
import { clusterWith, lines } from '../../../../worstCases/worstCase';
import { workspaceOf } from '../../../../support/testWorkspace';

/** Names of the environments that are shown, and the diagnostics, of a call whose base sets this number of attributes. */
async function shownWith(attributes: number, environments: number): Promise<[string[], string[]]> {
  const base = lines(attributes, index => `      a${index} = ${index}`);
  const others = lines(environments, index => `    e${index} = {}`);
  const { snapshot } = await workspaceOf({ 'main.tf': clusterWith(`{\n    apps = {\n${base}\n    }\n${others}\n  }`) });
  const [root] = snapshot.model.tree.rootInstances();
  const { environments: shown, diagnostics } = snapshot.model.effectiveConfiguration(
    now(allCalls(root!, snapshot.model))[0]!,
  );
  return [[...shown.keys()], diagnostics.map(({ code, message }) => `${code} ${message}`)];
}

describe('an environment with very many attributes', () => {
  it('is shown up to 5,000 attributes; beyond them, a diagnostic says that it is not', async () => {
    assert.deepEqual(await shownWith(5_000, 1), [['apps', 'e0'], []]);
    assert.deepEqual(await shownWith(5_001, 1), [
      [],
      ['KS004 "apps" takes too long to evaluate. The configuration can\'t be shown.'],
    ]);
  });

  it('leaves out the environments after 10,000 attributes in total', async () => {
    assert.deepEqual(await shownWith(4_000, 4), [
      ['apps', 'e0', 'e1'],
      ['KS004 The environments have more than 10000 attributes in total. Those after "e1" are not shown.'],
    ]);
  });
});
