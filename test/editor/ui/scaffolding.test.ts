import * as assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Locator } from 'playwright-core';
import {
  clickUntil,
  closeTab,
  confirm,
  leaveQuickInput,
  notification,
  openActivityUntil,
  pressUntil,
  quickOpen,
  quickPick,
  runEditorCommand,
  takePicture,
} from '../../support/vscode/workbench';
import { openEditor, type Editor } from '../../support/ui/openEditor';
import {
  addClusters,
  addNodePoolInEditor,
  answerPlatformQuestions,
  convertToThree,
  createPlatformInEditor,
  showOffer,
} from '../../support/ui/topologies';
import { answerQuestion, answerQuestions, asked, selectRows } from '../../support/ui/wizard';
import { savedText, written } from '../../support/ui/written';

/** Names of a platform's files, without those of VS Code and git. */
const filesOf = ({ folder }: Editor): string[] => readdirSync(folder).filter(name => name !== '.git');
const textOf = ({ folder }: Editor, name: string): string => readFileSync(join(folder, name), 'utf8');

const line = ({ page }: Editor, text: string): Locator =>
  page.locator('.editor-group-container.active .view-line').filter({ hasText: text }).first();

/** A row of the Kubestack view, since files in the explorer have similar names. */
const platformRow = ({ page }: Editor, text: string): Locator =>
  page
    .locator(
      '.pane-body .monaco-list-row[aria-label^="cluster "], .pane-body .monaco-list-row[aria-label^="environment "]',
    )
    .filter({ hasText: text })
    .first();

const toast = ({ page }: Editor, text: string): Locator =>
  page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();

