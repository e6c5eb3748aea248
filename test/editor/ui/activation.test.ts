import * as assert from 'node:assert/strict';
import { hoverOver, openActivity, quickOpen, runEditorCommand, waitUntilRunning } from '../../support/vscode/workbench';
import { openEditor } from '../../support/ui/openEditor';

describe('the window of a folder with Kubestack', () => {
  // Disables semantic highlighting, which would replace some of the grammar's colors.
  const editor = openEditor({
    workspace: 'test/editor/extension/with-kubestack/workspace',
    settings: { 'editor.semanticHighlighting.enabled': false },
  });

  it('runs the packaged extension', async () => {
    await waitUntilRunning(editor.page, 'Kubestack');
  });

  it('colors Terraform with no other extension installed', async () => {
    await quickOpen(editor.page, 'eks_zero_cluster.tf');
    await editor.page.waitForFunction(() => {
      const spans = [...document.querySelectorAll('.editor-instance .view-line span[class^="mtk"]')];
      const colour = (text: string): string | null | undefined =>
        spans.find(span => span.textContent?.includes(text))?.getAttribute('class');
      return new Set([colour('module'), colour('eks_zero'), colour('source'), colour('=')]).size === 4;
    });
  });

  it('shows the value of a hovered attribute in every environment', async () => {
    const text = await hoverOver(editor.page, 'cluster_min_size', /apps/);
    assert.match(text, /ops\s+"1"\s+overrides "3"/);
    assert.match(text, /apps\s+"3"\s+set/);
  });

  it('has its own view container in the activity bar', async () => {
    await openActivity(editor.page, 'Kubestack');
    await editor.page.locator('.sidebar .composite.title', { hasText: 'Kubestack' }).waitFor();
  });

  it('shows its log on demand', async () => {
    await runEditorCommand(editor.page, 'Kubestack: Show Output');
    await editor.page.locator('.panel .output-view, .panel [id="workbench.panel.output"]').first().waitFor();
  });
});
