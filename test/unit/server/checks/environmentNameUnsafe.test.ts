// Environment names with another meaning for a command, a file system or a shell.
import assert from 'node:assert/strict';
import { namedEnvironments } from '../../../../server/kubestack/inheritance/environmentKeys';
import { linesWith } from '../../../support/checks/checkedWorkspace';
import { clusterText } from '../../../support/server/clusterText';
import { workspaceOf } from '../../../support/testWorkspace';

/** A cluster whose second environment has this name. */
const cluster = (name: string, label = 'eks_gc0_eu-west-1'): string =>
  clusterText('name_prefix = "gc0"', '', label).replace('ops = {', `${name} = {`);

describe('KS214: unsafe environment name', () => {
  const names = ['"$(id)"', '"--help"', '".."', '""', '"a && curl"', '"a/b"', '"ops\\u0007"', '"ops\\u202e"'];
  for (const name of names) {
    it(`reports ${name}`, async () => {
      const [line, ...more] = await linesWith('KS214', { 'main.tf': cluster(name) });
      assert.match(
        line ?? '',
        /^main\.tf:9: .* is not a safe name for a workspace, so it can't be planned or promoted\./,
      );
      assert.deepEqual(more, []);
      assert.doesNotMatch(line!, /[\u0000-\u001f\u202e]/);
    });
  }

  it('reports a name once for all clusters, also where a local sets it', async () => {
    const found = await linesWith('KS214', {
      'a.tf': cluster('"a b"'),
      'b.tf': cluster('"a b"', 'eks_gc1_eu-west-1'),
      'c.tf': clusterText('', '', 'eks_gc2_eu-west-1').replace(
        /configuration = \{[^]*\}\n\}/,
        'configuration = local.all\n}',
      ),
      'locals.tf': 'locals {\n  all = {\n    apps  = {}\n    "c d" = {}\n  }\n}\n',
    });
    assert.deepEqual(
      found.map(line => line.split(' is ')[0]),
      ['a.tf:9: "a b"', 'locals.tf:4: "c d"'],
    );
  });

  it('treats a name with a line break as one name, not as two', async () => {
    const { snapshot } = await workspaceOf({
      'a.tf': cluster('"ops\\nloc"'),
      'b.tf': cluster('ops', 'eks_gc1_eu-west-1').replace(/\}\n\}\n$/, '  loc = {}\n  }\n}\n'),
    });
    const [root] = snapshot.model.tree.rootInstances();
    const keys = [...root!.folder!.namesInOrder('module')].map(
      name => namedEnvironments(snapshot.model.call(root!, name)!, snapshot.model).keys,
    );
    assert.deepEqual(keys, [
      ['apps', 'ops\nloc'],
      ['apps', 'ops', 'loc'],
    ]);
  });
});
