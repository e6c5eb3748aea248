import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import strings from '../../../package.nls.json';
import { openEditor } from '../../support/ui/openEditor';
import {
  confirm,
  hoverOver,
  leaveQuickInput,
  openActivity,
  positionOf,
  quickOpen,
  quickPick,
  repeatUntil,
  runEditorCommand,
} from '../../support/vscode/workbench';

const cluster = 'eks_gc0_eu-west-1_cluster.tf';

describe('the first steps, from an empty folder to a promoted tag', function () {
  const editor = openEditor({ settings: { 'git.openRepositoryInParentFolders': 'never' } });
  const toast = (text: string | RegExp): Locator =>
    editor.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
  const tab = (text: string): Locator => editor.page.locator('.tab.active').filter({ hasText: text });
  const pane = (title: string): Locator =>
    editor.page.locator('.pane').filter({
      has: editor.page.locator('.pane-header .title').getByText(title, { exact: true }),
    });
  const asked = (text: string): Locator => editor.page.locator('.quick-input-widget:visible').filter({ hasText: text });
  const git = (...parameters: string[]): string =>
    execFileSync('git', parameters, { cwd: editor.folder, encoding: 'utf8', stdio: 'pipe' }).trim();
  const remote = (): string => git('remote', 'get-url', 'origin');
  const dismiss = (): Promise<void> => runEditorCommand(editor.page, 'Notifications: Clear All Notifications');
  /** Opens the walkthrough, and waits until a step is marked as done. */
  const stepIsDone = async (step: string): Promise<void> => {
    const active = editor.page.locator('.editor-group-container.active');
    // If the walkthrough is already shown, nothing tells when the command has ended, which would later hide what the next test opens.
    if (!(await active.locator('.gettingStartedContainer').isVisible()))
      await runEditorCommand(editor.page, `Kubestack: ${strings['command.getStarted']}`);
    await active.locator(`[data-done-step-id$="#${step}"].complete`).first().waitFor();
  };

  it('start in the empty view, whose button creates the sample platform and opens it above the walkthrough', async () => {
    const { page } = editor;
    await openActivity(page, 'Kubestack');
    await page
      .locator('.welcome-view-content .monaco-button', { hasText: strings['command.openSamplePlatform'] })
      .click();
    // The file dialog proposes the folder of the window.
    const dialog = page.locator('.quick-input-widget');
    await dialog.getByRole('button', { name: 'Create Sample Here' }).click();
    const groups = page.locator('.editor-group-container');
    await groups.locator('.view-line', { hasText: 'Half the machines of production' }).waitFor();
    await groups.locator('.gettingStartedContainer', { hasText: strings['walkthrough.hover'] }).waitFor();
    // The focus returns to the file last.
    await page.locator('.editor-group-container.active .tab.active', { hasText: cluster }).waitFor();
    // In a window of 1,400 pixels, no line of code is cut off beside the side bar.
    const cut = await page.evaluate(() => {
      const { width = 0 } =
        document.querySelector('.editor-instance .lines-content')?.parentElement?.getBoundingClientRect() ?? {};
      return [...document.querySelectorAll('.editor-instance .view-line > span')].filter(
        line => line.getBoundingClientRect().width > width,
      ).length;
    });
    assert.equal(cut, 0);
    const steps = await groups.locator('.gettingStartedContainer').boundingBox();
    assert.ok(steps && steps.width > 900 && steps.height > 300, JSON.stringify(steps));
    assert.ok(existsSync(join(editor.folder, 'vendor/terraform-kubestack/aws/cluster/main.tf')));
    await stepIsDone('platform');
  });

  it('include a Git repository with a history that is on its remote', () => {
    assert.match(git('log', '--format=%s'), /^Share each GPU [^]*\nAdd the sample platform$/);
    assert.equal(git('status', '--porcelain', '--branch'), '## main...origin/main');
    assert.ok(existsSync(join(editor.folder, '.github/workflows/main.yaml')));
  });

  it('show the platform with its environments', async () => {
    const { page } = editor;
    await page.locator('.pane-body .monaco-list-row').filter({ hasText: 'ops' }).first().waitFor();
  });

  it('show what is waiting for promotion below the platform', async () => {
    await pane('Waiting for Promotion').locator('.monaco-list-row').filter({ hasText: 'apps' }).first().waitFor();
  });

  it('mark the files of the platform in the explorer', async () => {
    const { page } = editor;
    await openActivity(page, 'Explorer');
    const row = page.locator('.explorer-folders-view .monaco-list-row', { hasText: cluster });
    await row.waitFor();
    await page.waitForFunction(name => {
      const labels = [...document.querySelectorAll('.explorer-folders-view .monaco-icon-label')];
      const found = labels.find(label => label.textContent?.includes(name));
      return found !== undefined && getComputedStyle(found, '::after').content.includes('K');
    }, cluster);
    await openActivity(page, 'Kubestack');
  });

  it('complete “Hover over an attribute” with a hover', async () => {
    const { page } = editor;
    // The attribute is visible without scrolling.
    await quickOpen(page, cluster);
    await hoverOver(page, 'name_prefix', /A change in \S+ replaces/);
    await stepIsDone('hover');
    await page.mouse.move(5, 5);
  });

  it('complete “Override an inherited value” in the effective configuration', async () => {
    const { page } = editor;
    await quickOpen(page, cluster);
    await runEditorCommand(page, `Kubestack: ${strings['command.showEffectiveConfiguration']}`);
    await quickPick(page, 'ops').click();
    await tab('ops (').waitFor();
    // Code lenses appear a little later and move the lines.
    await page
      .locator('.editor-group-container.active .codelens-decoration', { hasText: 'Go to source' })
      .first()
      .waitFor();
    const { x, y } = await positionOf(page, 'cluster_vpc_cidr');
    await page.mouse.click(x, y);
    await runEditorCommand(page, `Kubestack: ${strings['command.changeOrigin']}`);
    await page.locator('.tab.dirty', { hasText: cluster }).first().waitFor();
    await runEditorCommand(page, 'File: Save All');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    assert.match(git('diff'), /^\+ +cluster_vpc_cidr += /m);
    await stepIsDone('override');
  });

  it('complete “Compare environments” with a comparison', async () => {
    const { page } = editor;
    await quickOpen(page, cluster);
    await runEditorCommand(page, `Kubestack: ${strings['command.compareEnvironments']}`);
    await quickPick(page, 'ops').click();
    await quickPick(page, 'apps-prod').click();
    await tab('ops ↔ apps-prod').waitFor();
    await stepIsDone('compare');
  });

  it('complete “Plan an environment” with a plan that needs no account', async () => {
    const { page } = editor;
    await runEditorCommand(page, 'Kubestack: Plan ops');
    await toast('Run Terraform Init and Plan').getByRole('button', { name: 'Run Terraform Init and Plan' }).click();
    // The newest commit, which no pipeline has applied. The override has the inherited value.
    await pane('Plan').locator('.monaco-list-row', { hasText: '1 to change' }).first().waitFor();
    await dismiss();
    await stepIsDone('plan');
  });

  it('complete “Create a pull request” with a branch that is reviewed and merged without a Git host', async () => {
    const { page } = editor;
    await quickOpen(page, cluster);
    await runEditorCommand(page, `Kubestack: ${strings['command.openPullRequest']}`);
    for (const question of ['new branch', 'changes', 'Commit message']) {
      await asked(question).waitFor();
      await confirm(page);
    }
    const lens = page.locator('.codelens-decoration a').filter({ hasText: 'Create Pull Request' }).first();
    const merge = toast('The branch was pushed').getByRole('button', { name: 'Merge into main' });
    // A lens that is drawn again loses the click. Another click has no effect while the form is being submitted.
    await repeatUntil(merge, () => lens.click({ timeout: 5_000 }), 30_000);
    assert.match(git('ls-remote', '--heads', 'origin'), /refs\/heads\/change-/);
    await tab('Review').waitFor();
    await page.locator('.multiDiffEntry', { hasText: cluster }).first().waitFor();
    await merge.click();
    await toast(/Merged change-\S+ into main/).waitFor();
    assert.equal(git('rev-parse', 'main'), git('ls-remote', 'origin', 'refs/heads/main').split('\t')[0]);
    await dismiss();
    await stepIsDone('pullRequest');
  });

  it('complete “Promote a change” with a deploy tag on the remote', async () => {
    const { page } = editor;
    await runEditorCommand(page, `Kubestack: ${strings['command.promote']}`);
    await quickPick(page, 'to promote to apps').click();
    // Nobody can know the state of the pipeline, since the remote is a folder: no reason is required.
    await page
      .locator('.quick-input-title:visible')
      .filter({ hasText: /^Promote [0-9a-f]{7} to apps: / })
      .waitFor();
    await quickPick(page, "unknown: The remote isn't on a supported Git host.").waitFor();
    await confirm(page);
    await toast(/Promoted .* to apps/).waitFor();
    const tags = execFileSync('git', ['tag', '--list'], { cwd: remote(), encoding: 'utf8' }).trim();
    assert.equal(tags.match(/^apps-deploy-\d{4}-\d\d-\d\d-0$/gm)?.length, 3);
    assert.match(readFileSync(join(editor.folder, '.git/HEAD'), 'utf8'), /refs\/heads\/main/);
    // The commit now waits for the next environment.
    await pane('Waiting for Promotion').locator('.monaco-list-row').filter({ hasText: 'apps-prod' }).first().waitFor();
    await dismiss();
    await stepIsDone('promote');
  });

  it('end with an issue report that can be read before it is sent', async () => {
    const { page } = editor;
    await dismiss();
    await runEditorCommand(page, `Kubestack: ${strings['command.reportIssue']}`);
    const report = page.locator('.editor-group-container.active .view-line');
    await report.filter({ hasText: 'platform 1: environments: 3, clusters: 3' }).waitFor();
  });

  it('can begin again after all files were deleted', async () => {
    const { page } = editor;
    const names = readdirSync(editor.folder).filter(name => name !== '.git');
    for (const name of names) rmSync(join(editor.folder, name), { recursive: true });
    await openActivity(page, 'Kubestack');
    const button = page.locator('.welcome-view-content .monaco-button', { hasText: strings['command.newPlatform'] });
    await button.first().click();
    await asked('New Platform').waitFor();
    await leaveQuickInput(page);
  });
});
