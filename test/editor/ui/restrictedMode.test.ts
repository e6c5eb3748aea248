import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import { openEditor } from '../../support/ui/openEditor';
import { expandPane, openActivity, quickOpen, repeatUntil, runEditorCommand } from '../../support/vscode/workbench';

describe('an untrusted workspace', function () {
  const programs = new TemporaryFolder();
  const log = programs.at('log');
  /** First arguments of all terraform commands that were run. */
  const commands = (): string[] => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);
  const elsewhere = `PATH=$(echo "$PATH" | sed 's|${programs.path}:||g')`;
  programs.write('terraform', `#!/bin/sh\necho "$1" >> '${log}'\n${elsewhere}\nexec terraform "$@"\n`);
  chmodSync(programs.at('terraform'), 0o755);
  const editor = openEditor({
    workspace: 'multi-cloud',
    git: true,
    trust: true,
    settings: {
      'security.workspace.trust.startupPrompt': 'never',
      'kubestack.validateOnSave': true,
    },
    env: { PATH: `${programs.path}:${process.env.PATH ?? ''}` },
  });
  const pane = (title: string): Locator =>
    editor.page.locator('.pane').filter({
      has: editor.page.locator('.pane-header .title').getByText(title, { exact: true }),
    });
  const toast = (text: string | RegExp): Locator =>
    editor.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
  const refused = (): Locator => toast('starts no program in Restricted Mode');
  /**
   * If a busy machine handles the key of the palette late, and a second time, the palette opens anew with the command that ran last, which then runs
   * instead.
   */
  const isRefused = (command: string): Promise<void> =>
    repeatUntil(refused(), () => runEditorCommand(editor.page, command));

  after(() => programs.delete());

  it('does not run git, neither to promote nor to sign in, and says why', async () => {
    const marker = join(editor.folder, 'git-was-run');
    const git = (...parameters: string[]): void => void execFileSync('git', parameters, { cwd: editor.folder });
    git('config', 'core.fsmonitor', `touch '${marker}';:`);
    await openActivity(editor.page, 'Source Control');
    await expandPane(editor.page, 'Promotion');
    await pane('Promotion')
      .filter({ hasText: 'Promotion runs Git' })
      .getByRole('button', { name: 'Manage Workspace Trust' })
      .first()
      .waitFor();
    git('remote', 'add', 'forge', 'https://gitlab.com/acme/platform.git');
    for (const command of [
      ...['Kubestack: Promote…', 'Kubestack: Sign In to Git Host…', 'Kubestack: Show Forecast'],
      ...['Kubestack: Show Status of Environments', 'Kubestack: Show History…', 'Kubestack: What Changed Here?'],
    ]) {
      await isRefused(command);
      // A command that was repeated can show its message once more.
      await repeatUntil(
        refused(),
        () => runEditorCommand(editor.page, 'Notifications: Clear All Notifications'),
        undefined,
        'hidden',
      );
      assert.equal(existsSync(marker), false, command);
    }
    git('config', '--unset', 'core.fsmonitor');
  });

  it('says in the Plan view that nothing runs, and how to trust the workspace', async () => {
    await openActivity(editor.page, 'Kubestack');
    await pane('Plan').getByRole('button', { name: 'Manage Workspace Trust' }).first().waitFor();
    assert.equal(await editor.page.getByRole('button', { name: 'Plan All Environments' }).count(), 0);
  });

  it('runs no Terraform, whatever program the workspace sets, until it is trusted', async () => {
    const marker = join(editor.folder, 'was-run');
    const program = join(editor.folder, 'program.sh');
    writeFileSync(program, `#!/bin/sh\ntouch '${marker}'\n`, { mode: 0o755 });
    mkdirSync(join(editor.folder, '.vscode'));
    const settings = join(editor.folder, '.vscode/settings.json');
    writeFileSync(settings, JSON.stringify({ 'kubestack.terraform.path': program }));
    execFileSync('terraform', ['init', '-input=false'], { cwd: editor.folder });
    await editor.page.locator('.pane-body .monaco-list-row').filter({ hasText: 'apps-prod' }).first().waitFor();
    await quickOpen(editor.page, 'locals.tf');
    await editor.page.keyboard.press('Enter');
    await editor.page.locator('.tab.active.dirty', { hasText: 'locals.tf' }).waitFor();
    await editor.page.keyboard.press('Control+S');
    await editor.page.locator('.tab.active:not(.dirty)', { hasText: 'locals.tf' }).waitFor();
    await isRefused('Kubestack: Plan ops');
    assert.deepEqual(commands(), []);
    assert.equal(existsSync(marker), false);

    // A command for the save would have been logged before this one.
    writeFileSync(settings, '{}');
    await runEditorCommand(editor.page, 'Workspaces: Manage Workspace Trust');
    await editor.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await editor.page.locator('.workspace-trust-editor', { hasText: 'You trust this' }).first().waitFor();
    await runEditorCommand(editor.page, 'Kubestack: Terraform Validate');
    await toast('The configuration is valid').waitFor();
    assert.deepEqual(
      commands().filter(command => command === 'validate'),
      ['validate'],
    );
    assert.equal(existsSync(marker), false);
  });
});
