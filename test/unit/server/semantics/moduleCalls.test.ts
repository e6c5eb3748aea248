import assert from 'node:assert/strict';
import { callsOfItem } from '../../../../server/semantics/moduleCalls';
import { workspaceOf } from '../../../support/testWorkspace';
import { cluster, lines } from '../../../worstCases/worstCase';

const CALLS = 50;

describe('the calls of a block in a module that is called many times', () => {
  it('are read for each caller if it is a Kubestack module, and once if it is not', async () => {
    const { snapshot, uri } = await workspaceOf({
      'main.tf': lines(CALLS, index => `module "c${index}" {\n  source = "./m"\n}`),
      'm/main.tf': `${cluster()}module "plain" {\n  source = "./plain"\n}\n`,
      'm/plain/main.tf': 'locals {}\n',
    });
    const { model } = snapshot;
    const callOf = model.call.bind(model);
    let asked = 0;
    Object.assign(model, {
      call(...parameters: Parameters<typeof model.call>) {
        asked++;
        return callOf(...parameters);
      },
    });
    const [kubestack, plain] = model.workspace.file(uri('m/main.tf'))!.items;
    assert.equal(callsOfItem(snapshot, kubestack!.item).length, CALLS);
    assert.equal(asked, CALLS);
    assert.deepEqual(callsOfItem(snapshot, plain!.item), []);
    assert.equal(asked, CALLS + 1);
  });
});
