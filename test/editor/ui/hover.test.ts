import * as assert from 'node:assert/strict';
import { hoverOver, quickOpen } from '../../support/vscode/workbench';
import { openEditor } from '../../support/ui/openEditor';

describe('hover on an attribute', () => {
  const editor = openEditor({ workspace: 'test/editor/extension/with-kubestack/workspace' });

  it('shows the value in every environment', async () => {
    await quickOpen(editor.page, 'eks_zero_cluster.tf');
    const text = await hoverOver(editor.page, 'cluster_min_size', /apps/);
    assert.match(text, /ops\s+"1"\s+overrides "3"/);
    assert.match(text, /apps\s+"3"\s+set/);
  });
});
