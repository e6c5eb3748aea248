// A node pool is replaced in stages: from the hover to the removed node pool. Git is real, and so is the Git host's API.
import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Locator } from 'playwright-core';
import { pushToGitHost, startGitlab, type GitlabHost } from '../../support/ui/gitlabHost';
import { openEditor } from '../../support/ui/openEditor';
import { THEMES, waitForTheme } from '../../support/ui/webview';
import { answerQuestion, asked } from '../../support/ui/wizard';
import { savedText } from '../../support/ui/written';
import {
  closeEditors,
  confirm,
  filterAndConfirm,
  hoverOver,
  notification,
  openActivity,
  quickOpen,
  quickPick,
  reloadWindow,
  repeatUntil,
  runEditorCommand,
  takePicture,
} from '../../support/vscode/workbench';

const pictures = resolve(__dirname, '../../../out/pictures/replace-step-by-step');
const POOL = 'eks_gc0_eu-west-1_node_pool_batch';
/** The module of the sample is a stand-in without cloud resources. */
const NODE_GROUP = `
resource "aws_eks_node_group" "nodes" {
  cluster_name    = var.cluster_metadata["name"]
  node_group_name = local.cfg.name
  node_role_arn   = "arn:aws:iam::123456789012:role/nodes"
  subnet_ids      = ["subnet-1"]
  disk_size       = local.cfg.disk_size

  scaling_config {
    desired_size = 1
    max_size     = local.cfg.max_size
    min_size     = local.cfg.min_size
  }
}
`;
const TITLE = /Replace \S*batch.*of 3/;

