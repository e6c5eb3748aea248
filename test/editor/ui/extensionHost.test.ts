import * as assert from 'node:assert/strict';
import { hover, quickOpen, runCommand } from '../vscode/workbench';
import { openEditor } from './openEditor';

describe('an extension host that is restarted', () => {
  const editor = openEditor({ workspace: 'test/editor/extension/with-kubestack/workspace' });

  it('goes on with what is unsaved in the editor', async () => {
    const { page } = editor;
    // The line of the base's cluster_min_size.
    await quickOpen(page, 'eks_zero_cluster.tf:11');
    await hover(page, 'cluster_min_size', /overrides "3"/);
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('5');
    await hover(page, 'cluster_min_size', /overrides "5"/);
    await runCommand(page, 'Developer: Restart Extension Host');
    // The one before is gone with its language server: only a new one can say this.
    await runCommand(page, 'Kubestack: Restart Language Server');
    const text = await hover(page, 'cluster_min_size', /overrides "5"/);
    assert.match(text, /apps\s+"5"\s+set/);
  });
});
