// Drift in VS Code: a real Terraform with a provider whose thing is changed by hand after the apply.
import * as assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { skipWithout } from '../../support/skipWithout';
import { driftedName, DriftingProvider } from '../../support/terraform/plan/driftingProvider';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import { openEditor } from '../../support/ui/openEditor';
import { webview } from '../../support/ui/webview';
import { savedText } from '../../support/ui/written';
import {
  closeEditors,
  collapsePane,
  confirm,
  expandPane,
  filterAndConfirm,
  leaveQuickInput,
  notification,
  openActivity,
  quickPick,
  runEditorCommand,
  takePicture,
} from '../../support/vscode/workbench';

const pictures = resolve(__dirname, '../../../out/pictures/drift');

describe('drift', function () {
  const home = new TemporaryFolder({});
  const program = home.at('terraform');
  let provider: DriftingProvider;

  before(function () {
    skipWithout(this, 'terraform');
  });

  const editor = openEditor({ workspace: 'multi-cloud', git: true, change: applyAndDrift });

  const pane = (title: string): Locator =>
    editor.page.locator('.pane').filter({
      has: editor.page.locator('.pane-header', {
        has: editor.page.locator('.title', { hasText: new RegExp(`^${title}$`) }),
      }),
    });
  const row = (text: string | RegExp, title = 'Plan'): Locator =>
    pane(title).locator('.monaco-list-row').filter({ hasText: text }).first();
  /** Shows the drift of ops, of which nothing is accepted; checks it first unless an earlier test has. */
  const showDrift = async (): Promise<void> => {
    rmSync(join(editor.folder, 'accepted.drift.hcl'), { force: true });
    await openActivity(editor.page, 'Kubestack');
    await editor.page.locator('.pane-body .monaco-list-row').filter({ hasText: 'apps-prod' }).first().waitFor();
    if (!(await row(/Drift Check/).isVisible())) {
      await runEditorCommand(editor.page, 'Kubestack: Check Drift…');
      await quickPick(editor.page, 'apps-prod').waitFor();
      await confirm(editor.page);
    }
    await row(/Drift Check.*2 changed/).waitFor();
  };

  /** Applies a platform whose thing somebody changes by hand, and commits it with deploy tags. */
  async function applyAndDrift(folder: string): Promise<void> {
    const git = (...parameters: string[]): void =>
      void execFileSync('git', ['-c', 'core.hooksPath=/dev/null', ...parameters], { cwd: folder, stdio: 'pipe' });
    const terraform = (...parameters: string[]): Promise<unknown> =>
      promisify(execFile)(program, parameters, {
        cwd: folder,
        env: { ...process.env, TF_WORKSPACE: 'ops', CHECKPOINT_DISABLE: '1' },
      });
    provider = await DriftingProvider.start();
    home.write('terraform', `#!/bin/sh\nexport TF_REATTACH_PROVIDERS='${provider.reattach}'\nexec terraform "$@"\n`);
    chmodSync(program, 0o755);
    // In a window with a server, VS Code takes the path of a program from the workspace or the server, not from the user's settings.
    mkdirSync(join(folder, '.vscode'));
    writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify({ 'kubestack.terraform.path': program }));
    const module = join(folder, 'vendor/terraform-kubestack/aws/cluster');
    appendFileSync(
      join(module, 'main.tf'),
      '\nterraform {\n  required_providers {\n    drifting = { source = "kubestack.test/test/drifting" }\n  }\n}\n\nresource "drifting_thing" "current" {\n  name = "as written"\n}\n',
    );
    await terraform('init', '-input=false');
    await terraform('apply', '-auto-approve', '-input=false');
    writeFileSync(join(folder, '.gitignore'), '.terraform*\n*.tfstate*\nterraform.tfstate.d/\n.user/\n');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.com');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Add a thing');
    const remote = join(dirname(folder), 'platform.git');
    git('init', '--quiet', '--bare', '--initial-branch=main', remote);
    git('remote', 'add', 'origin', remote);
    git('tag', '--annotate', '--message', 'Promote to apps', 'apps-deploy-2026-11-20-0');
    const cluster = join(folder, 'eks_gc0_eu-west-1_cluster.tf');
    writeFileSync(cluster, readFileSync(cluster, 'utf8').replace('max_size         = 9', 'max_size         = 17'));
    git('commit', '--quiet', '--all', '--message', 'More nodes');
    git('tag', '--annotate', '--message', 'Promote to apps', 'apps-deploy-2026-11-21-0');
    git('push', '--quiet', '--set-upstream', 'origin', 'main', '--tags');
    provider.name = driftedName;
  }

  after(async () => {
    await provider?.stop();
    home.delete();
  });

  it('is checked in several environments at once, and shown by cluster', async () => {
    await showDrift();
    await notification(editor.page, /Drift checked\. ops: 2 changed/);
    await row('drifting_thing.current').waitFor();
    await takePicture(editor.page, join(pictures, 'drift-check.png'));
    await runEditorCommand(editor.page, 'Kubestack: Check Drift…');
    await quickPick(editor.page, 'no workspace yet').waitFor();
    await leaveQuickInput(editor.page);
  });

  it('opens both sides of a drifted resource', async () => {
    await showDrift();
    await row('drifting_thing.current').click();
    await editor.page.locator('.view-line', { hasText: driftedName }).first().waitFor();
    await editor.page.locator('.view-line', { hasText: 'as written' }).first().waitFor();
    await closeEditors(editor.page);
  });

  it('is accepted with a reason, and no longer counts', async () => {
    await showDrift();
    await row('drifting_thing.current').click();
    await runEditorCommand(editor.page, 'Kubestack: Accept Drift…');
    await filterAndConfirm(editor.page, 'eu-west-1');
    await quickPick(editor.page, 'name in ops').waitFor();
    await takePicture(editor.page, join(pictures, 'accept.png'));
    await confirm(editor.page);
    const input = editor.page.locator('.quick-input-widget:visible input[type=text]');
    await editor.page.locator('.quick-input-message', { hasText: 'Reason' }).waitFor();
    await input.fill('Renamed by the cloud');
    await confirm(editor.page);
    await editor.page.locator('.quick-input-message', { hasText: 'last day' }).waitFor();
    await confirm(editor.page);
    await editor.page.locator('.tab.active', { hasText: 'accepted.drift.hcl' }).waitFor();
    await row(/Drift Check.*1 changed.*1 accepted/).waitFor();
    await editor.page.locator('.tab.active:not(.dirty)', { hasText: 'accepted.drift.hcl' }).waitFor();
    const entry = /^drift "module\.eks_gc0_eu-west-1\..*drifting_thing\.current" \{\n {2}environments = \["ops"\]/;
    await savedText(editor.folder, 'accepted.drift.hcl', entry);
    await takePicture(editor.page, join(pictures, 'accepted.png'));
  });

  it('counts again when the entry is no longer valid, and the file says so', async () => {
    const file = join(editor.folder, 'accepted.drift.hcl');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/until +=.*/, 'until = "2020-01-31"'));
    await row(/Drift Check.*2 changed/).waitFor();
    await runEditorCommand(editor.page, 'View: Focus Problems');
    await editor.page.locator('.markers-panel', { hasText: 'Accepted until 2020-01-31' }).waitFor();
    const problems = editor.page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'accepted.drift.hcl' });
    assert.match(await problems.first().innerText(), /1\s*$/);
    await takePicture(editor.page, join(pictures, 'expired.png'));
  });

  it('is one of the three states: in the promotion view, on the board and as a document', async () => {
    await closeEditors(editor.page);
    await showDrift();
    await openActivity(editor.page, 'Source Control');
    await collapsePane(editor.page, 'Graph');
    await expandPane(editor.page, 'Promotion');
    await row(/ops.*2 drifted/, 'Promotion').waitFor();
    await editor.page.locator('.statusbar-item', { hasText: '2 drifted in ops' }).waitFor();
    await takePicture(editor.page, join(pictures, 'promotion-view.png'));
    await runEditorCommand(editor.page, 'Kubestack: Show Promotion Board');
    await webview(editor.page).locator('.drift.drifted', { hasText: '2 resources drifted' }).waitFor();
    await takePicture(editor.page, join(pictures, 'board.png'));
    await closeEditors(editor.page);
    await runEditorCommand(editor.page, 'Kubestack: Show Status of Environments');
    await webview(editor.page).locator('td', { hasText: '2 resources drifted' }).waitFor();
    for (const name of ['Promote…', 'Check Drift…'])
      await editor.page.locator('.editor-actions').getByRole('button', { name }).waitFor();
    await takePicture(editor.page, join(pictures, 'state.png'));
  });

  it('and what changed in a cluster lead to a rollback', async () => {
    await closeEditors(editor.page);
    await runEditorCommand(editor.page, 'Kubestack: What Changed Here?');
    await quickPick(editor.page, 'eks_gc0_eu-west-1').click();
    await quickPick(editor.page, 'apps: apps-deploy-2026-11-21-0').waitFor();
    await quickPick(editor.page, 'max_size').waitFor();
    await takePicture(editor.page, join(pictures, 'what-changed.png'));
    await quickPick(editor.page, 'apps: apps-deploy-2026-11-21-0').click();
    await quickPick(editor.page, 'Roll Back to Before This…').click();
    await quickPick(editor.page, 'Roll apps Back').waitFor();
    await takePicture(editor.page, join(pictures, 'roll-back.png'));
    await leaveQuickInput(editor.page);
  });

  it('has a history as a document and for spreadsheets', async () => {
    await closeEditors(editor.page);
    for (const format of ['Show as Document', 'Open as CSV']) {
      await runEditorCommand(editor.page, 'Kubestack: Show History…');
      await quickPick(editor.page, 'apps: apps-deploy-2026-11-20-0').waitFor();
      await editor.page.locator('.quick-input-widget:visible input[type=text]').fill('apps-deploy-2026-11-21');
      await quickPick(editor.page, 'apps: apps-deploy-2026-11-20-0').waitFor({ state: 'hidden' });
      await quickPick(editor.page, format).click();
      if (format === 'Open as CSV') {
        await editor.page.locator('.view-line', { hasText: 'apps-deploy-2026-11-21-0' }).first().waitFor();
        await runEditorCommand(editor.page, 'View: Revert and Close Editor');
        await editor.page.locator('.tab').first().waitFor({ state: 'hidden' });
      } else {
        const document = webview(editor.page);
        await document.locator('td', { hasText: 'apps-deploy-2026-11-21-0' }).waitFor();
        await document.locator('li', { hasText: 'default_node_pool.max_size' }).first().waitFor();
        await takePicture(editor.page, join(pictures, 'history.png'));
        await closeEditors(editor.page);
      }
    }
  });

  it('has a document of what changed between two times', async () => {
    await runEditorCommand(editor.page, 'Kubestack: Show Changes Between Two Times…');
    await quickPick(editor.page, 'apps').first().click();
    const input = editor.page.locator('.quick-input-widget:visible input[type=text]');
    await editor.page.locator('.quick-input-message', { hasText: 'From when (UTC)?' }).waitFor();
    await input.fill('yesterday');
    await editor.page.locator('.quick-input-message', { hasText: 'Enter a time like' }).waitFor();
    await input.fill('2020-01-01');
    await confirm(editor.page);
    await editor.page.locator('.quick-input-message', { hasText: 'Until when (UTC)?' }).waitFor();
    await confirm(editor.page);
    await webview(editor.page).locator('li', { hasText: 'apps-deploy-2026-11-21-0' }).waitFor();
    await takePicture(editor.page, join(pictures, 'between.png'));
  });
});
