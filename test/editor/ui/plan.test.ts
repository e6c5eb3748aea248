import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import { leaveQuickInput, openActivity, quickOpen, quickPick, runEditorCommand } from '../../support/vscode/workbench';
import { openEditor } from '../../support/ui/openEditor';

describe('planning in the editor', function () {
  const editor = openEditor({ workspace: 'multi-cloud' });
  const pane = (): Locator =>
    editor.page.locator('.pane').filter({
      has: editor.page.locator('.pane-header', { has: editor.page.locator('.title', { hasText: /^Plan$/ }) }),
    });
  const row = (text: string): Locator => pane().locator('.monaco-list-row').filter({ hasText: text }).first();
  const toast = (text: string | RegExp): Locator =>
    editor.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();

  it('offers in the view to plan, before there is any plan', async () => {
    await openActivity(editor.page, 'Kubestack');
    await editor.page.locator('.pane-body .monaco-list-row').filter({ hasText: 'apps-prod' }).first().waitFor();
    await pane().getByRole('button', { name: 'Plan…', exact: true }).waitFor();
    await pane().getByRole('button', { name: 'Plan All Environments' }).waitFor();
  });

  it('says what is missing and offers it: the initialization, then the workspace, then there is a plan', async () => {
    await runEditorCommand(editor.page, 'Kubestack: Plan ops');
    await toast('Run Init and Plan').getByRole('button', { name: 'Run Init and Plan' }).click();
    await row('Create Workspace ops and Plan').click();
    await row('15 to add').waitFor();
    await row('eks_gc0_eu-west-1').waitFor();
  });

  it('opens a change in the diff editor with the keyboard', async () => {
    await row('terraform_data.cluster').click();
    await editor.page.locator('.tab.active', { hasText: 'module.eks_gc0_eu-west-1.terraform_data.cluster' }).waitFor();
    await editor.page.locator('.monaco-diff-editor .view-line', { hasText: 'known after apply' }).first().waitFor();
  });

  it('asks for the environment in promotion order, with how the last plan of each ended', async () => {
    await runEditorCommand(editor.page, 'Kubestack: Plan…');
    await quickPick(editor.page, '15 to add').waitFor();
    const rows = await editor.page.locator('.quick-input-list .monaco-list-row').allInnerTexts();
    assert.match(rows.join('\n'), /^ops[\s\S]*15 to add[\s\S]*apps[\s\S]*not planned yet[\s\S]*apps-prod/);
    await leaveQuickInput(editor.page);
  });

  it('types the command into a terminal, and does not run it', async () => {
    await runEditorCommand(editor.page, 'Kubestack: Run Plan in Terminal…');
    await quickPick(editor.page, 'ops').click();
    const terminal = editor.page.locator('.terminal-wrapper.active .xterm-accessibility, .terminal-wrapper.active');
    await terminal.first().waitFor();
    await editor.page
      .locator('.tabs-list, .single-terminal-tab, .terminal-tabs-entry', { hasText: 'Plan ops' })
      .first()
      .waitFor();
  });
});

describe('planning in a workspace that is not trusted', function () {
  const programs = new TemporaryFolder();
  const log = programs.at('log');
  /** First arguments of each terraform that was run. */
  const commands = (): string[] => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);
  const elsewhere = `PATH=$(echo "$PATH" | sed 's|${programs.path}:||g')`;
  programs.write('terraform', `#!/bin/sh\necho "$1" >> '${log}'\n${elsewhere}\nexec terraform "$@"\n`);
  chmodSync(programs.at('terraform'), 0o755);
  const editor = openEditor({
    workspace: 'multi-cloud',
    trust: true,
    settings: {
      'security.workspace.trust.startupPrompt': 'never',
      'kubestack.validateOnSave': true,
    },
    env: { PATH: `${programs.path}:${process.env.PATH ?? ''}` },
  });
  const toast = (text: string | RegExp): Locator =>
    editor.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();

  after(() => programs.delete());

  it('says in the view that nothing is run, and how to change that', async () => {
    await openActivity(editor.page, 'Kubestack');
    await editor.page.getByRole('button', { name: 'Manage Workspace Trust' }).first().waitFor();
    assert.equal(await editor.page.getByRole('button', { name: 'Plan All Environments' }).count(), 0);
  });

  it('runs nothing, whatever the workspace names as the program, until the workspace is trusted', async () => {
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
    await runEditorCommand(editor.page, 'Kubestack: Plan ops');
    await toast('starts no program in Restricted Mode').waitFor();
    assert.deepEqual(commands(), []);
    assert.equal(existsSync(marker), false);

    // What had been run for the save would be before this in the log.
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
