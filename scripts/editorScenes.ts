/**
 * Scenes for pictures of the sample platform `multi-cloud`. Each scene opens something in VS Code's window by user gestures, and ends when it is
 * visible.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { createPlatformInEditor } from '../test/support/ui/topologies';
import { answerQuestions } from '../test/support/ui/wizard';
import {
  hoverOver,
  openActivity,
  openActivityUntil,
  quickOpen,
  quickPick,
  runEditorCommand,
} from '../test/support/vscode/workbench';

/** The file with the cluster of most scenes. */
export const CLUSTER = 'eks_gc0_eu-west-1_cluster.tf';

export async function attributeHover(page: Page): Promise<void> {
  await quickOpen(page, CLUSTER);
  await hoverOver(page, 'max_size         = 9', /apps-prod/);
}

export async function platformView(page: Page): Promise<void> {
  await openActivity(page, 'Kubestack');
  await page.locator('.pane-body .monaco-list-row').filter({ hasText: 'ops' }).first().waitFor();
}

/** With one expanded cluster. */
export async function unfoldedView(page: Page): Promise<void> {
  await platformView(page);
  const row = (text: string): Locator => page.locator('.pane-body .monaco-list-row').filter({ hasText: text }).first();
  await row('eks_gc0_eu-west-1').locator('.monaco-tl-twistie').click();
  await row('batch').waitFor();
  await page.mouse.move(900, 450);
}

export async function effectiveDocument(page: Page): Promise<void> {
  await runInCluster(page, 'Kubestack: Show Effective Configuration', ['ops']);
  await page.locator('.tab.active', { hasText: 'ops (' }).waitFor();
  await page.locator('.editor-group-container.active .view-line', { hasText: 'max_size' }).first().waitFor();
}

export async function comparison(page: Page): Promise<void> {
  await runInCluster(page, 'Kubestack: Compare Environments…', ['ops', 'apps-prod']);
  await page.locator('.monaco-diff-editor .view-line', { hasText: 'max_size' }).first().waitFor();
}

/** The forecast of a removed node pool and a larger one. */
export async function forecast(page: Page, folder: string): Promise<void> {
  await platformView(page);
  rmSync(join(folder, 'eks_gc0_eu-west-1_node_pool_batch.tf'));
  const cluster = join(folder, 'gke_ml0_europe-west1_cluster.tf');
  writeFileSync(cluster, readFileSync(cluster, 'utf8').replace(/(max_node_count\s*= )\d+/, '$17'));
  await runEditorCommand(page, 'Kubestack: Show Forecast');
  await answerQuestions(page, [['Changes since which revision', 'HEAD']]);
  const document = page.frameLocator('iframe.webview').last().frameLocator('#active-frame');
  await document.getByText('eks_gc0_eu-west-1_node_pool_batch').first().waitFor();
}

/** Runs a command in a cluster's file, and answers its questions. */
async function runInCluster(page: Page, command: string, answers: readonly string[]): Promise<void> {
  await quickOpen(page, CLUSTER);
  // The commands are available once the extension is active.
  await whenServed(page);
  await runEditorCommand(page, command);
  for (const answer of answers) {
    await quickPick(page, answer).waitFor();
    await quickPick(page, answer).click();
  }
}

/** A plan of ops with a newer version of Kubernetes, and one removed node pool. */
export async function planView(page: Page, folder: string): Promise<void> {
  prepareOps(folder);
  await platformView(page);
  await runEditorCommand(page, 'Kubestack: Plan ops');
  const pane = page
    .locator('.pane')
    .filter({ has: page.locator('.pane-header', { has: page.locator('.title', { hasText: /^Plan$/ }) }) });
  await pane.locator('.monaco-list-row').filter({ hasText: 'to change' }).first().waitFor();
  await pane.locator('.monaco-list-row').filter({ hasText: 'terraform_data.cluster' }).first().click();
  await page.locator('.monaco-diff-editor .view-line').first().waitFor();
  await page.locator('.monaco-diff-editor .view-line', { hasText: '1.32' }).first().waitFor();
}

function prepareOps(folder: string): void {
  const terraform = (...parameters: string[]): void => {
    execFileSync('terraform', parameters, { cwd: folder, stdio: 'pipe' });
  };
  terraform('init', '-input=false');
  terraform('workspace', 'new', 'ops');
  terraform('apply', '-input=false', '-auto-approve');
  terraform('workspace', 'select', 'default');
  const edit = (name: string, change: (text: string) => string): void => {
    const file = join(folder, name);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  };
  edit('config.auto.tfvars', text => text.replace('"1.31"', '"1.32"'));
  rmSync(join(folder, 'eks_gc0_us-east-1_node_pool_batch.tf'));
  edit('locals.tf', text => `${text}\noutput "kubernetes_version" {\n  value = var.kubernetes_version\n}\n`);
}

/** Inlay hints, code lenses and semantic colors of a cluster, from its first line. */
export async function inlayHints(page: Page): Promise<void> {
  await quickOpen(page, 'eks_gc0_us-east-1_cluster.tf:20');
  await whenServed(page);
  await page.locator('.codelens-decoration', { hasText: 'compare' }).first().waitFor();
}

/** Waits until the server has sent the inlay hints of the visible document. */
export const whenServed = (page: Page): Promise<void> =>
  page.locator('.view-line:has-text("inherits"), .codelens-decoration:has-text("compare")').first().waitFor();

