import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import {
  closeEditors,
  collapsePane,
  confirm,
  expandPane,
  filterAndConfirm,
  leaveQuickInput,
  openActivity,
  quickPick,
  notification,
  runEditorCommand,
  takePicture,
} from '../../../support/vscode/workbench';
import type { Editor } from '../../../support/ui/openEditor';
import { addTagPipelines, tagPipeline, tagPipelinePath } from '../../../support/ui/tagPipelines';

const pictures = resolve(__dirname, '../../../../out/pictures/promotion');

/** Declares the tests of promotions without a Git host. */
export function promotionTests(editor: Editor): void {
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
    // A preview that is still loading ignores keys.
    await editor.page.locator('.sidebar .composite.title').click();
    await runEditorCommand(editor.page, 'Kubestack: Promote…');
    await filterAndConfirm(editor.page, environment);
  };
  const cancel = (): Promise<void> => leaveQuickInput(editor.page);
  const dismiss = async (): Promise<void> => runEditorCommand(editor.page, 'Notifications: Clear All Notifications');
  const preview = (): FrameLocator => editor.page.frameLocator('iframe.webview').last().frameLocator('#active-frame');
  const tags = (): string[] => gitIn(remote(), 'tag', '--list').split('\n').filter(Boolean);

  describe('promoting in the editor', () => {
    before(() => {
      gitIn(dirname(editor.folder), 'init', '--quiet', '--bare', '--initial-branch=main', remote());
      git('config', 'user.name', 'Ada');
      git('config', 'user.email', 'ada@example.com');
      git('remote', 'add', 'origin', remote());
      git('push', '--quiet', '--set-upstream', 'origin', 'main');
    });

    it('stays quiet if nothing is promoted: no tags, and no pipeline that deploys them', async () => {
      await openActivity(editor.page, 'Source Control');
      await expandPane(editor.page, 'Promotion');
      await pane().getByText('Nothing is promoted here yet').waitFor();
      assert.equal(await editor.page.locator('.statusbar-item', { hasText: 'ops main' }).count(), 0);
      assert.equal(await pane().locator('.monaco-list-row').count(), 0);
      addTagPipelines(editor.folder);
      git('push', '--quiet', '--force', 'origin', 'main');
    });

    it('has a row for each environment in the Source Control view, and a summary in the status bar', async () => {
      await editor.page
        .locator('.statusbar-item', { hasText: 'ops main · 1 commit to promote to apps' })
        .locator('a')
        .click();
      // A list renders only the rows that fit.
      for (const name of ['Changes', 'Graph']) await collapsePane(editor.page, name);
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

    it('refuses apps-prod before apps, and offers apps', async () => {
      await promoteTo('apps-prod');
      await toast('has not been promoted to apps yet').getByRole('button', { name: 'Promote to apps First…' }).click();
      await quickPick(editor.page, 'Promote to apps Anyway').waitFor();
      await cancel();
    });

    it('refuses a tag that the pipeline applies to another environment, and offers to open the pipeline', async () => {
      const path = tagPipelinePath('apps');
      writeFileSync(join(editor.folder, path), tagPipeline('apps', 'apps-prod'));
      await promoteTo('apps');
      // The pipeline of the promoted commit counts, and that one is in order.
      await editor.page.locator('.quick-input-title:visible', { hasText: /^Promote [0-9a-f]{7} to apps: / }).waitFor();
      await cancel();
      commit('A wrong pipeline');
      git('push', '--quiet', 'origin', 'main');
      await promoteTo('apps');
      await toast('applies deploy tags of apps to apps-prod').getByRole('button', { name: 'Open Pipeline' }).click();
      await editor.page.locator('.tab.active', { hasText: 'deploy-apps.yaml' }).waitFor();
      assert.deepEqual(tags(), []);
      await closeEditors(editor.page);
      await dismiss();
      git('reset', '--quiet', '--hard', 'HEAD~1');
    });

    it('requires a reason for a tag that starts no pipeline of the commit, and names it in the preview', async () => {
      const path = tagPipelinePath('apps');
      writeFileSync(join(editor.folder, path), tagPipeline('live'));
      commit('No tag trigger');
      git('push', '--quiet', '--force', 'origin', 'main');
      // In the work tree, the pipeline is in order again.
      git('checkout', '--quiet', 'HEAD~1', '--', path);
      await promoteTo('apps');
      await quickPick(editor.page, 'Promote to apps Anyway').waitFor();
      const reason = 'runs for deploy tags of apps, so nothing would apply it';
      await quickPick(editor.page, reason).waitFor();
      await preview().getByText(reason).first().waitFor();
      await cancel();
      git('reset', '--quiet', '--hard', 'HEAD~1');
      git('push', '--quiet', '--force', 'origin', 'main');
    });

    it('has an icon in the title of the repository for the environment that commits wait for', async () => {
      const icon = (name: string): Locator =>
        editor.page.locator('.sidebar').getByRole('button', { name, exact: true });
      // VS Code shows the actions of an expanded view.
      await expandPane(editor.page, 'Changes');
      await icon('Promote to apps…').click();
      await editor.page
        .locator('.quick-input-title:visible', { hasText: /^Promote [0-9a-f]{7} to apps: 1 commit$/ })
        .waitFor();
      await takePicture(editor.page, join(pictures, 'icon.png'));
      assert.equal(await icon('Promote to apps-prod…').count(), 0);
      await cancel();
      await collapsePane(editor.page, 'Changes');
    });

    it('shows the preview, asks for a reason if the commit was merged just now, and tags the commit of main', async () => {
      await promoteTo('apps');
      const anyway = quickPick(editor.page, 'Promote to apps Anyway');
      await anyway.waitFor();
      await editor.page.locator('.tab', { hasText: 'Promotion of' }).first().waitFor();
      assert.deepEqual(tags(), []);
      // Enter alone does not promote, and the preview stays visible below the question.
      await editor.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Cancel' }).waitFor();
      await preview().getByRole('heading', { name: 'Commits' }).waitFor();
      const asked = await editor.page.locator('.quick-input-widget:visible').boundingBox();
      const commits = await preview().getByRole('heading', { name: 'Commits' }).boundingBox();
      assert.ok(asked && commits && asked.y + asked.height < commits.y, 'the question hides the preview');
      await takePicture(editor.page, join(pictures, 'question.png'));
      // That nobody can know the state of the pipeline is said once, and is no reason for an override.
      await quickPick(editor.page, 'supported Git host').waitFor();
      await quickPick(editor.page, 'A commit must stay in ops').waitFor();
      const asking = await editor.page.locator('.quick-input-list').innerText();
      assert.equal(asking.match(/supported Git host/g)?.length, 1);
      assert.equal(asking.match(/A commit must stay in ops/g)?.length, 1);
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
      const message = gitIn(remote(), 'cat-file', 'tag', tag);
      assert.match(message, /Kubestack-Passed: soak\nKubestack-Reason: Seen in the pipeline of the forge/);
      await notification(editor.page, 'The pipeline in .github/workflows/deploy-apps.yaml applies it to apps.');
    });

    it('continues with apps-prod', async () => {
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

    it('refuses unpushed commits and offers to push, and ignores uncommitted files', async () => {
      edit('max_size         = 9', 'max_size         = 12');
      commit('More room for apps');
      writeFileSync(join(editor.folder, 'later.tf'), '');
      await promoteTo('apps');
      await toast('Not pushed: 1 commit of main').getByRole('button', { name: 'Push' }).click();
      await quickPick(editor.page, 'Promote to apps Anyway').waitFor();
      await quickPick(editor.page, 'Not promoted, since it is not committed: later.tf').waitFor();
      await preview().getByText('default_node_pool.max_size').first().waitFor();
      await preview().getByText('More room for apps').first().waitFor();
      await cancel();
      rmSync(join(editor.folder, 'later.tf'));
      assert.equal(gitIn(remote(), 'rev-parse', 'main'), git('rev-parse', 'HEAD'));
      assert.equal(tags().length, 2);
    });

    it('shows waiting commits and their changes in the view', async () => {
      await row('1 change in 1 cluster').waitFor();
      await row('More room for apps').waitFor();
      await row('1 change in 1 cluster').click();
      const change = row('default_node_pool.max_size');
      await change.waitFor();
      await closeEditors(editor.page);
      await change.click();
      await editor.page.locator('.tab.active', { hasText: 'Changes Waiting for apps' }).waitFor();
      await closeEditors(editor.page);
    });

    it('refuses a branch that is not merged, and offers to switch to main', async () => {
      git('switch', '--quiet', '--create', 'feature/größe');
      edit('max_size         = 12', 'max_size         = 16');
      commit('Not reviewed');
      await promoteTo('apps');
      await toast('is not on main').getByRole('button', { name: 'Switch to main' }).click();
      await quickPick(editor.page, 'Promote to apps Anyway').waitFor();
      assert.equal(git('branch', '--show-current'), 'main');
      await cancel();
    });

    it('refuses while main is behind, and offers to pull', async () => {
      const other = join(dirname(editor.folder), 'colleague');
      gitIn(dirname(editor.folder), 'clone', '--quiet', remote(), other);
      gitIn(other, 'commit', '--quiet', '--allow-empty', '--message', 'Of a colleague');
      gitIn(other, 'push', '--quiet', 'origin', 'main');
      await promoteTo('apps');
      await toast('1 commit behind main').getByRole('button', { name: 'Pull' }).click();
      await quickPick(editor.page, 'Promote to apps Anyway').waitFor();
      await preview().getByText('Of a colleague').first().waitFor();
      assert.equal(git('log', '-1', '--format=%s'), 'Of a colleague');
      await cancel();
    });

    it('shows the remote’s message if it rejects the tag, and leaves no tag behind', async () => {
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

    it('reports an unresponsive remote', async () => {
      git('remote', 'set-url', 'origin', `${remote()}-gone`);
      await promoteTo('apps');
      await toast('The remote is not responding').getByRole('button', { name: 'Try Again' }).waitFor();
      git('remote', 'set-url', 'origin', remote());
      await toast('The remote is not responding').getByRole('button', { name: 'Try Again' }).click();
      await quickPick(editor.page, 'Promote to apps Anyway').waitFor();
      await cancel();
    });

    it('can be cancelled while it waits for the remote, and repeated', async () => {
      const stuck = join(dirname(editor.folder), 'stuck');
      writeFileSync(stuck, '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 });
      git('config', 'remote.origin.uploadpack', stuck);
      // VS Code shows progress a little longer than it lasts, and that of the previous promotion has the same name.
      await toast('Fetching from origin').waitFor({ state: 'hidden' });
      await promoteTo('apps');
      await toast('Fetching from origin').getByRole('button', { name: 'Cancel' }).click();
      await toast('Fetching from origin').waitFor({ state: 'hidden' });
      git('config', '--unset', 'remote.origin.uploadpack');
      await promoteTo('apps');
      await quickPick(editor.page, 'Promote to apps Anyway').waitFor();
      await cancel();
    });

    it('continues after an unanswered refusal', async () => {
      git('commit', '--quiet', '--allow-empty', '--message', 'Not pushed');
      await promoteTo('apps');
      await toast('Not pushed: 1 commit of main').waitFor();
      git('reset', '--quiet', '--hard', 'HEAD~1');
      await promoteTo('apps');
      await quickPick(editor.page, 'Promote to apps Anyway').waitFor();
      await cancel();
      await dismiss();
    });

    it('asks once more, with the names, before a node pool is lost', async () => {
      const pool = (amiType: string): string =>
        `resource "aws_eks_node_group" "extra" {\n  cluster_name = "extra"\n  ami_type     = "${amiType}"\n}\n`;
      const write = (amiType: string, subject: string): void => {
        writeFileSync(join(editor.folder, 'extra.tf'), pool(amiType));
        git('add', '.');
        commit(subject);
      };
      write('AL2_x86_64', 'A node pool');
      git('tag', '--annotate', '--message', 'x', 'apps-deploy-2098-01-01-0');
      write('AL2023_x86_64_STANDARD', 'Another image');
      git('push', '--quiet', 'origin', 'main', 'apps-deploy-2098-01-01-0');
      const before = tags();
      const question = editor.page
        .locator('.monaco-dialog-box')
        .filter({ hasText: 'The promotion replaces or destroys a cluster or node pool in apps. Promote anyway?' });
      const promote = async (): Promise<void> => {
        await promoteTo('apps');
        await preview().getByText('aws_eks_node_group.extra').first().waitFor();
        await quickPick(editor.page, 'Promote to apps Anyway').click();
        await question.getByText('Replaced: aws_eks_node_group.extra').waitFor();
      };
      await promote();
      await takePicture(editor.page, join(pictures, 'lostNodePool.png'));
      await question.getByRole('button', { name: 'Cancel' }).click();
      await question.waitFor({ state: 'detached' });
      assert.equal(await editor.page.locator('.quick-input-widget:visible').count(), 0);
      await promote();
      await question.getByRole('button', { name: 'Promote' }).click();
      await editor.page
        .locator('.quick-input-widget', { hasText: 'Reason for promoting anyway (recorded in the tag)' })
        .waitFor();
      await cancel();
      assert.deepEqual(tags(), before);
    });

    it('refuses a commit that lacks the environment, and offers to promote a later one before', async () => {
      for (const name of git('grep', '--name-only', 'apps-prod', '--', '*.tf').split('\n')) {
        const file = join(editor.folder, name);
        writeFileSync(file, readFileSync(file, 'utf8').replaceAll('apps-prod', 'live'));
      }
      commit('Without apps-prod');
      git('tag', '--annotate', '--message', 'x', 'apps-deploy-2099-01-01-0');
      const without = git('rev-parse', '--short=7', 'HEAD');
      git('revert', '--no-edit', 'HEAD');
      git('push', '--quiet', 'origin', 'main', 'apps-deploy-2099-01-01-0');
      const before = tags();
      await promoteTo('apps-prod');
      const refusal = toast(`apps-prod isn't in ${without}. Promote a commit with apps-prod to apps first.`);
      await refusal.getByRole('button', { name: 'Promote to apps First…' }).waitFor();
      await takePicture(editor.page, join(pictures, 'environmentMissing.png'));
      await refusal.getByRole('button', { name: 'Promote to apps First…' }).click();
      await quickPick(editor.page, 'Promote to apps Anyway').waitFor();
      await cancel();
      assert.deepEqual(tags(), before);
    });
  });
}
