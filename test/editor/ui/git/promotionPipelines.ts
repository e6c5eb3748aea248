import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import {
  chooseFromContextMenu,
  closeEditors,
  collapsePane,
  confirm,
  filterAndConfirm,
  leaveQuickInput,
  notification,
  quickPick,
  reloadWindow,
  repeatUntil,
  runEditorCommand,
} from '../../../support/vscode/workbench';
import { pushToGitHost, type GitlabHost } from '../../../support/ui/gitlabHost';
import type { Editor } from '../../../support/ui/openEditor';
import { startOver } from '../../../support/ui/startOver';

const cluster = 'eks_gc0_eu-west-1_cluster.tf';
const ofPipelines = /^GET .*\/pipelines$/;

/** Declares the tests of promotions with pipelines. @param host where they run */
export function promotionPipelineTests(editor: Editor, host: () => GitlabHost): void {
  let remotes: string;

  const run = (cwd: string, ...parameters: string[]): string =>
    execFileSync('git', parameters, { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();
  const git = (...parameters: string[]): string => run(editor.folder, ...parameters);
  const remote = (...parameters: string[]): string => run(join(remotes, 'acme/platform.git'), ...parameters);
  const pane = (): Locator =>
    editor.page.locator('.pane').filter({
      has: editor.page.locator('.pane-header', { has: editor.page.locator('.title', { hasText: /^Promotion$/ }) }),
    });
  const rows = (): Locator => pane().locator('.monaco-list-row');
  const row = (text: string | RegExp): Locator => rows().filter({ hasText: text }).first();
  /** The row of an environment. */
  const stage = (environment: string): Locator =>
    pane().locator(`.monaco-list-row[aria-level="1"][aria-label^="environment ${environment},"]`);
  const promoted = async (environment: string, counter: number): Promise<void> =>
    stage(environment)
      .filter({ hasText: new RegExp(`${environment}-deploy-\\d{4}-\\d\\d-\\d\\d-${counter}\\b`) })
      .waitFor();
  /** Reads the list of notifications, since VS Code may hide a toast that appears while something else closes. */
  const shownMessage = async (text: string): Promise<Locator> => {
    // Otherwise the palette would be closed together with the previous answer.
    await editor.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    return notification(editor.page, text);
  };
  const dismiss = async (): Promise<void> => runEditorCommand(editor.page, 'Notifications: Clear All Notifications');
  const input = (): Locator =>
    editor.page.locator(
      '.quick-input-widget:visible input[type=text], .quick-input-widget:visible input[type=password]',
    );
  const titled = (text: string): Locator =>
    editor.page.locator('.quick-input-widget:visible').filter({ hasText: text });
  const preview = (): FrameLocator => editor.page.frameLocator('iframe.webview').last().frameLocator('#active-frame');
  const promoteTo = async (environment: string): Promise<void> => {
    // A preview that is still loading ignores keys.
    await editor.page.locator('.sidebar .composite.title').click();
    await runEditorCommand(editor.page, 'Kubestack: Promote…');
    await filterAndConfirm(editor.page, environment);
  };
  const cancel = (): Promise<void> => leaveQuickInput(editor.page);
  const signIn = async (): Promise<void> => {
    await runEditorCommand(editor.page, 'Kubestack: Sign In to Git Host…');
    await titled('Sign in to 127.0.0.1').waitFor();
    await input().fill(host().token);
    await confirm(editor.page);
    await shownMessage('Signed in to 127.0.0.1');
    await dismiss();
  };
  /** Continues if nothing prevents the promotion. Waits for the question first, since a click in a growing list can hit another row. */
  const agree = async (environment: string): Promise<void> => {
    const title = editor.page.locator('.quick-input-title:visible');
    await title.filter({ hasText: new RegExp(`^Promote [0-9a-f]{7} to ${environment}: \\d+ commits?$`) }).waitFor();
    await confirm(editor.page);
  };
  const giveReason = async (prompt: string, reason: string): Promise<void> => {
    await titled(prompt).waitFor();
    await input().fill(reason);
    await confirm(editor.page);
  };
  /** Newest first. */
  const tagsOf = (environment: string): string[] =>
    remote('tag', '--list', '--sort=-version:refname', `${environment}-deploy-*`).split('\n').filter(Boolean);
  const anHourAndMoreAgo = new Date(Date.now() - 2 * 60 * 60_000).toISOString();
  /** The main branch's pipelines have ended long enough ago to promote. */
  const pipelineOfMain = (id: number, status: string): void => {
    const { gitlab } = host();
    gitlab.pipelines = [
      ...gitlab.pipelines.filter(({ ref }) => ref !== 'main'),
      { id, ref: 'main', status, updated_at: anHourAndMoreAgo },
    ];
  };
  const pipelineOfTag = (id: number, ref: string, status: string): void => {
    const { gitlab } = host();
    gitlab.pipelines = [...gitlab.pipelines.filter(each => each.ref !== ref), { id, ref, status }];
  };
  /** The URL of the page that an action opens in the browser, as requested by the browser. */
  const opened = async (act: () => Promise<void>): Promise<string> => {
    const context = editor.page.context();
    const address = new Promise<string>(resolve => {
      void context.route(/\/-\/pipelines\//, async route => {
        resolve(route.request().url());
        await route.fulfill({ body: 'The run' });
      });
    });
    const [popup] = await Promise.all([editor.page.waitForEvent('popup'), act()]);
    const found = await address;
    await popup.close();
    return found;
  };
  /** A run without a result is watched as long as a pipeline can take, so it is queried at least twice. */
  const watched = async (tag: string): Promise<void> => {
    const { server } = host();
    const before = server.requests.length;
    const asksForIt = (): number =>
      server.requests.slice(before).filter(({ query }) => query.get('ref') === tag).length;
    while (asksForIt() < 2) await server.asked(ofPipelines, asked() + 1);
  };
  const asked = (): number => host().server.requests.filter(({ name }) => ofPipelines.test(name)).length;

  describe('promoting with the pipelines of a Git host', () => {
    before(async () => {
      await startOver(editor);
      remotes = mkdtempSync(join(tmpdir(), 'kubestack-remotes-'));
    });
    after(() => rmSync(remotes, { recursive: true, force: true }));

    it('says that you are not signed in, and shows pipelines after signing in', async () => {
      pushToGitHost(editor.folder, remotes);
      // Without a repository, VS Code's Git has no commands.
      await editor.page.locator('[id^="status.scm"]', { hasText: 'main' }).first().waitFor();
      // VS Code follows refs of the remotes that it knows.
      await runEditorCommand(editor.page, 'Git: Refresh');
      pipelineOfMain(1, 'running');
      await editor.page.locator('.statusbar-item', { hasText: '1 commit to promote to apps' }).locator('a').click();
      // A list renders only the rows that fit.
      for (const name of ['Changes', 'Graph']) await collapsePane(editor.page, name);
      await stage('apps-prod').waitFor();
      await promoteTo('apps');
      await quickPick(editor.page, "You're not signed in to 127.0.0.1").waitFor();
      await cancel();
      await signIn();
    });

    it('refuses while the pipeline runs or if it has failed, with a link to the run', async () => {
      await promoteTo('apps');
      const running = await shownMessage('is still running. Promote after it succeeds.');
      await running.getByRole('button', { name: 'Open Pipeline Run' }).waitFor();
      pipelineOfMain(2, 'failed');
      await running.getByRole('button', { name: 'Try Again' }).click();
      const failed = await shownMessage('failed in ops. Fix it with a new commit');
      const page = await opened(() => failed.getByRole('button', { name: 'Open Pipeline Run' }).click());
      assert.match(page, /\/acme\/platform\/-\/pipelines\/2$/);
      await row('pipeline failed').waitFor();
      assert.equal(remote('tag', '--list'), '');
      await dismiss();
    });

    it('promotes after a successful pipeline without a reason, watches the tag’s pipeline, and reports its result', async () => {
      pipelineOfMain(3, 'success');
      await promoteTo('apps');
      const confirm = quickPick(editor.page, 'Promote to apps');
      await confirm.waitFor();
      await quickPick(editor.page, 'succeeded').waitFor();
      const asking = await editor.page.locator('.quick-input-list').innerText();
      assert.doesNotMatch(asking, /Anyway/);
      await confirm.click();
      await promoted('apps', 0);
      const [tag = ''] = tagsOf('apps');
      assert.match(remote('cat-file', 'tag', tag), /Kubestack-Validated-By: http.*\/-\/pipelines\/3$/m);
      assert.doesNotMatch(remote('cat-file', 'tag', tag), /Kubestack-(?:Passed|Reason)/);
      await editor.page.locator('.statusbar-item', { hasText: `Pipeline of ${tag}` }).waitFor();
      pipelineOfTag(4, tag, 'running');
      await watched(tag);
      pipelineOfTag(4, tag, 'success');
      const end = await shownMessage(`The pipeline of ${tag} succeeded in apps.`);
      await end.getByRole('button', { name: 'Open Pipeline Run' }).waitFor();
      await dismiss();
    });

    it('requires a commit to stay in apps for some time, accepts a reason, and records it in the tag', async () => {
      await promoteTo('apps-prod');
      const confirm = quickPick(editor.page, 'Promote to apps-prod Anyway');
      await editor.page
        .locator('.quick-input-list .monaco-list-row')
        .filter({ hasText: /A commit must stay in apps for 60 minutes before it can be promoted: \d+ minutes left/ })
        .waitFor();
      await confirm.click();
      await giveReason('Reason for promoting anyway (recorded in the tag)', 'Certificates expire tonight');
      await promoted('apps-prod', 0);
      const [tag = ''] = tagsOf('apps-prod');
      const message = remote('cat-file', 'tag', tag);
      assert.match(message, /^Kubestack-Passed: soak$/m);
      assert.match(message, /^Kubestack-Reason: Certificates expire tonight$/m);
      pipelineOfTag(5, tag, 'failed');
      await shownMessage(`The pipeline of ${tag} failed`);
      await dismiss();
    });

    it('rolls apps back to an earlier promotion, says so in the preview, and shows that apps was rolled back', async () => {
      const file = join(editor.folder, cluster);
      writeFileSync(file, readFileSync(file, 'utf8').replace('max_size         = 9', 'max_size         = 12'));
      git('commit', '--quiet', '--all', '--message', 'More room for apps');
      git('push', '--quiet', 'origin', 'main');
      await promoteTo('apps');
      await agree('apps');
      await promoted('apps', 1);
      const [newer = '', older = ''] = tagsOf('apps');
      pipelineOfTag(6, newer, 'success');
      await shownMessage(`The pipeline of ${newer} succeeded`);
      await dismiss();

      const promotion = row(new RegExp(`^${older}`));
      await repeatUntil(promotion, async () => {
        // Already open items must not be closed. An environment for which nothing waits can be closed.
        const history = pane().locator('.monaco-list-row[aria-label^="History of apps,"]');
        for (const item of [stage('apps'), history]) {
          const closed = item.and(editor.page.locator('[aria-expanded="false"]'));
          if (await closed.isVisible()) await closed.locator('.monaco-tl-twistie').click({ timeout: 5_000 });
        }
      });
      const confirm = quickPick(editor.page, 'Roll apps Back');
      await chooseFromContextMenu(editor.page, promotion, 'Roll Back…', confirm);
      await preview().getByText('This is a rollback').waitFor();
      await preview().getByText('More room for apps').first().waitFor();
      await preview().getByText('max_size').first().waitFor();
      assert.equal(tagsOf('apps').length, 2);
      await confirm.click();
      await giveReason('Reason for the rollback (recorded in the tag)', 'Nodes do not come up');
      await stage('apps')
        .filter({ hasText: `rolled back from ${newer}` })
        .waitFor();
      const [tag = ''] = tagsOf('apps');
      const message = remote('cat-file', 'tag', tag);
      assert.ok(message.includes(`Kubestack-Rollback-From: ${newer}`), message);
      assert.match(message, /^Kubestack-Reason: Nodes do not come up$/m);
      assert.equal(remote('rev-parse', `${tag}^{commit}`), remote('rev-parse', `${older}^{commit}`));
      assert.equal(remote('rev-parse', 'main'), git('rev-parse', 'HEAD'));
      pipelineOfTag(7, tag, 'success');
      await shownMessage(`The pipeline of ${tag} succeeded`);
      await dismiss();
    });

    it('compares two promotions in the history', async () => {
      const [, newer = '', older = ''] = tagsOf('apps');
      const question = editor.page.locator(`.quick-input-widget:visible input[placeholder^="Compare ${newer} with"]`);
      await chooseFromContextMenu(editor.page, row(new RegExp(`^${newer}`)), 'Compare Promotions…', question);
      await quickPick(editor.page, older).click();
      await editor.page.locator('.tab.active', { hasText: `apps- ${older} → ${newer}` }).waitFor();
      await preview().getByText('default_node_pool.max_size').first().waitFor();
    });

    it('continues watching after the window is reloaded', async () => {
      await promoteTo('apps');
      await agree('apps');
      await promoted('apps', 3);
      const [tag = ''] = tagsOf('apps');
      pipelineOfTag(8, tag, 'running');
      await watched(tag);
      await reloadWindow(editor.page);
      await editor.page.locator('.statusbar-item', { hasText: `Pipeline of ${tag}` }).waitFor();
      // A browser does not store secrets.
      await signIn();
      pipelineOfTag(8, tag, 'success');
      await shownMessage(`The pipeline of ${tag} succeeded`);
    });

    it('leads from a failed apply to what changed the cluster, and back to the promotion before', async () => {
      const file = join(editor.folder, cluster);
      writeFileSync(file, readFileSync(file, 'utf8').replace('max_size         = 12', 'max_size         = 99'));
      git('commit', '--quiet', '--all', '--message', 'Too much room');
      git('push', '--quiet', 'origin', 'main');
      await promoteTo('apps');
      await agree('apps');
      await promoted('apps', 4);
      const [broken = '', before = ''] = tagsOf('apps');
      pipelineOfTag(9, broken, 'failed');
      await shownMessage(`The pipeline of ${broken} failed`);
      await dismiss();
      await stage('apps').filter({ hasText: 'apply failed' }).waitFor();
      await editor.page.locator('.statusbar-item', { hasText: 'apply to apps failed' }).waitFor();
      await runEditorCommand(editor.page, 'Kubestack: Show Platform Diagram');
      await preview()
        .locator('.environment.failed .fact', { hasText: /^apply failed · .* apps-de/ })
        .waitFor();
      await closeEditors(editor.page);

      await runEditorCommand(editor.page, 'Kubestack: What Changed Here?');
      await quickPick(editor.page, 'eks_gc0_eu-west-1').click();
      const change = quickPick(editor.page, `apps: ${broken}`);
      await change.filter({ hasText: /failed.*Ada.*Too much room/s }).waitFor();
      await change.filter({ hasText: 'default_node_pool.max_size: 12 → 99' }).click();
      await quickPick(editor.page, 'Roll Back to Before This…').filter({ hasText: before }).click();
      const confirmation = quickPick(editor.page, 'Roll apps Back');
      await confirmation.waitFor();
      await preview().getByText('This is a rollback').waitFor();
      await confirmation.click();
      await giveReason('Reason for the rollback (recorded in the tag)', 'The apply failed');
      await stage('apps')
        .filter({ hasText: `rolled back from ${broken}` })
        .waitFor();
      const [tag = ''] = tagsOf('apps');
      assert.equal(remote('rev-parse', `${tag}^{commit}`), remote('rev-parse', `${before}^{commit}`));
      pipelineOfTag(10, tag, 'success');
      await shownMessage(`The pipeline of ${tag} succeeded`);
      await dismiss();
    });

    it('has sent only requests that the Git host’s API description allows', () => {
      assert.deepEqual(host().server.problems, []);
    });
  });
}