describe('replacing a node pool step by step', function () {
  const settings: Record<string, unknown> = { 'kubestack.promotion.soakMinutes': 0 };
  let host: GitlabHost;
  let remotes: string;

  before(async () => {
    host = await startGitlab();
    // The remote by SSH has no port.
    settings['kubestack.forges'] = { '127.0.0.1': { kind: 'gitlab', url: host.server.url } };
    remotes = mkdtempSync(join(tmpdir(), 'kubestack-remotes-'));
  });

  const withNodeGroup = (folder: string): void => {
    appendFileSync(join(folder, 'vendor/terraform-kubestack/aws/cluster/node-pool/main.tf'), NODE_GROUP);
    execFileSync('git', ['add', 'vendor'], { cwd: folder, stdio: 'pipe' });
  };
  const editor = openEditor({ workspace: 'multi-cloud', git: true, settings, change: withNodeGroup });

  after(async () => {
    rmSync(remotes, { recursive: true, force: true });
    await host.server.stop();
  });

  const git = (...parameters: string[]): string =>
    execFileSync('git', parameters, { cwd: editor.folder, encoding: 'utf8', stdio: 'pipe' });
  const pane = (): Locator =>
    editor.page.locator('.pane').filter({
      has: editor.page.locator('.pane-header', { has: editor.page.locator('.title', { hasText: /^Next Steps$/ }) }),
    });
  const row = (text: string | RegExp): Locator => pane().locator('.monaco-list-row').filter({ hasText: text }).first();
  const input = (): Locator =>
    editor.page.locator('.quick-input-widget:visible').locator('input[type=text], input[type=password]');
  const dialog = (): Locator => editor.page.locator('.monaco-dialog-box');
  const toast = (text: string | RegExp): Locator =>
    editor.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
  const clear = (): Promise<void> => runEditorCommand(editor.page, 'Notifications: Clear All Notifications');
  /** Runs the action in the row of the replacement. @param shown what it leads to */
  const continueUntil = (shown: Locator): Promise<void> =>
    repeatUntil(shown, async () => {
      await row(TITLE).hover();
      // Rows move while the tree is redrawn.
      await row(TITLE).getByRole('button', { name: 'Replace Step by Step…' }).click({ timeout: 3_000 });
    });
  const applyAndSave = async (): Promise<void> => {
    await asked(editor.page, 'review them first');
    await confirm(editor.page);
    await notification(editor.page, /files? changed|Next/);
    await runEditorCommand(editor.page, 'File: Save All Files');
  };
  const merge = (subject: string): void => {
    git('add', '--all', ':/', ':!.vscode');
    git('commit', '--quiet', '--message', subject);
    git('push', '--quiet', 'origin', 'main');
  };
  const pipelineOf = (ref: string, status: string): void => {
    const others = host.gitlab.pipelines.filter(each => each.ref !== ref);
    const id = 1 + Math.max(0, ...host.gitlab.pipelines.map(each => each.id));
    const updated_at = new Date(Date.now() - 60_000).toISOString();
    host.gitlab.pipelines = [...others, { id, ref, status, updated_at }];
  };
  const tagOf = (environment: string): string =>
    git('tag', '--list', '--sort=-version:refname', `${environment}-deploy-*`).split('\n')[0] ?? '';
  /** A colleague promotes main to an environment, and the pipeline ends. */
  const promoteTo = (environment: string, status = 'success'): void => {
    const before = tagOf(environment) || `${environment}-deploy-2026-11-01-0`;
    const tag = before.replace(/\d+$/, counter => String(Number(counter) + 1));
    git('tag', '--annotate', '--message', `Promote to ${environment}`, tag);
    git('push', '--quiet', 'origin', `refs/tags/${tag}`);
    pipelineOf(tag, status);
  };
  const promoteAll = (status = 'success'): void => {
    promoteTo('apps');
    promoteTo('apps-prod', status);
  };
  const signIn = async (): Promise<void> => {
    await runEditorCommand(editor.page, 'Kubestack: Sign In to Git Host…');
    await editor.page.locator('.quick-input-widget:visible').filter({ hasText: 'Sign in to 127.0.0.1' }).waitFor();
    await input().fill(host.token);
    await confirm(editor.page);
    await notification(editor.page, 'Signed in to 127.0.0.1');
    await clear();
  };
  const refresh = (): Promise<void> => runEditorCommand(editor.page, 'Kubestack: Refresh Promotions');

  before(async () => {
    pushToGitHost(editor.folder, remotes);
    promoteAll();
    pipelineOf('main', 'success');
    await openActivity(editor.page, 'Kubestack');
    await editor.page.locator('.monaco-list-row[aria-label^="environment apps-prod"]').waitFor({ timeout: 120_000 });
    await editor.page.locator('.statusbar-item', { hasText: 'ops main' }).waitFor({ timeout: 120_000 });
    await signIn();
  });

  it('adds a node pool with the new value, from the hover of the attribute', async () => {
    const { page, folder } = editor;
    await quickOpen(page, `${POOL}.tf`);
    const hover = page.locator('.monaco-resizable-hover:visible, .monaco-editor-hover:visible').first();
    // A hover disappears when the lines below it are drawn again.
    await repeatUntil(page.locator('.quick-input-widget:visible', { hasText: 'New value of disk_size' }), async () => {
      await hoverOver(page, 'disk_size', /A change in apps-prod replaces the node pool/);
      await takePicture(page, join(pictures, 'hover.png'));
      await hover.getByText('Replace Step by Step…').click({ timeout: 5_000 });
    });
    await answerQuestion(page, 'New value of disk_size', '300');
    await applyAndSave();
    await savedText(folder, `${POOL}2.tf`, /kubestack:replaces[^]*disk_size +=\s300/);
    await row(TITLE).waitFor();
    await row(/0 of 3/).waitFor();
  });

  it('shows its stages in the section Next Steps, in every theme', async () => {
    const { page, folder } = editor;
    await row(/1\. Add \S*batch2/).waitFor();
    await row(/3\. Remove \S*batch.*waits for stage 2/).waitFor();
    await clear();
    for (const [name, theme] of Object.entries(THEMES)) {
      mkdirSync(join(folder, '.vscode'), { recursive: true });
      writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
      await waitForTheme(page, name as keyof typeof THEMES);
      await takePicture(page, join(pictures, `${name}.png`));
    }
    await page.setViewportSize({ width: 720, height: 900 });
    await takePicture(page, join(pictures, 'narrow.png'));
    await page.setViewportSize({ width: 1400, height: 900 });
  });

  it('refuses the next stage until this one is merged, and until it is promoted', async () => {
    const { page } = editor;
    await continueUntil(toast("Stage 1 isn't merged yet."));
    await clear();
    merge('Add the new node pool');
    await continueUntil(toast('apps and apps-prod wait for stage 1'));
    await takePicture(page, join(pictures, 'refused.png'));
  });

  it('promotes the stage from the refusal', async () => {
    const { page } = editor;
    await toast('apps and apps-prod wait for stage 1').getByRole('button', { name: 'Promote to apps…' }).click();
    for (const environment of ['apps', 'apps-prod']) {
      if (environment === 'apps-prod') {
        await runEditorCommand(page, 'Kubestack: Promote…');
        await filterAndConfirm(page, environment);
      }
      await page.locator('.quick-input-title:visible', { hasText: `to ${environment}: 1 commit` }).waitFor();
      await confirm(page);
      await page.locator('.statusbar-item', { hasText: `Pipeline of ${environment}-deploy-` }).waitFor();
      const tag = tagOf(environment);
      pipelineOf(tag, 'success');
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      await notification(page, `The pipeline of ${tag} succeeded in ${environment}.`);
      await clear();
    }
    await row(/1 of 3/).waitFor();
    await closeEditors(page);
  });

  it('continues after a reload of the window', async () => {
    const { page, folder } = editor;
    await reloadWindow(page);
    await openActivity(page, 'Kubestack');
    // In a new window, everything is read again from the code and the tags.
    await row(/1 of 3/).waitFor({ timeout: 120_000 });
    await continueUntil(page.locator('.quick-input-widget:visible', { hasText: 'Review First' }));
    await applyAndSave();
    await savedText(folder, `${POOL}.tf`, /kubestack-replaced/);
    // A browser does not store secrets.
    await signIn();
  });

  it('refuses the next stage after a failed apply', async () => {
    merge('Keep new pods off the old nodes');
    promoteAll('failed');
    await refresh();
    await continueUntil(toast('The pipeline failed to apply stage 2 to apps-prod.'));
    await takePicture(editor.page, join(pictures, 'failed.png'));
    await clear();
    pipelineOf(tagOf('apps-prod'), 'success');
    await refresh();
    await row(/2 of 3/).waitFor();
  });

  it('refuses the next stage after somebody undid the last one, until it is restored', async () => {
    const { page, folder } = editor;
    const tainted = readFileSync(join(folder, `${POOL}.tf`));
    git('revert', '--no-edit', 'HEAD');
    git('push', '--quiet', 'origin', 'main');
    await continueUntil(toast("apps has stage 2, which the code doesn't have anymore."));
    await takePicture(page, join(pictures, 'undone.png'));
    await clear();
    writeFileSync(join(folder, `${POOL}.tf`), tainted);
    merge('Keep new pods off the old nodes again');
    await row(/2 of 3/).waitFor();
  });

  it('asks whether the pods have moved, and removes the old node pool', async () => {
    const { page, folder } = editor;
    await continueUntil(dialog().getByText('Have the pods moved?'));
    await takePicture(page, join(pictures, 'moved.png'));
    await dialog().getByRole('button', { name: 'They Have Moved' }).click();
    await applyAndSave();
    await savedText(folder, `${POOL}2.tf`, /^(?![^]*kubestack:replaces)/);
    assert.ok(!existsSync(join(folder, `${POOL}.tf`)));
    await row(/isn't merged yet/).waitFor();
    merge('Remove the old node pool');
    promoteAll();
    await refresh();
    // The titles of lists have the same words.
    await row(/3\. Remove \S*batch/).waitFor({ state: 'detached' });
  });

  it('begins from a forecast of a change that is written already', async () => {
    const { page, folder } = editor;
    const file = join(folder, `${POOL}2.tf`);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/disk_size( +)= 300/, 'disk_size$1= 400'));
    await clear();
    await quickOpen(page, `${POOL}2.tf`);
    await page.locator('.editor-group-container.active .view-line', { hasText: '400' }).first().waitFor();
    await runEditorCommand(page, 'Kubestack: Show Forecast');
    await answerQuestion(page, 'Changes since which revision?', 'HEAD');
    const offer = await notification(page, 'makes such a change in stages');
    await takePicture(page, join(pictures, 'forecast.png'));
    await offer.getByRole('button', { name: `Replace ${POOL}2 Step by Step…` }).click();
    await applyAndSave();
    await savedText(folder, `${POOL}3.tf`, /disk_size +=\s400/);
    await savedText(folder, `${POOL}2.tf`, /disk_size +=\s300/);
  });

  it('offers the stages in the question of a promotion that would replace the node pool', async () => {
    const { page, folder } = editor;
    const file = join(folder, `${POOL}2.tf`);
    await closeEditors(page);
    rmSync(join(folder, `${POOL}3.tf`));
    git('checkout', '--quiet', '--', ':/');
    // What is being replaced isn't offered again.
    await pane().locator('.monaco-list-row[aria-label^="Replace batch"]').waitFor({ state: 'detached' });
    writeFileSync(file, readFileSync(file, 'utf8').replace(/disk_size( +)= 300/, 'disk_size$1= 400'));
    merge('Enlarge the disks');
    promoteTo('apps');
    await refresh();
    const tag = tagOf('apps-prod');
    await runEditorCommand(page, 'Kubestack: Promote…');
    await filterAndConfirm(page, 'apps-prod');
    await page.locator('.quick-input-title:visible', { hasText: 'to apps-prod: 1 commit' }).waitFor();
    await quickPick(page, `Replace ${POOL}2 Step by Step…`).waitFor();
    await takePicture(page, join(pictures, 'promotion.png'));
    await confirm(page);
    await dialog().getByText('The promotion replaces or destroys a cluster or node pool in apps-prod.').waitFor();
    await takePicture(page, join(pictures, 'promotion-question.png'));
    await dialog()
      .getByRole('button', { name: `Replace ${POOL}2 Step by Step…` })
      .click();
    await applyAndSave();
    await savedText(folder, `${POOL}3.tf`, /disk_size +=\s400/);
    await savedText(folder, `${POOL}2.tf`, /disk_size +=\s300/);
    assert.equal(tagOf('apps-prod'), tag);
  });
});
