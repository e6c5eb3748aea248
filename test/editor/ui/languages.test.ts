// Tests the extension in VS Code with another display language. VS Code itself stays English, since its language packs are only on the marketplace.
import * as assert from 'node:assert/strict';
import { openEditor } from '../../support/ui/openEditor';
import { webview } from '../../support/ui/webview';
import { hoverOver, openActivityUntil, quickOpen, runEditorCommand } from '../../support/vscode/workbench';

/** German is shown in the same way. Tests of the texts and of the command line compare both languages. */
const shown = {
  environment: '環境 apps-prod, ベース, 2 個のクラスター, 1 個のノードプール, 1 個のサービス',
  hover: /上書き.*既定のプールのノードの最小数/s,
  problem: /cluster_desired_capacity、cluster_instance_types が設定されていません/,
  command: 'Kubestack: プラットフォームのダイアグラムの表示',
  find: 'ダイアグラム内を検索',
  picture: ['環境 apps-prod (ベース環境)', 'ベース'],
} as const;

describe('VS Code in the language ja', () => {
  const editor = openEditor({ workspace: 'test/editor/extension/three-environments/workspace', language: 'ja' });
  it('shows the view, hovers and problems in it', async () => {
    const { page } = editor;
    const row = page.locator(`.pane-body .monaco-list-row[aria-label^="${shown.environment}"]`);
    await openActivityUntil(page, 'Kubestack', row);
    await quickOpen(page, 'eks_gc0_eu-west-1_cluster.tf');
    assert.match(await hoverOver(page, 'cluster_min_size', shown.hover), shown.hover);
    await runEditorCommand(page, 'Problems: Focus on Problems View');
    await page.locator('.markers-panel .monaco-list-row').filter({ hasText: shown.problem }).first().waitFor();
  });

  it('shows commands and the diagram in it', async () => {
    const { page } = editor;
    await runEditorCommand(page, shown.command);
    const frame = webview(page);
    await frame.locator(`.node.environment[aria-label^="${shown.picture[0]}"]`).waitFor();
    assert.equal(await frame.getByRole('searchbox').getAttribute('placeholder'), shown.find);
    // Texts that are too small to read are not rendered.
    await frame
      .locator('.node.environment.base .fact')
      .filter({ hasText: shown.picture[1] })
      .first()
      .waitFor({ state: 'attached' });
  });
});
