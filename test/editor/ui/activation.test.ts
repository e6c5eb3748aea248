import * as assert from 'node:assert/strict';
import { openActivity, quickOpen, runCommand, runningExtensions } from '../vscode/workbench';
import { openEditor } from './openEditor';

describe('the window of a folder with Kubestack', () => {
  const editor = openEditor({ workspace: 'test/editor/extension/with-kubestack/workspace' });

  it('runs the packaged extension', async () => {
    assert.ok((await runningExtensions(editor.page)).includes('Kubestack'));
  });

  it('colours Terraform with no other extension installed', async () => {
    await quickOpen(editor.page, 'eks_zero_cluster.tf');
    const colours = editor.page.locator('.editor-instance .view-line span[class^="mtk"]');
    const classes = new Set(await colours.evaluateAll(spans => spans.map(span => span.getAttribute('class'))));
    assert.ok(classes.size > 2, `only ${[...classes].join(', ')}`);
  });

  it('has its own container in the activity bar', async () => {
    await openActivity(editor.page, 'Kubestack');
    await editor.page.locator('.sidebar .composite.title', { hasText: 'Kubestack' }).waitFor();
  });

  it('shows its log on demand', async () => {
    await runCommand(editor.page, 'Kubestack: Show Output');
    await editor.page.locator('.panel .output-view, .panel [id="workbench.panel.output"]').first().waitFor();
  });
});
