import * as assert from 'node:assert/strict';
import { hover, quickOpen } from '../vscode/workbench';
import { openEditor } from './openEditor';

describe('an extension host that is killed', () => {
  const editor = openEditor({
    workspace: 'test/editor/extension/with-kubestack/workspace',
    settings: { 'files.autoSave': 'off' },
  });

  it('is started again by VS Code, with what is unsaved in the editor', async () => {
    const { page, server } = editor;
    // The line of the base's cluster_min_size.
    await quickOpen(page, 'eks_zero_cluster.tf:11');
    await hover(page, 'cluster_min_size', /overrides "3"/);
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('5');
    await hover(page, 'cluster_min_size', /overrides "5"/);
    assert.equal(server.killExtensionHosts(), 1);
    // Its language server has ended with it: only a new one knows what is typed now.
    await page.keyboard.press('Backspace');
    await page.keyboard.type('7');
    const text = await hover(page, 'cluster_min_size', /overrides "7"/);
    assert.match(text, /apps\s+"7"\s+set/);
  });
});
