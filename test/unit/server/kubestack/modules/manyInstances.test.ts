import assert from 'node:assert/strict';
import { ModuleTree } from '../../../../../server/kubestack/modules/moduleTree';
import { workspaceOf } from '../../../../support/testWorkspace';
import { WORST_CASES } from '../../../../worstCases/inputs';

describe('instances of a module', () => {
  const child = Object.getOwnPropertyDescriptor(ModuleTree.prototype, 'child')!;
  let calls = 0;
  before(() =>
    Object.defineProperty(ModuleTree.prototype, 'child', {
      ...child,
      value(this: ModuleTree, ...parameters: Parameters<ModuleTree['child']>) {
        calls++;
        return (child.value as ModuleTree['child']).apply(this, parameters);
      },
    }),
  );
  after(() => Object.defineProperty(ModuleTree.prototype, 'child', child));

  it('are searched for up to a limit where many modules call each other', async () => {
    const { files } = WORST_CASES.find(({ name }) => name === 'modules that all call each other')!;
    const { snapshot, uri } = await workspaceOf(files(60));
    calls = 0;
    const found = snapshot.model.tree.instancesOf(uri('m30'));
    assert.equal(found.length, 59);
    assert.ok(calls < 6_000, String(calls));
  });
});