describe('the minimal starter, created and extended with commands only', function () {
  const editor = openEditor({});

  it('is offered in the empty view', async () => {
    await showOffer(editor.page);
  });

  it('says at the question what to consider about the names of environments', async () => {
    const { page } = editor;
    await runEditorCommand(page, 'Kubestack: New Platform…');
    await answerQuestions(page, [
      ['Cloud of the first cluster', 'Amazon EKS'],
      ['Where to store the state', 'Decide Later'],
      ['Framework version'],
    ]);
    await asked(page, 'Select environments');
    await page.locator('.quick-input-widget:visible input[type=text]').fill('prod, ops');
    await quickPick(page, '"prod" names an application stage').waitFor();
    await leaveQuickInput(page);
  });

  it('is created after a few questions, and opened where input is needed', async () => {
    await createPlatformInEditor(editor.page);
    await written(editor.folder, '.gitignore');
    assert.deepEqual(filesOf(editor).sort(), [
      '.github',
      '.gitignore',
      'Dockerfile',
      'README.md',
      'eks_gc0_eu-north-1_cluster.tf',
      'eks_gc0_eu-north-1_providers.tf',
      'versions.tf',
    ]);
    assert.match(textOf(editor, 'README.md'), /\| Environment names \| apps, ops \|/);
  });

  it('appears in the view with its environments', async () => {
    await openActivityUntil(editor.page, 'Kubestack', platformRow(editor, 'eks_gc0_eu-north-1'));
  });

  it('shows the next steps', async () => {
    const done = await notification(editor.page, 'New Platform: created');
    await done.getByRole('button', { name: 'Next Steps…' }).click();
    await editor.page.locator('.tab.active').filter({ hasText: 'Next Steps' }).waitFor();
    await line(editor, 'git init').waitFor();
    await line(editor, 'workspace new ops').waitFor();
    await line(editor, '[ ] Plan ops.').waitFor();
  });

  it('marks a step as done, and shows the steps again from the palette', async () => {
    const ticked = line(editor, '- [x] Create a Git repository');
    await clickUntil(editor.page.locator('.codelens-decoration a', { hasText: 'Mark as Done' }).first(), ticked);
    await closeTab(editor.page, 'Next Steps');
    await runEditorCommand(editor.page, 'Kubestack: Show Next Steps');
    await ticked.waitFor();
    await closeTab(editor.page, 'Next Steps');
  });

  it('is not created where files exist, and offers another folder', async () => {
    const { page } = editor;
    await runEditorCommand(page, 'Kubestack: New Platform…');
    const refusal = await notification(page, 'This folder is not empty');
    await refusal.getByRole('button', { name: 'Open Folder…' }).click();
    await page.locator('.quick-input-widget:visible').filter({ hasText: 'Open Folder' }).waitFor();
    await leaveQuickInput(page);
  });

  it('renames an environment, also in its pipeline, and can undo it', async () => {
    const { page, folder } = editor;
    const pipeline = '.github/workflows/main.yaml';
    const before = textOf(editor, pipeline);
    const cluster = 'eks_gc0_eu-north-1_cluster.tf';
    const above = textOf(editor, cluster).split('    apps = {')[0] ?? '';
    await quickOpen(page, `${cluster}:${above.split('\n').length}:6`);
    const box = page.locator('.rename-box input');
    await pressUntil(page, 'F2', box);
    await box.fill('team');
    await box.press('Enter');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.locator('.monaco-button:not(.secondary)', { hasText: 'Keep the Name' }).waitFor();
    await dialog.getByRole('button', { name: 'Rename in Code Only' }).click();
    const renamed = await savedText(folder, pipeline, /team-deploy-\*/);
    assert.equal(renamed, before.replace(/\bapps\b/g, 'team'));
    await savedText(folder, 'README.md', /\| Environment names \| team, ops \|/);
    // VS Code opens a file without a tab only if it becomes unsaved, which it doesn't while it is still being saved.
    const unsaved = page.locator('.activitybar [aria-label*="unsaved file"]').first();
    await unsaved.waitFor({ state: 'hidden' });
    await line(editor, 'team = {').click();
    await page.keyboard.press('Control+Z');
    await line(editor, 'apps = {').waitFor();
    await unsaved.waitFor();
    // VS Code undoes the changes of one file after the other.
    for (const file of ['main.yaml', 'README.md']) await page.locator('.tab.dirty', { hasText: file }).waitFor();
    await runEditorCommand(page, 'File: Save All');
    assert.equal(await savedText(folder, pipeline, /apps-deploy-\*/), before);
    await savedText(folder, 'README.md', /\| Environment names \| apps, ops \|/);
  });

  it('shows the problem with an answer, and keeps the other answers if it is dismissed', async () => {
    await runEditorCommand(editor.page, 'Kubestack: Add Environment…');
    const box = editor.page.locator('.quick-input-widget:visible input[type=text]');
    await answerQuestion(editor.page, 'Name of the new environment', 'Bad Name');
    await editor.page.locator('.quick-input-message', { hasText: 'use lowercase letters' }).waitFor();
    await box.fill('staging');
    await editor.page.locator('.quick-input-message', { hasText: '"staging" names an application stage' }).waitFor();
    await box.fill('apps-dev');
    await confirm(editor.page);
    await editor.page.locator('.quick-input-title', { hasText: '2/2' }).waitFor();
    await leaveQuickInput(editor.page);
    await runEditorCommand(editor.page, 'Kubestack: Add Environment…');
    await editor.page.locator('.quick-input-title', { hasText: '1/2' }).waitFor();
    assert.equal(await box.inputValue(), 'apps-dev');
    await leaveQuickInput(editor.page);
  });

  it('gets a tainted node pool for production and one with GPUs', async () => {
    for (const pool of ['prod', 'gpu'] as const) {
      await addNodePoolInEditor(editor.page, pool);
    }
    assert.match(textOf(editor, 'eks_gc0_eu-north-1_node_pool_gpu.tf'), /NO_SCHEDULE/);
    assert.match(textOf(editor, 'README.md'), /_node_pool_gpu[\s\S]*_node_pool_prod/);
  });

  it('loses one of its node pools again', async () => {
    await runEditorCommand(editor.page, 'Kubestack: Remove Node Pool…');
    await answerQuestions(editor.page, [['Node pool to remove', 'gpu'], ['Write the changes']]);
    await toast(editor, 'Remove Node Pool: changed').waitFor();
    assert.ok(!existsSync(join(editor.folder, 'eks_gc0_eu-north-1_node_pool_gpu.tf')));
  });

  it('gets a copy of its cluster in another region, and a cluster in another cloud', async () => {
    await addClusters(editor.page);
    assert.match(textOf(editor, 'Dockerfile'), /:v\S+\d$/m);
    assert.match(textOf(editor, '.github/workflows/main.yaml'), /KBST_AUTH_AWS[\s\S]*KBST_AUTH_GCLOUD/);
    await openActivityUntil(editor.page, 'Kubestack', platformRow(editor, '3 clusters'));
  });

  it('is converted to three environments, with production apart from the other workloads', async () => {
    await convertToThree(editor.page);
    await notification(editor.page, 'Convert to Three Environments: changed');
    assert.match(
      textOf(editor, 'eks_gc0_eu-north-1_cluster.tf'),
      /configuration_base_key = "apps-prod"[\s\S]*apps-prod = \{[\s\S]*apps = \{\}/,
    );
    assert.match(textOf(editor, '.github/workflows/main.yaml'), /apps-prod-deploy-\*/);
    await openActivityUntil(editor.page, 'Kubestack', platformRow(editor, 'apps-prod'));
  });

  it('is converted in one step that can be undone', async () => {
    // The tooltip of a tab under the mouse would cover the first line.
    await editor.page.mouse.move(600, 700);
    await editor.page.locator('.editor-group-container.active .view-line').first().click();
    await editor.page.keyboard.press('Control+Z');
    // The edits of the cluster, the README and the pipeline are undone together, and not saved.
    await editor.page.locator('.tab.dirty').nth(2).waitFor();
    const key = editor.page.locator('.view-line', { hasText: 'configuration_base_key' });
    await key.first().waitFor({ state: 'hidden' });
  });
});

describe('a change that is reviewed first', function () {
  this.timeout(240_000);
  const editor = openEditor({ settings: { 'files.autoSave': 'off' } });
  const review = (title: string): Locator => editor.page.locator('.tab').filter({ hasText: `${title}: Review` });
  const box = (): Locator => editor.page.locator('.quick-input-widget:visible input[type=text]');

  it('shows every file and writes none', async () => {
    await answerPlatformQuestions(editor.page, page => selectRows(page, ['AGENTS.md', '.vscode/mcp.json']));
    await answerQuestion(editor.page, 'Write the changes', 'Review First');
    await review('New Platform').waitFor();
    const shown = editor.page.locator('.editor-group-container.active .editor-container');
    await shown.getByText('eks_gc0_eu-north-1_cluster.tf').first().waitFor();
    assert.deepEqual(filesOf(editor), []);
    const message = await notification(editor.page, 'Nothing is written until you select Create 9 files');
    // VS Code would keep a message with buttons after the changes are written.
    assert.equal(await message.locator('.monaco-button').count(), 0);
  });

  it('is written as a whole from the status bar', async () => {
    await editor.page.locator('.statusbar-item').filter({ hasText: 'Create 9 files' }).click();
    await review('New Platform').waitFor({ state: 'hidden' });
    await editor.page.locator('.tab.active').filter({ hasText: 'eks_gc0_eu-north-1_cluster.tf' }).waitFor();
    await written(editor.folder, '.gitignore');
    assert.match(textOf(editor, 'eks_gc0_eu-north-1_cluster.tf'), /name_prefix\s+= "gc0"/);
  });

  it('includes the selected files for coding agents', async () => {
    const instructions = await savedText(editor.folder, 'AGENTS.md', /kubestack_check/);
    assert.match(instructions, /- Framework version: `v\d/);
    assert.match(instructions, /- Environments: `ops`, `apps`\n/);
    const servers = JSON.parse(await savedText(editor.folder, '.vscode/mcp.json', /\}\s*$/)) as {
      servers: Record<string, { command: string; args: string[] }>;
    };
    assert.deepEqual(Object.keys(servers.servers), ['kubestack']);
    assert.equal(servers.servers['kubestack']?.command, 'npx');
    assert.ok(servers.servers['kubestack']?.args.includes('mcp'));
  });

  it('keeps the answers when it is closed', async () => {
    await runEditorCommand(editor.page, 'Kubestack: Add Environment…');
    await answerQuestions(editor.page, [
      ['Name of the new environment', 'apps-dev'],
      ['Position in the order'],
      ['Write the changes', 'Review First'],
    ]);
    await review('Add Environment').waitFor();
    await closeTab(editor.page, 'Add Environment: Review');
    await editor.page.locator('.statusbar-item').filter({ hasText: 'Change' }).waitFor({ state: 'hidden' });
    await runEditorCommand(editor.page, 'Kubestack: Add Environment…');
    await editor.page.locator('.quick-input-title', { hasText: '1/2' }).waitFor();
    assert.equal(await box().inputValue(), 'apps-dev');
    await leaveQuickInput(editor.page);
    assert.doesNotMatch(textOf(editor, 'README.md'), /apps-dev/);
  });

  it('refuses blank answers where they are given', async () => {
    await runEditorCommand(editor.page, 'Kubestack: Add…');
    await answerQuestions(editor.page, [
      ['What do you want to add?', 'Add Platform Service…'],
      ['Source of the service', 'Helm chart'],
      ['Chart: oci://registry/chart', ''],
    ]);
    await editor.page.locator('.quick-input-message', { hasText: 'An answer is missing' }).waitFor();
    await leaveQuickInput(editor.page);
  });
});

describe('a framework version with other changes than the configuration', function () {
  this.timeout(240_000);
  const editor = openEditor({ workspace: 'legacy', settings: { 'files.autoSave': 'off' } });

  it('is reviewed with a document that lists them', async () => {
    await openActivityUntil(editor.page, 'Kubestack', platformRow(editor, 'eks_zero'));
    await runEditorCommand(editor.page, 'Kubestack: Set Framework Version…');
    await answerQuestion(editor.page, 'Framework version for the whole platform', 'v0.19.2-beta.0');
    const summary = editor.page.locator('.quick-input-list .monaco-list-row', {
      hasText: 'destroy or replace resources',
    });
    await summary.waitFor();
    await answerQuestion(editor.page, 'Write the changes', 'Review First');
    const shown = editor.page.locator('.editor-group-container.active .editor-container');
    await shown.getByText('Notes.md').first().waitFor();
    await shown.getByText('Clusters no longer apply manifests/overlays').first().waitFor();
    await takePicture(editor.page, resolve(__dirname, '../../../out/pictures/scaffolding/version.png'));
  });
});
