import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { confirm, leaveQuickInput, openActivity, quickPick, runEditorCommand } from '../../support/vscode/workbench';
import { openEditor } from '../../support/ui/openEditor';

describe('promoting in the editor', function () {
  const editor = openEditor({ workspace: 'multi-cloud', git: true });
  const pane = (): Locator =>
    editor.page.locator('.pane').filter({
      has: editor.page.locator('.pane-header', { has: editor.page.locator('.title', { hasText: /^Promotion$/ }) }),
    });
  const row = (text: string | RegExp): Locator => pane().locator('.monaco-list-row').filter({ hasText: text }).first();
  const toast = (text: string | RegExp): Locator =>
    editor.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
  const remote = (): string => join(dirname(editor.folder), 'platform.git');
  const git = (...parameters: string[]): string => gitIn(editor.folder, ...parameters);
  const gitIn = (folder: string, ...parameters: string[]): string => {
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'core.hooksPath=/dev/null'];
    return execFileSync('git', [...identity, ...parameters], { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
  };
  const edit = (from: string, to: string): void => {
    const file = join(editor.folder, 'eks_gc0_eu-west-1_cluster.tf');
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
  };
  const commit = (subject: string): void => void git('commit', '--quiet', '--all', '--message', subject);
  const promoteTo = async (environment: string): Promise<void> => {
    // A preview that is still loading hears no keys.
    await editor.page.locator('.sidebar .composite.title').click();
    await runEditorCommand(editor.page, 'Kubestack: Promote…');
    await quickPick(editor.page, environment).waitFor();
    await editor.page.locator('.quick-input-widget:visible input[type=text]').fill(environment);
    await confirm(editor.page);
  };
  const cancel = (): Promise<void> => leaveQuickInput(editor.page);
  const dismiss = async (): Promise<void> => runEditorCommand(editor.page, 'Notifications: Clear All Notifications');
  const tags = (): string[] => gitIn(remote(), 'tag', '--list').split('\n').filter(Boolean);

  before(() => {
    gitIn(dirname(editor.folder), 'init', '--quiet', '--bare', '--initial-branch=main', remote());
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.com');
    git('remote', 'add', 'origin', remote());
    git('push', '--quiet', '--set-upstream', 'origin', 'main');
  });

  it('has a row for each environment in the source control view, and says in the status bar where the work stands', async () => {
    await editor.page
      .locator('.statusbar-item', { hasText: 'ops main · 1 commit to promote to apps' })
      .locator('a')
      .click();
    // A list shows the rows that there is room for.
    for (const name of ['Changes', 'Graph'])
      await editor.page.locator(`.pane-header[aria-expanded="true"][aria-label^="${name}"] .title`).click();
    await row('apps-prod').waitFor();
    const labels = await pane()
      .locator('.monaco-list-row[aria-level="1"]')
      .evaluateAll(rows => rows.map(found => found.getAttribute('aria-label') ?? ''));
    assert.deepEqual(
      labels.map(label => label.split(',')[0]),
      ['environment ops', 'environment apps', 'environment apps-prod'],
    );
    assert.match(labels[0] ?? '', /main [0-9a-f]{7} · /);
    await row('1 commit to promote').waitFor();
  });

  it('refuses apps-prod before apps, and leads to apps', async () => {
    await promoteTo('apps-prod');
    await toast('has not been promoted to apps yet').getByRole('button', { name: 'Promote to apps First…' }).click();
    await quickPick(editor.page, 'Promote to apps Anyway').waitFor();
    await cancel();
  });

  it('refuses a tag that the pipeline applies to another environment, and opens the pipeline', async () => {
    const workflows = join(editor.folder, '.github/workflows');
    mkdirSync(workflows, { recursive: true });
    writeFileSync(
      join(workflows, 'deploy.yaml'),
      `on: { push: { tags: ["apps-deploy-*"] } }
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - run: terraform workspace select apps-prod
      - run: terraform apply -auto-approve
`,
    );
    await promoteTo('apps');
    await toast('applies deploy tags of apps to apps-prod').getByRole('button', { name: 'Open Pipeline' }).click();
    await editor.page.locator('.tab.active', { hasText: 'deploy.yaml' }).waitFor();
    assert.deepEqual(tags(), []);
    await runEditorCommand(editor.page, 'View: Close All Editors');
    rmSync(join(editor.folder, '.github'), { recursive: true });
    await dismiss();
  });

  it('shows the preview, asks for a reason where the pipeline is not known, and puts the tag on the commit of main', async () => {
    await promoteTo('apps');
    const anyway = quickPick(editor.page, 'Promote to apps Anyway');
    await anyway.waitFor();
    await editor.page.locator('.tab', { hasText: 'Promotion of' }).first().waitFor();
    assert.deepEqual(tags(), []);
    await anyway.click();
    const reason = editor.page.locator('.quick-input-widget:visible input[type=text]');
    await editor.page
      .locator('.quick-input-widget', { hasText: 'Reason for promoting anyway (recorded in the tag)' })
      .waitFor();
    await reason.fill('Seen in the pipeline of the forge');
    await confirm(editor.page);
    await row(/apps-deploy-/).waitFor();
    const [tag = ''] = tags();
    assert.match(tag, /^apps-deploy-\d{4}-\d\d-\d\d-0$/);
    assert.equal(gitIn(remote(), 'rev-parse', `${tag}^{commit}`), gitIn(remote(), 'rev-parse', 'main'));
    assert.match(gitIn(remote(), 'cat-file', 'tag', tag), /Kubestack-Reason: Seen in the pipeline of the forge/);
  });

  it('goes on to apps-prod', async () => {
    await promoteTo('apps-prod');
    await quickPick(editor.page, 'Promote to apps-prod Anyway').click();
    await editor.page
      .locator('.quick-input-widget', { hasText: 'Reason for promoting anyway (recorded in the tag)' })
      .waitFor();
    await editor.page.locator('.quick-input-widget:visible input[type=text]').fill('Quiet since Monday');
    await confirm(editor.page);
    await row(/^apps-prod\s*apps-prod-deploy-/).waitFor();
    assert.equal(tags().length, 2);
    await dismiss();
  });

  it('has nothing more to promote', async () => {
    await promoteTo('apps');
    await toast('Nothing to promote: apps already runs').waitFor();
    await dismiss();
  });

  it('refuses what is not committed, and what is not pushed; Push is the way out', async () => {
    edit('max_size         = 9', 'max_size         = 12');
    await promoteTo('apps');
    await toast('Uncommitted changes: eks_gc0_eu-west-1_cluster.tf').waitFor();
    await dismiss();
    commit('More room for apps');
    await promoteTo('apps');
    await toast('Not pushed: 1 commit of main').getByRole('button', { name: 'Push' }).click();
    await quickPick(editor.page, 'Promote to apps Anyway').waitFor();
    const shown = await editor.page.locator('.quick-input-list').innerText();
    assert.match(shown, /default_node_pool\.max_size\s*9 → 12 · eks_gc0_eu-west-1/);
    assert.match(shown, /More room for apps/);
    await cancel();
    assert.equal(gitIn(remote(), 'rev-parse', 'main'), git('rev-parse', 'HEAD'));
    assert.equal(tags().length, 2);
  });

  it('shows what waits in the view, with what it changes', async () => {
    await row('1 change in 1 cluster').waitFor();
    await row('More room for apps').waitFor();
    await row('1 change in 1 cluster').click();
    await row('default_node_pool.max_size').waitFor();
  });

  it('refuses a branch that is not merged, and leads back to main', async () => {
    git('switch', '--quiet', '--create', 'feature/größe');
    edit('max_size         = 12', 'max_size         = 16');
    commit('Not reviewed');
    await promoteTo('apps');
    await toast('is not on main').getByRole('button', { name: 'Switch to main' }).click();
    await quickPick(editor.page, 'Promote to apps Anyway').waitFor();
    assert.equal(git('branch', '--show-current'), 'main');
    await cancel();
  });

  it('refuses while main is behind, and pulls', async () => {
    const other = join(dirname(editor.folder), 'colleague');
    gitIn(dirname(editor.folder), 'clone', '--quiet', remote(), other);
    gitIn(other, 'commit', '--quiet', '--allow-empty', '--message', 'Of a colleague');
    gitIn(other, 'push', '--quiet', 'origin', 'main');
    await promoteTo('apps');
    await toast('1 commit behind main').getByRole('button', { name: 'Pull' }).click();
    await quickPick(editor.page, 'Of a colleague').waitFor();
    assert.equal(git('log', '-1', '--format=%s'), 'Of a colleague');
    await cancel();
  });

  it('says what the remote said when it rejects the tag, and leaves none behind', async () => {
    const hook = join(remote(), 'hooks/update');
    writeFileSync(hook, '#!/bin/sh\necho "Tags are for the release team."\nexit 1\n', { mode: 0o755 });
    await promoteTo('apps');
    await quickPick(editor.page, 'Promote to apps Anyway').click();
    await editor.page
      .locator('.quick-input-widget', { hasText: 'Reason for promoting anyway (recorded in the tag)' })
      .waitFor();
    await editor.page.locator('.quick-input-widget:visible input[type=text]').fill('A try');
    await confirm(editor.page);
    await toast('Tags are for the release team.').waitFor();
    rmSync(hook);
    assert.equal(tags().length, 2);
    assert.equal(git('tag', '--list').split('\n').length, 2);
    await dismiss();
  });

  it('says when the remote does not answer', async () => {
    git('remote', 'set-url', 'origin', `${remote()}-gone`);
    await promoteTo('apps');
    await toast('The remote is not responding').getByRole('button', { name: 'Try Again' }).waitFor();
    git('remote', 'set-url', 'origin', remote());
    await toast('The remote is not responding').getByRole('button', { name: 'Try Again' }).click();
    await quickPick(editor.page, 'Promote to apps Anyway').waitFor();
    await cancel();
  });
});

describe('promoting where something never answers', function () {
  const editor = openEditor({ workspace: 'multi-cloud', git: true });
  const git = (...parameters: string[]): string =>
    execFileSync('git', parameters, { cwd: editor.folder, encoding: 'utf8', stdio: 'pipe' }).trim();
  const toast = (text: string): Locator =>
    editor.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();

  const promote = async (): Promise<void> => {
    await runEditorCommand(editor.page, 'Kubestack: Promote…');
    await quickPick(editor.page, 'commit to promote to apps').click();
  };

  it('can be cancelled while the remote is asked, and tried again', async () => {
    const remote = join(dirname(editor.folder), 'platform.git');
    const stuck = join(dirname(editor.folder), 'stuck');
    writeFileSync(stuck, '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 });
    git('init', '--quiet', '--bare', '--initial-branch=main', remote);
    git('remote', 'add', 'origin', remote);
    git('push', '--quiet', '--set-upstream', 'origin', 'main');
    git('config', 'remote.origin.uploadpack', stuck);
    await editor.page.locator('.statusbar-item', { hasText: '1 commit to promote to apps' }).waitFor();
    await promote();
    await toast('Fetching from origin').getByRole('button', { name: 'Cancel' }).click();
    await toast('Fetching from origin').waitFor({ state: 'hidden' });
    git('config', '--unset', 'remote.origin.uploadpack');
    await promote();
    await quickPick(editor.page, 'Promote to apps Anyway').waitFor();
    await leaveQuickInput(editor.page);
  });

  it('goes on after a refusal to which the person has said nothing', async () => {
    const file = join(editor.folder, 'locals.tf');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, `${text}\n`);
    await promote();
    await toast('Uncommitted changes: locals.tf').waitFor();
    writeFileSync(file, text);
    await promote();
    await quickPick(editor.page, 'Promote to apps Anyway').waitFor();
  });
});

describe('promotion in a workspace that is not trusted', function () {
  const editor = openEditor({
    workspace: 'multi-cloud',
    git: true,
    trust: true,
    settings: { 'security.workspace.trust.startupPrompt': 'never' },
  });

  it('runs no git, neither to promote nor to sign in, and says why', async () => {
    const marker = join(editor.folder, 'was-run');
    execFileSync('git', ['config', 'core.fsmonitor', `touch '${marker}';:`], { cwd: editor.folder });
    await openActivity(editor.page, 'Source Control');
    await editor.page
      .locator('.pane-header', { has: editor.page.locator('.title', { hasText: /^Promotion$/ }) })
      .click();
    await editor.page
      .locator('.pane', { hasText: 'Promotion runs Git' })
      .getByRole('button', { name: 'Manage Workspace Trust' })
      .first()
      .waitFor();
    execFileSync('git', ['remote', 'add', 'forge', 'https://gitlab.com/acme/platform.git'], { cwd: editor.folder });
    for (const command of ['Kubestack: Promote…', 'Kubestack: Sign In to Git Host…']) {
      await runEditorCommand(editor.page, command);
      const toast = editor.page
        .locator('.notifications-toasts .notification-list-item')
        .filter({ hasText: 'starts no program in Restricted Mode' })
        .first();
      await toast.waitFor();
      await runEditorCommand(editor.page, 'Notifications: Clear All Notifications');
      await toast.waitFor({ state: 'detached' });
      assert.throws(() => readFileSync(marker), command);
    }
  });
});
