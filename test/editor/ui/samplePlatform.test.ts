import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import strings from '../../../package.nls.json';
import { openEditor } from '../../support/ui/openEditor';
import { openActivity, runEditorCommand } from '../../support/vscode/workbench';

describe('the first steps in an empty folder', () => {
  const editor = openEditor({});

  it('begin at the empty view, whose button creates the sample platform and opens it with the walkthrough beside it', async () => {
    const { page } = editor;
    await openActivity(page, 'Kubestack');
    await page
      .locator('.welcome-view-content .monaco-button', { hasText: strings['command.openSamplePlatform'] })
      .click();
    // The dialog of files offers the folder of the window.
    const dialog = page.locator('.quick-input-widget');
    await dialog.getByRole('button', { name: 'Create Sample Here' }).click();
    const groups = page.locator('.editor-group-container');
    await groups.locator('.view-line', { hasText: 'Half the machines of production' }).waitFor();
    await groups.locator('.gettingStartedContainer', { hasText: strings['walkthrough.hover'] }).waitFor();
    assert.ok(existsSync(join(editor.folder, 'vendor/terraform-kubestack/aws/cluster/main.tf')));
  });

  it('go on with a platform that has its environments, and a completed first step', async () => {
    const { page } = editor;
    await page.locator('.pane-body .monaco-list-row').filter({ hasText: 'ops' }).first().waitFor();
    await page.locator('.gettingStartedContainer .codicon.complete').first().waitFor();
  });

  it('end with a report that can be read before anything is sent', async () => {
    const { page } = editor;
    await runEditorCommand(page, `Kubestack: ${strings['command.reportIssue']}`);
    const report = page.locator('.editor-group-container.active .view-line');
    await report.filter({ hasText: 'platform 1: environments: 3, clusters: 3' }).waitFor();
  });
});
