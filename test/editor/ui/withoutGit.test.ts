import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import { openEditor } from '../../support/ui/openEditor';
import { expandPane, notification, openActivity, runEditorCommand } from '../../support/vscode/workbench';

describe('a machine without Git', () => {
  const machine = new TemporaryFolder();
  const programs = machine.at('bin');
  mkdirSync(programs);
  for (const name of ['sh', 'env', 'uname'])
    symlinkSync(execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(), join(programs, name));
  const editor = openEditor({ workspace: 'multi-cloud', env: { PATH: programs } });

  after(() => machine.delete());

  it('is told in the Promotion view that Git is missing, and not to initialize a repository', async () => {
    await editor.page.locator('.pane-body .monaco-list-row').first().waitFor();
    await openActivity(editor.page, 'Source Control');
    const pane = editor.page.locator('.pane').filter({
      has: editor.page.locator('.pane-header .title').getByText('Promotion', { exact: true }),
    });
    await expandPane(editor.page, 'Promotion');
    await pane.getByText("Git isn't installed, or VS Code doesn't find it.").first().waitFor();
    await pane.getByRole('button', { name: 'Reload Window' }).first().waitFor();
    assert.equal(await pane.getByRole('button', { name: 'Initialize Repository' }).count(), 0);
  });

  it('is told that Git is missing by Show Forecast', async () => {
    await openActivity(editor.page, 'Kubestack');
    await editor.page.locator('.pane-body .monaco-list-row').first().waitFor();
    await runEditorCommand(editor.page, 'Kubestack: Show Forecast');
    await notification(editor.page, "Git isn't installed, or VS Code doesn't find it.");
    await runEditorCommand(editor.page, 'Notifications: Clear All Notifications');
  });

  for (const command of [
    'Promote…',
    'Create Pull Request…',
    'Show Status of Environments',
    'Show History…',
    'What Changed Here?',
  ])
    it(`is told that Git is missing by ${command}`, async () => {
      await runEditorCommand(editor.page, `Kubestack: ${command}`);
      const message = await notification(editor.page, "Git isn't installed, or VS Code doesn't find it.");
      await message.getByRole('button', { name: 'Download Git' }).waitFor();
      await runEditorCommand(editor.page, 'Notifications: Clear All Notifications');
    });
});
