// From New Rule… to a refused promotion, and from New Freeze… to a tag that records why the freeze was passed. Git is real.
import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Locator } from 'playwright-core';
import { openEditor } from '../../support/ui/openEditor';
import { addTagPipelines } from '../../support/ui/tagPipelines';
import { THEMES, waitForTheme } from '../../support/ui/webview';
import { answerQuestions } from '../../support/ui/wizard';
import { savedText } from '../../support/ui/written';
import {
  closeEditors,
  confirm,
  filterAndConfirm,
  leaveQuickInput,
  openActivity,
  openLightBulb,
  pressUntil,
  quickOpen,
  quickPick,
  repeatUntil,
  runEditorCommand,
  takePicture,
} from '../../support/vscode/workbench';

const pictures = resolve(__dirname, '../../../out/pictures/guard-rails');

describe('rules and freezes', function () {
  const editor = openEditor({ workspace: 'multi-cloud', git: true, change: addTagPipelines });
  const remote = (): string => join(dirname(editor.folder), 'platform.git');
  const gitIn = (folder: string, ...parameters: string[]): string => {
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'core.hooksPath=/dev/null'];
    return execFileSync('git', [...identity, ...parameters], { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
  };
  const git = (...parameters: string[]): string => gitIn(editor.folder, ...parameters);
  const merge = (subject: string): void => {
    git('add', '--all', ':/', ':!.vscode');
    git('commit', '--quiet', '--message', subject);
    git('push', '--quiet', 'origin', 'main');
  };
  const status = (text: string | RegExp): Locator => editor.page.locator('.statusbar-item', { hasText: text });
  const preview = (): Locator =>
    editor.page.frameLocator('iframe.webview').last().frameLocator('#active-frame').locator('body');
  const promote = async (): Promise<void> => {
    await editor.page.locator('.sidebar .composite.title').click();
    await runEditorCommand(editor.page, 'Kubestack: Promote…');
    await filterAndConfirm(editor.page, 'apps');
    await quickPick(editor.page, 'Promote to apps Anyway').waitFor();
  };

  before(async () => {
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', remote()]);
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.com');
    git('remote', 'add', 'origin', remote());
    git('push', '--quiet', '--set-upstream', 'origin', 'main');
    await openActivity(editor.page, 'Kubestack');
    await editor.page.locator('.monaco-list-row[aria-label^="environment apps-prod"]').waitFor({ timeout: 120_000 });
    await status('ops main').waitFor({ timeout: 120_000 });
  });

  it('are asked for: a rule, whose findings appear in the code', async () => {
    const { page, folder } = editor;
    await runEditorCommand(page, 'Kubestack: New Rule…');
    await answerQuestions(page, [
      ['Name, which is part of messages', 'short_names'],
      ['What does the rule judge?', 'Each cluster'],
      ['Environments'],
      ['Condition that must be true', 'length(cluster.name) < 5'],
      ['What is wrong if the condition is false?', 'The name is too long.'],
      ['Level'],
      ['review them first'],
    ]);
    await savedText(folder, 'team.rules.hcl', /rule "short_names"/);
    await runEditorCommand(page, 'Problems: Focus on Problems View');
    await page.locator('.markers-panel', { hasText: 'The name is too long.' }).waitFor();
    await takePicture(page, join(pictures, 'rule.png'));
    await runEditorCommand(page, 'View: Hide Panel');
  });

  it('stop a promotion to an environment in which the rule is broken, and no pipeline checks it', async () => {
    merge('A rule');
    await promote();
    await quickPick(
      editor.page,
      'module.eks_gc0_us-east-1 breaks the rule short_names: The name is too long.',
    ).waitFor();
    await preview().getByText('No pipeline checks rules and freezes').waitFor();
    await takePicture(editor.page, join(pictures, 'refused.png'));
    await leaveQuickInput(editor.page);
    assert.equal(gitIn(remote(), 'tag', '--list'), '');
    await closeEditors(editor.page);
  });

  it('are asked for: a freeze, which the status bar shows', async () => {
    const { page, folder } = editor;
    rmSync(join(folder, 'team.rules.hcl'));
    // The command writes a new file if VS Code has noticed that this one is gone.
    await runEditorCommand(page, 'Problems: Focus on Problems View');
    await page.locator('.markers-panel', { hasText: 'The name is too long.' }).waitFor({ state: 'hidden' });
    await runEditorCommand(page, 'View: Hide Panel');
    await runEditorCommand(page, 'Kubestack: New Freeze…');
    await answerQuestions(page, [
      ['Name, which is part of messages', 'launch'],
      ['Environments'],
      ['When is nothing promoted?'],
      ['Beginning', '2020-01-01'],
      ['End', '2099-01-04'],
      ['Reason, shown with every refusal', 'The launch'],
      ['Are rollbacks allowed?'],
      ['review them first'],
    ]);
    await savedText(folder, 'team.rules.hcl', /freeze "launch"/);
    await status(/2 environments frozen until Jan (?:3|4), 2099/).waitFor();
  });

  it('say until when an environment is frozen, in every theme', async () => {
    const { page, folder } = editor;
    await runEditorCommand(page, 'Kubestack: Show Promotion Board');
    const board = page.frameLocator('iframe.webview').frameLocator('#active-frame');
    await board
      .getByText(/apps frozen until/)
      .first()
      .waitFor();
    for (const [name, theme] of Object.entries(THEMES)) {
      mkdirSync(join(folder, '.vscode'), { recursive: true });
      writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
      await waitForTheme(page, name as keyof typeof THEMES);
      await takePicture(page, join(pictures, `${name}.png`));
    }
    const size = page.viewportSize()!;
    await page.setViewportSize({ width: 700, height: size.height });
    await takePicture(page, join(pictures, 'narrow.png'));
    await page.setViewportSize(size);
    await closeEditors(page);
  });

  it('refuse the tag during the freeze; whoever passes it gives a reason, which is in the tag', async () => {
    const { page } = editor;
    merge('A freeze');
    await promote();
    await quickPick(page, 'The launch (launch)').waitFor();
    await quickPick(page, 'Promote to apps Anyway').click();
    await page
      .locator('.quick-input-widget', { hasText: 'Reason for promoting anyway (recorded in the tag)' })
      .waitFor();
    await page.locator('.quick-input-widget:visible input[type=text]').fill('Agreed with the launch team');
    await confirm(page);
    await status(/2 environments frozen/).waitFor();
    await page.locator('.notifications-toasts .notification-list-item', { hasText: 'applies it to apps' }).waitFor();
    const [tag = ''] = gitIn(remote(), 'tag', '--list').split('\n');
    assert.match(
      gitIn(remote(), 'cat-file', 'tag', tag),
      /Kubestack-Passed: frozen\nKubestack-Reason: Agreed with the launch team/,
    );
  });

  it('are written by the light bulb of an attribute, counted by a code lens, and previewed and renamed', async () => {
    const { page, folder } = editor;
    await closeEditors(page);
    await quickOpen(page, 'eks_gc0_eu-west-1_cluster.tf:12:10');
    const action = page.locator('.action-widget .monaco-list-row', {
      hasText: 'Require cluster_vpc_cidr = "10.16.0.0/16"',
    });
    await openLightBulb(page, action.first());
    await takePicture(page, join(pictures, 'light-bulb.png'));
    await action.first().click();
    await quickOpen(page, 'team.rules.hcl');
    await page.locator('.view-line', { hasText: 'rule "cluster_cluster_vpc_cidr"' }).waitFor();
    await page.keyboard.press('Control+S');
    await savedText(folder, 'team.rules.hcl', /rule "cluster_cluster_vpc_cidr"/);
    // Another cluster has another range. The third one is of another provider.
    const lens = page.locator('.codelens-decoration a', { hasText: 'targets: 2 · broken: 1' }).first();
    await lens.waitFor();
    await takePicture(page, join(pictures, 'lens.png'));
    const shown = preview().getByText('module.eks_gc0_us-east-1').first();
    await repeatUntil(shown, () => lens.click({ timeout: 5_000 }));
    await preview().getByRole('heading', { name: 'Rule cluster_cluster_vpc_cidr' }).waitFor();
    for (const [name, theme] of Object.entries(THEMES)) {
      writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
      await waitForTheme(page, name as keyof typeof THEMES);
      await takePicture(page, join(pictures, `preview-${name}.png`));
    }
    await closeEditors(page);
    const line = readFileSync(join(folder, 'team.rules.hcl'), 'utf8')
      .split('\n')
      .findIndex(each => each.startsWith('rule '));
    await quickOpen(page, `team.rules.hcl:${line + 1}:10`);
    const box = page.locator('.rename-box input');
    await pressUntil(page, 'F2', box);
    await box.fill('same_network');
    await box.press('Enter');
    await page.locator('.view-line', { hasText: 'rule "same_network"' }).waitFor();
    await page.keyboard.press('Control+S');
    await savedText(folder, 'team.rules.hcl', /rule "same_network"/);
    await closeEditors(page);
  });
});
