import * as assert from 'node:assert/strict';
import { folderUsage, prepareFolderUsage } from '../../../../../server/kubestack/modules/folderUsage';
import { clusterText } from '../../../../support/server/clusterText';
import { workspaceOf } from '../../../../support/testWorkspace';

describe('common properties of the calls in a folder', () => {
  it('keeps the kind of an edited call that was counted in the background', async () => {
    const { workspace, uri } = await workspaceOf({ 'main.tf': clusterText('name_prefix = "gc0"') });
    const folder = workspace.folder(uri(''))!;
    const name = [...folder.names('module')][0]!;
    assert.equal(folderUsage(folder).kindOf(name)?.kind, 'cluster');
    workspace.setDocument(uri('main.tf'), clusterText('name_prefix = "gc1"'));
    const background = prepareFolderUsage(folder);
    while (!background.next().done);
    assert.equal(folderUsage(folder).kindOf(name)?.kind, 'cluster');
    assert.deepEqual(folderUsage(folder).environments, ['apps', 'ops']);
  });

  it('follows a base environment whose variable changes', async () => {
    const cluster = clusterText('name_prefix = "gc0"').replace(
      'configuration =',
      'configuration_base_key = var.base\n\n  configuration =',
    );
    const variable = (base: string): string => `variable "base" {\n  default = "${base}"\n}\n`;
    const { workspace, uri } = await workspaceOf({ 'main.tf': cluster, 'variables.tf': variable('apps') });
    const folder = workspace.folder(uri(''))!;
    assert.equal(folderUsage(folder).baseEnvironment, 'apps');
    workspace.setDocument(uri('variables.tf'), variable('ops'));
    assert.equal(folderUsage(folder).baseEnvironment, 'ops');
  });
});
