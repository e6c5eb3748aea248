import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Locator } from 'playwright-core';
import {
  clickUntil,
  confirm,
  leaveQuickInput,
  notification,
  pressUntil,
  quickOpen,
  quickPick,
  repeatUntil,
  runEditorCommand,
  takePicture,
} from '../../../support/vscode/workbench';
import type { GitlabHost } from '../../../support/ui/gitlabHost';
import type { Editor } from '../../../support/ui/openEditor';
import { startOver } from '../../../support/ui/startOver';

const project = resolve(__dirname, '../../../..');
const cluster = 'eks_gc0_eu-west-1_cluster.tf';

/** Declares the tests of pull requests. @param host where they are created */
export function pullRequestTests(editor: Editor, host: () => GitlabHost): void {
  let remotes: string;

  const git = (...parameters: string[]): string =>
    execFileSync('git', parameters, { cwd: editor.folder, encoding: 'utf8', stdio: 'pipe' }).trim();
  const toast = (text: string | RegExp): Locator =>
    editor.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
  const shownMessage = (text: string): Promise<Locator> => notification(editor.page, text);
  const form = (): Locator => editor.page.locator('.tab', { hasText: 'Pull Request change-' });
  const input = (): Locator =>
    editor.page.locator(
      '.quick-input-widget:visible input[type=text], .quick-input-widget:visible input[type=password]',
    );
  const lens = (text: string | RegExp): Locator =>
    editor.page.locator('.codelens-decoration a').filter({ hasText: text }).first();
  const titled = (text: string): Locator =>
    editor.page.locator('.quick-input-widget:visible').filter({ hasText: text });

  /** Waits until VS Code has read the changed file. An inlay hint can follow the value. */
  const showsMaxSize = async (count: number): Promise<void> => {
    await quickOpen(editor.page, `${cluster}:39`);
    const line = editor.page.locator('.editor-group-container.active .view-line');
    await line.filter({ hasText: new RegExp(`max_size\\s+=\\s${count}(?!\\d)`) }).waitFor();
  };

  /** A fork as `origin`: its pages are on the Git host, and its objects in a folder. */
  function cloneOfFork(): void {
    const fork = join(remotes, 'fork.git');
    execFileSync('git', ['clone', '--quiet', '--bare', editor.folder, fork], { stdio: 'pipe' });
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.org');
    git('remote', 'add', 'origin', `${host().server.url}/ada/platform.git`);
    git('config', `url.${fork}.pushInsteadOf`, `${host().server.url}/ada/platform.git`);
    git('push', '--quiet', 'origin', 'main');
  }

  describe('creating a pull request', () => {
    before(async () => {
      await startOver(editor);
      remotes = mkdtempSync(join(tmpdir(), 'kubestack-remotes-'));
    });
    after(() => rmSync(remotes, { recursive: true, force: true }));

    it('refuses if there are no changes', async () => {
      cloneOfFork();
      await quickOpen(editor.page, cluster);
      // Commands are available once the extension is active.
      await lens('compare').waitFor();
      await runEditorCommand(editor.page, 'Kubestack: Create Pull Request…');
      await toast('Nothing to create a pull request from').waitFor();
      await runEditorCommand(editor.page, 'Notifications: Clear All Notifications');
    });

    it('asks for the kind of an unknown Git host first, and changes nothing without an answer', async () => {
      const path = join(editor.folder, cluster);
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, text.replace(/max_size( +)= 9/, 'max_size$1= 10'));
      const url = git('remote', 'get-url', 'origin');
      git('remote', 'set-url', 'origin', 'https://forge.example.org/ada/platform.git');
      await runEditorCommand(editor.page, 'Kubestack: Create Pull Request…');
      await editor.page
        .locator('.quick-input-widget:visible input[placeholder*="Git host that runs on forge.example.org"]')
        .waitFor();
      await leaveQuickInput(editor.page);
      await toast('The remote origin is on an unknown Git host').waitFor();
      assert.equal(git('branch', '--list'), '* main');
      assert.equal(git('rev-list', '--count', 'HEAD'), '1');
      await runEditorCommand(editor.page, 'Notifications: Clear All Notifications');
      git('remote', 'set-url', 'origin', url);
      writeFileSync(path, text);
    });

    it('creates a branch with the changed file, named after the change', async () => {
      const path = join(editor.folder, cluster);
      writeFileSync(path, readFileSync(path, 'utf8').replace(/max_size( +)= 9/, 'max_size$1= 12'));
      await showsMaxSize(12);
      await runEditorCommand(editor.page, 'Kubestack: Create Pull Request…');
      await titled('new branch').waitFor();
      assert.match(await input().inputValue(), /^change-.*max-size/);
      await confirm(editor.page);
      await titled('changes').waitFor();
      await quickPick(editor.page, cluster).waitFor();
      await confirm(editor.page);
      await titled('Commit message').waitFor();
      assert.match(await input().inputValue(), /^Change .*max_size of eks_gc0_eu-west-1/);
      await input().fill('Room for more nodes in apps');
      await confirm(editor.page);
      await editor.page.locator('.tab.active', { hasText: 'Pull Request change-' }).waitFor();
      assert.match(git('branch', '--show-current'), /^change-/);
      assert.equal(git('log', '-1', '--format=%s %an'), 'Room for more nodes in apps Ada');
      assert.equal(git('status', '--porcelain'), '');
    });

    it('shows the form: title, the change per environment, the checks', async () => {
      await lens('Create Pull Request').waitFor();
      await editor.page.locator('.view-line', { hasText: 'Room for more nodes in apps' }).first().waitFor();
      await editor.page.locator('.view-line', { hasText: 'Effective configuration' }).first().waitFor();
      await editor.page.locator('.view-line', { hasText: 'default_node_pool.max_size' }).first().waitFor();
      // Of the problems, only those that the change brings are listed.
      const problems = editor.page.locator('.view-line', {
        hasText: /^This\s+change\s+brings\s+no\s+problems\.\s+\d+\s+problems\s+existed\s+before/,
      });
      await editor.page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
      await pressUntil(editor.page, 'Control+End', problems.first());
      await takePicture(editor.page, join(project, 'out/pictures/pull-request.png'));
    });

    it('keeps the text if the Git host fails, and sends it at the next attempt, from the fork to its parent', async () => {
      await editor.page.keyboard.press('Control+End');
      await editor.page.keyboard.type('Ask Grace first.');
      await editor.page
        .locator('.view-line', { hasText: /Ask\s+Grace\s+first\.$/ })
        .first()
        .waitFor();
      host().server.happens(
        /^POST .*merge_requests$/,
        { status: 422, body: { message: 'Branch is locked' } },
        { status: 500, body: { message: 'Gitaly is down' } },
      );
      await clickUntil(lens('Create Pull Request'), titled('Sign in to 127.0.0.1'));
      await input().fill('glpat-wrong');
      await confirm(editor.page);
      await titled('does not accept this token').waitFor();
      await input().fill(host().token);
      await takePicture(editor.page, join(project, 'out/pictures/sign-in.png'));
      await confirm(editor.page);
      await host().server.asked(/^POST .*merge_requests$/);
      await shownMessage('Branch is locked. Your text is kept');
      // The message stays unanswered, but the form can still be submitted.
      // A lens that is drawn again loses the click. Another click has no effect while the form is being submitted.
      await repeatUntil(
        editor.page.locator('.notification-list-item', { hasText: 'Gitaly is down' }).first(),
        () => lens('Create Pull Request').click({ timeout: 5_000 }),
        30_000,
      );
      const failure = await shownMessage('Gitaly is down. Your text is kept');
      await failure.getByRole('button', { name: 'Try Again' }).click();
      await form().waitFor({ state: 'detached' });
      await shownMessage('Pull request #1 is open');
      await takePicture(editor.page, join(project, 'out/pictures/pull-request-open.png'));
      const { gitlab } = host();
      const [request] = gitlab.mergeRequests;
      assert.equal(gitlab.mergeRequests.length, 1);
      assert.deepEqual(
        [request?.source_project_id, request?.target_branch, request?.title],
        [2, 'main', 'Room for more nodes in apps'],
      );
      assert.match(request?.description ?? '', /default_node_pool\.max_size.*9.*12[^]*## Checks[^]*Ask Grace first\./);
      const branch = git('branch', '--show-current');
      assert.equal(
        git('ls-remote', join(remotes, 'fork.git'), `refs/heads/${branch}`).split('\t')[0],
        git('rev-parse', 'HEAD'),
      );
      assert.equal(await editor.page.locator('.tab', { hasText: 'Pull Request change-' }).count(), 0);
    });

    it('updates the open pull request instead of opening a second', async () => {
      await runEditorCommand(editor.page, 'Notifications: Clear All Notifications');
      const path = join(editor.folder, cluster);
      writeFileSync(path, readFileSync(path, 'utf8').replace(/max_size( +)= 12/, 'max_size$1= 15'));
      await showsMaxSize(15);
      await runEditorCommand(editor.page, 'Kubestack: Create Pull Request…');
      await quickPick(editor.page, cluster).waitFor();
      await confirm(editor.page);
      await titled('Commit message').waitFor();
      await confirm(editor.page);
      await lens('Update Pull Request #1').waitFor();
      await runEditorCommand(editor.page, 'Kubestack: Pull Request Options…');
      await quickPick(editor.page, 'Labels…').click();
      await quickPick(editor.page, 'needs plan').click();
      await confirm(editor.page);
      await lens('needs plan').waitFor();
      await runEditorCommand(editor.page, 'Kubestack: Pull Request Options…');
      await quickPick(editor.page, 'Reviewers…').click();
      await quickPick(editor.page, 'Grace').click();
      await confirm(editor.page);
      await lens('review by Grace').waitFor();
      await runEditorCommand(editor.page, 'Kubestack: Create Pull Request from Draft');
      await form().waitFor({ state: 'detached' });
      await shownMessage('Pull request #1 is up to date');
      const { gitlab } = host();
      assert.equal(gitlab.mergeRequests.length, 1);
      assert.deepEqual([gitlab.mergeRequests[0]?.labels, gitlab.mergeRequests[0]?.reviewers], [['needs plan'], [8]]);
      assert.match(gitlab.mergeRequests[0]?.description ?? '', /9.*15[^]*Ask Grace first\./);
    });

    it('keeps the token out of the log, files and pull request', async () => {
      const { gitlab, server, token } = host();
      await runEditorCommand(editor.page, 'Kubestack: Show Output');
      await editor.page.locator('.output-view .view-line, .panel .view-line', { hasText: 'git' }).first().waitFor();
      assert.doesNotMatch(await editor.page.locator('[id="workbench.parts.panel"]').innerText(), new RegExp(token));
      assert.doesNotMatch(
        JSON.stringify([gitlab.mergeRequests, server.requests.map(({ body, path }) => [body, path])]),
        new RegExp(token),
      );
      assert.doesNotMatch(git('config', '--list'), new RegExp(token));
      assert.throws(() => execFileSync('grep', ['-r', '-q', token, editor.folder]));
      assert.deepEqual(server.problems, []);
      await runEditorCommand(editor.page, 'View: Hide Panel');
    });

    it('signs out', async () => {
      await runEditorCommand(editor.page, 'Kubestack: Sign Out of Git Host…');
      await quickPick(editor.page, '127.0.0.1').click();
      await editor.page
        .locator('.notification-list-item')
        .filter({ hasText: 'Signed out of 127.0.0.1' })
        .first()
        .waitFor();
    });
  });
}
