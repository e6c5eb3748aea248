import { now } from '../../../../../common/now';
import assert from 'node:assert/strict';
import { MAX_TYPE_ATTRIBUTES } from '../../../../../server/kubestack/modules/variableDeclaration';
import { allCalls } from '../../../../../server/kubestack/platform/platform';
import { cluster, lines } from '../../../../worstCases/worstCase';
import { workspaceOf } from '../../../../support/testWorkspace';

/** The diagnostics of a cluster with a variable whose type has this number of attributes in an object. */
async function diagnosticsWith(attributes: number): Promise<string[]> {
  const type = lines(attributes, index => `    a${index} = optional(string, "a")`);
  const variable = `variable "a" {\n  type = object({\n${type}\n  })\n  default = {}\n}\n`;
  const { snapshot } = await workspaceOf({
    'main.tf': `${cluster('      cluster_machine_type = var.a.a7')}\n${variable}`,
  });
  const [root] = snapshot.model.tree.rootInstances();
  const { diagnostics } = snapshot.model.effectiveConfiguration(now(allCalls(root!, snapshot.model))[0]!);
  return diagnostics.map(({ code, message, range }) => `${code} ${message} (${range.item.text.slice(0, 12)})`);
}

describe('the type of a variable', () => {
  it('is used up to 2,000 attributes; beyond them, a diagnostic says that the value is not shown', async () => {
    assert.deepEqual(await diagnosticsWith(MAX_TYPE_ATTRIBUTES), []);
    assert.deepEqual(await diagnosticsWith(MAX_TYPE_ATTRIBUTES + 1), [
      'KS004 The type of variable "a" has more than 2000 attributes, so its value can\'t be shown. (variable "a")',
    ]);
  });
});
