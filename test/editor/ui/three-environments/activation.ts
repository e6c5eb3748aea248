import {
  closeEditors,
  hoverOver,
  openActivity,
  quickOpen,
  runEditorCommand,
  waitUntilRunning,
} from '../../../support/vscode/workbench';
import type { Editor } from '../../../support/ui/openEditor';

/** Declares the tests of a window that has just opened. */
export function activationTests(editor: Editor): void {
  describe('the window of a folder with Kubestack', () => {
    it('runs the packaged extension', async () => {
      await waitUntilRunning(editor.page, 'Kubestack');
    });

    it('colors Terraform with no other extension installed', async () => {
      await quickOpen(editor.page, 'eks_gc0_eu-west-1_cluster.tf');
      await editor.page.waitForFunction(() => {
        const spans = [...document.querySelectorAll('.editor-instance .view-line span[class^="mtk"]')];
        const colour = (text: string): string | null | undefined =>
          spans.find(span => span.textContent?.includes(text))?.getAttribute('class');
        return new Set([colour('module'), colour('eks_gc0_eu-west-1'), colour('source'), colour('=')]).size === 4;
      });
    });

    it('shows the value of a hovered attribute in every environment', async () => {
      // Expects the complete hover, since code lenses that appear now move another attribute below the mouse.
      await hoverOver(editor.page, 'cluster_min_size', /ops\s+"1"\s+overrides "3"[\s\S]*apps-prod\s+"3"\s+set/);
    });

    it('has its own view container in the activity bar', async () => {
      await openActivity(editor.page, 'Kubestack');
      await editor.page.locator('.sidebar .composite.title', { hasText: 'Kubestack' }).waitFor();
    });

    it('shows its log on demand', async () => {
      await runEditorCommand(editor.page, 'Kubestack: Show Output');
      await editor.page.locator('.panel .output-view, .panel [id="workbench.panel.output"]').first().waitFor();
    });

    after(async () => {
      await runEditorCommand(editor.page, 'View: Hide Panel');
      await closeEditors(editor.page);
    });
  });
}
