import assert from 'node:assert/strict';
import { workspaceOf } from '../../../support/testWorkspace';
import { numbered } from '../../../worstCases/worstCase';

/** Reads the first file, all others, and the first one again. */
async function isKept(count: number, text: string): Promise<boolean> {
  const paths = numbered(count, index => `manifests/a${index}.yaml`);
  const { workspace, uri } = await workspaceOf(Object.fromEntries(paths.map(path => [path, text])));
  const [first, ...others] = paths.map(path => workspace.texts.file(uri(path)));
  assert.ok(first?.text === text && others.length === count - 1);
  return workspace.texts.file(uri(paths[0]!)) === first;
}

describe('text files beside the configuration', () => {
  it('are kept if there are thousands of small ones', async () => assert.ok(await isKept(3_000, 'kind: ConfigMap\n')));

  it('are read again if there are too many large ones', async () =>
    assert.ok(!(await isKept(30, 'a'.repeat(1_000_000)))));
});
