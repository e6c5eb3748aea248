import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { FrameworkRepository, insteadOf, NEW_VERSION, OLD_VERSION } from '../../support/forecast/frameworkRepository';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import { openEditor, type Editor } from '../../support/ui/openEditor';
import { answerQuestions, asked } from '../../support/ui/wizard';
import {
  closeEditors,
  leaveQuickInput,
  openActivity,
  quickPick,
  runEditorCommand,
  takePicture,
} from '../../support/vscode/workbench';

const pictures = resolve(__dirname, '../../../out/pictures/frameworkUpgrade');
const QUESTION = 'Framework version for the whole platform';

/** Uses the older version, which isn't committed. @param folder of the platform */
function useOldVersion(folder: string): void {
  for (const name of readdirSync(folder).filter(each => each.endsWith('_cluster.tf'))) {
    const file = join(folder, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/\?ref=\w+/, `?ref=${OLD_VERSION}`));
  }
}

async function showsOldVersion({ page }: Editor): Promise<void> {
  await openActivity(page, 'Kubestack');
  await page.locator(`.pane-body .monaco-list-row[aria-label*="${OLD_VERSION}"]`).first().waitFor();
}

describe('the forecast of another framework version', function () {
  this.timeout(240_000);
  const remote = new FrameworkRepository();
  /** Git waits before it downloads or lists files while `slow` exists. */
  const programs = new TemporaryFolder();
  const realGit = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const waits = `while [ -e '${programs.at('slow')}' ]; do sleep 0.1; done`;
  programs.write(
    'git',
    `#!/bin/sh\ncase " $* " in *" fetch --quiet --prune "* | *" ls-tree "*) ${waits} ;; esac\nexec '${realGit}' "$@"\n`,
  );
  chmodSync(programs.at('git'), 0o755);
  const editor = openEditor({
    workspace: 'minimal',
    git: true,
    change: useOldVersion,
    env: { ...remote.environment, PATH: `${programs.path}:${process.env['PATH'] ?? ''}` },
    settings: { 'kubestack.forecast.downloadFramework': 'ask' },
  });
  const page = (): FrameLocator => editor.page.frameLocator('iframe.webview').last().frameLocator('#active-frame');
  const dialog = (): Locator =>
    editor.page.locator('.monaco-dialog-box').filter({ hasText: 'Download the Kubestack framework for forecasts?' });
  const setVersion = async (version: string): Promise<void> => {
    await runEditorCommand(editor.page, 'Kubestack: Set Framework Version…');
    await answerQuestions(editor.page, [[QUESTION, version]]);
  };

  before(() => showsOldVersion(editor));
  after(() => {
    remote.remove();
    programs.delete();
  });

  /** Begins the work with a title and cancels it while Git waits, which a notification offers after a while. */
  const cancel = async (title: string, begin: () => Promise<void>): Promise<void> => {
    const progress = editor.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: title });
    // VS Code shows progress a little longer than it lasts, and earlier work can have the same title.
    await progress.first().waitFor({ state: 'detached' });
    programs.write('slow', '');
    await begin();
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'detached' });
    programs.delete('slow');
  };

  it('says what is downloaded, from where and to where, and continues without a download', async () => {
    await setVersion(NEW_VERSION);
    await dialog().getByText('https://github.com/kbst/terraform-kubestack (about 1 MB)').waitFor();
    await dialog().getByText('Nothing about your platform is sent.').waitFor();
    await takePicture(editor.page, join(pictures, 'question.png'));
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await quickPick(editor.page, 'are not on this machine, and their download was not allowed').waitFor();
    await leaveQuickInput(editor.page);
    await closeEditors(editor.page);
  });

  it('can be cancelled while the framework is downloaded', async () => {
    await cancel('Downloading the Kubestack framework', async () => {
      await setVersion(NEW_VERSION);
      await dialog().getByRole('button', { name: 'Download' }).click();
    });
    await quickPick(editor.page, 'The forecast was cancelled').waitFor();
    await leaveQuickInput(editor.page);
  });

  it('is shown before anything is written, with what is lost in a sentence', async () => {
    await setVersion(NEW_VERSION);
    await asked(editor.page, 'Write the changes');
    await quickPick(editor.page, 'Replaces 2 node pools in ops and apps.').waitFor();
    const pool = 'module.eks_web0_eu-central-1.aws_eks_node_group.nodes';
    await page().getByText(pool).first().waitFor();
    const reason = page().locator('li li', { hasText: 'ami_type' });
    await reason
      .filter({ hasText: '"AL2_x86_64"' })
      .filter({ hasText: 'eks_web0_eu-central-1_cluster.tf:7' })
      .waitFor();
    await takePicture(editor.page, join(pictures, 'forecast.png'));
    const cluster = readFileSync(join(editor.folder, 'eks_web0_eu-central-1_cluster.tf'), 'utf8');
    assert.ok(cluster.includes(`?ref=${OLD_VERSION}`));
    await answerQuestions(editor.page, [['Write the changes', 'Review First']]);
    const shown = editor.page.locator('.editor-group-container.active .editor-container');
    await shown.getByText('Replaces 2 node pools in ops and apps.').first().waitFor();
    await takePicture(editor.page, join(pictures, 'review.png'));
    await closeEditors(editor.page);
  });

  it('asks only once, and works offline afterwards', async () => {
    remote.remove();
    await setVersion(NEW_VERSION);
    await asked(editor.page, 'Write the changes');
    await quickPick(editor.page, 'Replaces 2 node pools in ops and apps.').waitFor();
    await leaveQuickInput(editor.page);
    await closeEditors(editor.page);
  });

  it('is the same after the change, by Show Forecast, which can be cancelled', async () => {
    const show = async (): Promise<void> => {
      await runEditorCommand(editor.page, 'Kubestack: Show Forecast');
      await answerQuestions(editor.page, [['Changes since which revision', 'HEAD']]);
    };
    const git = (...parameters: string[]): void =>
      void execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...parameters], {
        cwd: editor.folder,
      });
    git('commit', '--quiet', '--all', '--message', 'the older version');
    const file = join(editor.folder, 'eks_web0_eu-central-1_cluster.tf');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(OLD_VERSION, NEW_VERSION));
    await cancel('Forecast of minimal', show);
    await show();
    await page().getByText('module.eks_web0_eu-central-1.aws_eks_node_group.nodes').first().waitFor();
    const errors = editor.page.locator('.notifications-toasts .notification-list-item .codicon-error');
    assert.equal(await errors.count(), 0);
    writeFileSync(file, text);
    await closeEditors(editor.page);
  });

  it('names the remedy if the Git host does not answer', async () => {
    await setVersion('v0.21.0-beta.0');
    await asked(editor.page, 'Write the changes');
    await quickPick(editor.page, 'What is replaced and destroyed is unknown.').waitFor();
    await editor.page
      .locator('.notifications-toasts .notification-list-item')
      .filter({ hasText: 'Check the network and the proxy of Git (http.proxy), then run the command again.' })
      .first()
      .waitFor();
    await takePicture(editor.page, join(pictures, 'unreachable.png'));
    await leaveQuickInput(editor.page);
  });
});

describe('another framework version in Restricted Mode', function () {
  this.timeout(240_000);
  const editor = openEditor({
    workspace: 'minimal',
    trust: true,
    change: useOldVersion,
    env: insteadOf('file:///nowhere'),
    settings: {
      'security.workspace.trust.startupPrompt': 'never',
      'kubestack.forecast.downloadFramework': 'always',
    },
  });

  it('has no forecast, says why, and can be written', async () => {
    await showsOldVersion(editor);
    await runEditorCommand(editor.page, 'Kubestack: Set Framework Version…');
    await answerQuestions(editor.page, [[QUESTION, NEW_VERSION]]);
    await quickPick(editor.page, 'Git does not run in Restricted Mode').waitFor();
    await answerQuestions(editor.page, [['Write the changes']]);
    await editor.page
      .locator('.notifications-toasts .notification-list-item')
      .filter({ hasText: 'Set Framework Version: changed' })
      .first()
      .waitFor();
  });
});