/** Completion of the attributes that an environment doesn't set yet, with the documentation of the selected one. */
export async function completion(page: Page): Promise<void> {
  await quickOpen(page, `${CLUSTER}:47`);
  await whenServed(page);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('cluster_v');
  await page.locator('.suggest-widget .monaco-list-row', { hasText: 'cluster_version' }).first().waitFor();
  // The list is visible: the same keys now show the documentation of the selected entry.
  await page.keyboard.press('Control+Space');
  await page.locator('.suggest-details', { hasText: 'apps-prod' }).first().waitFor();
}

export async function signatureHelp(page: Page): Promise<void> {
  await quickOpen(page, `${CLUSTER}:25:57`);
  await whenServed(page);
  await page.keyboard.press('Control+Shift+Space');
  await page.locator('.parameter-hints-widget.visible', { hasText: 'merge' }).waitFor();
}

/** The same location in the outline and the breadcrumbs. */
export async function outline(page: Page): Promise<void> {
  await quickOpen(page, `${CLUSTER}:51:9`);
  await page.locator('.breadcrumbs-control', { hasText: 'min_size' }).waitFor();
  await runEditorCommand(page, 'Explorer: Focus on Outline View');
  // Collapses the list of files, to have more space for the outline.
  await page.locator('.explorer-folders-view').waitFor();
  await page.locator('.pane-header', { hasText: 'multi-cloud' }).click();
  await page.locator('.outline-pane .monaco-list-row', { hasText: 'apps-prod' }).first().waitFor();
}

export async function callHierarchy(page: Page): Promise<void> {
  await quickOpen(page, `${CLUSTER}:1:12`);
  await whenServed(page);
  await runEditorCommand(page, 'Peek Call Hierarchy');
  await page.locator('.call-hierarchy .monaco-list-row', { hasText: 'node_pool_batch' }).first().waitFor();
  await page.locator('.call-hierarchy .view-line').first().waitFor();
}

/** Peeks from an override at the value of the base environment. */
export async function definition(page: Page): Promise<void> {
  await quickOpen(page, `${CLUSTER}:52:9`);
  await whenServed(page);
  await runEditorCommand(page, 'Peek Definition');
  // Hides the folder of the copy, which is irrelevant for the picture.
  await page.addStyleTag({ content: '.peekview-title .dirname { display: none !important; }' });
  await page.locator('.peekview-widget .view-line', { hasText: 'max_size' }).first().waitFor();
}

/** The form of a pull request for a higher number of nodes, starting from the main branch. */
export async function pullRequest(page: Page, folder: string): Promise<void> {
  const git = (...parameters: string[]): unknown => execFileSync('git', parameters, { cwd: folder, stdio: 'pipe' });
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.org');
  git('remote', 'add', 'origin', 'git@github.com:acme/platform.git');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  await quickOpen(page, CLUSTER);
  await whenServed(page);
  const file = join(folder, CLUSTER);
  writeFileSync(file, readFileSync(file, 'utf8').replace(/max_size( +)= 9/, 'max_size$1= 12'));
  await runEditorCommand(page, 'Kubestack: Create Pull Request…');
  for (const question of ['new branch', 'changes', 'commit']) {
    await page.locator('.quick-input-widget:visible', { hasText: `Create Pull Request: ${question}` }).waitFor();
    await page.keyboard.press('Enter');
  }
  await page.locator('.codelens-decoration', { hasText: 'Create Pull Request' }).first().waitFor();
  await page.locator('.view-line', { hasText: 'default_node_pool.max_size' }).first().waitFor();
}

/** A question with the validation message of an invalid answer. */
export async function scaffoldQuestion(page: Page): Promise<void> {
  await platformView(page);
  await runEditorCommand(page, 'Kubestack: Add Node Pool…');
  await answerQuestions(page, [
    ['Cluster to add the node pool to'],
    ['Purpose of the nodes', 'GPU'],
    ['Name of the node pool', 'GPU Pool'],
  ]);
  await page.locator('.quick-input-message', { hasText: 'use lowercase letters' }).waitFor();
}

/** The next steps after a change. */
export async function nextSteps(page: Page): Promise<void> {
  await createPlatformInEditor(page);
  await runEditorCommand(page, 'Kubestack: Add Environment…');
  await answerQuestions(page, [
    ['Name of the new environment', 'apps-dev'],
    ['Position in the order'],
    ['Write the changes'],
  ]);
  const toast = page.locator('.notifications-toasts .notification-list-item').filter({ hasText: 'Add Environment' });
  await toast.getByRole('button', { name: 'Next Steps…' }).click();
  await page.locator('.codelens-decoration a', { hasText: 'Mark as Done' }).first().waitFor();
}

/** One of the example topologies, completely expanded. */
export const topology =
  (...steps: ((page: Page) => Promise<void>)[]) =>
  async (page: Page): Promise<void> => {
    for (const step of steps) await step(page);
    await page.locator('.codelens-decoration', { hasText: 'compare' }).first().waitFor();
    await openActivityUntil(
      page,
      'Kubestack',
      page.locator('.pane-body .monaco-list-row', { hasText: 'base' }).first(),
    );
    await runEditorCommand(page, 'Notifications: Clear All Notifications');
  };
