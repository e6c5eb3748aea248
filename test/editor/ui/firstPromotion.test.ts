// From an empty folder to the first promotion, with only the next steps as guide. Terraform and Git are real; the clouds, the providers, the
// framework's modules and GitHub's program are stand-ins.
import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Locator } from 'playwright-core';
import { skipWithout } from '../../support/skipWithout';
import { nextSteps, readableTerminal } from '../../support/ui/nextSteps';
import { openEditor } from '../../support/ui/openEditor';
import { StandInMachine } from '../../support/ui/standInMachine';
import { createPlatformInEditor, showOffer } from '../../support/ui/topologies';
import { THEMES, waitForTheme } from '../../support/ui/webview';
import { written } from '../../support/ui/written';
import {
  confirm,
  notification,
  pressUntil,
  quickPick,
  reloadWindow,
  runEditorCommand,
  takePicture,
} from '../../support/vscode/workbench';

const pictures = resolve(__dirname, '../../../out/pictures/first-promotion');
const BUCKET = 'terraform-state-tidewater-1a2b3c4';

describe('from an empty folder to the first promotion', function () {
  const machine = new StandInMachine();
  const editor = openEditor({
    env: machine.environment,
    settings: { ...readableTerminal, 'workbench.colorTheme': THEMES.dark },
  });
  const { line, clickLens, typeAndRun, terminal, terminalInput, showFromView } = nextSteps(editor);
  let remote = '';

  const git = (...parameters: string[]): string =>
    execFileSync('git', parameters, { cwd: remote, encoding: 'utf8', stdio: 'pipe' }).trim();
  const done = (text: string): Locator => line(`[x] ${text}`);
  const input = (): Locator => editor.page.locator('.quick-input-widget:visible input[type=text]');
  const answer = async (question: string, text: string): Promise<void> => {
    await editor.page.locator('.quick-input-message', { hasText: question }).waitFor();
    await input().fill(text);
    await confirm(editor.page);
  };
  /** Runs what was typed after a value was asked for. */
  const runTyped = async (typed: string): Promise<void> => {
    await terminal(typed).waitFor();
    await terminalInput().press('Enter');
  };
  const check = async (text: string): Promise<void> => clickLens('Check', text, done(text));
  /** A person ticks what no program can tell. */
  const markAsDone = async (text: string): Promise<void> => clickLens('Mark as Done', text, done(text));
  /** All steps are visible at once, so that no test has to scroll. */
  const showAll = async (): Promise<void> => {
    await editor.page.setViewportSize({ width: 1400, height: 3000 });
    await editor.page.waitForFunction(
      () => (document.querySelector('.part.statusbar')?.getBoundingClientRect().bottom ?? 0) > 2900,
    );
  };
  const picture = async (name: string, width = 1400): Promise<void> => {
    await editor.page.setViewportSize({ width, height: 900 });
    await editor.page.locator('.editor-group-container.active .codelens-decoration a').first().waitFor();
    await takePicture(editor.page, join(pictures, `${name}.png`));
    await showAll();
  };

  before(function () {
    skipWithout(this, 'terraform');
  });

  after(() => machine.remove());

  it('a new platform shows what is to be done', async () => {
    const { page, folder } = editor;
    await showOffer(page);
    await createPlatformInEditor(page, BUCKET);
    await written(folder, '.gitignore');
    remote = machine.createRemote();
    await machine.installTerraform(folder, 'eks_gc0_eu-north-1_cluster.tf');
    const created = await notification(page, 'New Platform: created');
    await created.getByRole('button', { name: 'Next Steps…' }).click();
    await line('Create a Git repository').waitFor();
    await runEditorCommand(page, 'View: Close Other Editors in Group');
    await picture('start');
    await line('Promote it to apps').waitFor();
  });

  it('the files are committed to a repository with a remote', async () => {
    await typeAndRun('Create a Git repository', 'git init -b main');
    await done('Create a Git repository').waitFor();
    await clickLens('Type into Terminal', 'Create an empty repository', input());
    await answer('Address of the repository', remote);
    await runTyped(`git remote add origin ${remote}`);
    await done('Create an empty repository').waitFor();
    await typeAndRun('Commit the files', 'git commit -m "New platform"');
    await done('Commit the files').waitFor();
  });

  it('the cloud gets a bucket for the state, after signing in', async () => {
    await clickLens('Check', 'Sign in to AWS', line('Not done yet. `Unable to locate credentials`'));
    await typeAndRun('Sign in to AWS', 'aws configure sso');
    await terminal('Signed in').waitFor();
    await check('Sign in to AWS');
    await clickLens('Check', `Create ${BUCKET} for the state`, line('(404)'));
    await typeAndRun(`Create ${BUCKET} for the state`, 'LocationConstraint=');
    await done(`Create ${BUCKET} for the state`).waitFor();
    await clickLens('Check', 'Keep earlier versions', line('Missing: Enabled.'));
    await typeAndRun('Keep earlier versions', 'Status=Enabled');
    await done('Keep earlier versions').waitFor();
    await typeAndRun('Block public access', 'RestrictPublicBuckets=true');
    await done('Block public access').waitFor();
    assert.ok(machine.has(`versions-${BUCKET}`));
  });

  it('Terraform is initialized', async () => {
    await typeAndRun('Install modules and providers', 'git commit -m "Lock providers"');
    await done('Install modules and providers').waitFor();
    await typeAndRun('Create a workspace for each environment', 'terraform workspace new apps');
    await done('Create a workspace for each environment').waitFor();
  });

  it('a plan that fails because the session has ended types the commands to sign in, and runs nothing', async () => {
    const { page } = editor;
    machine.endSession();
    await runEditorCommand(page, 'Terminal: Clear');
    await terminal('aws configure sso').waitFor({ state: 'hidden' });
    const failed = page.locator('.pane-body .monaco-list-row', { hasText: 'Type the Commands to Sign In' });
    await clickLens('Plan ops', '[ ] Plan ops', failed);
    const message = await notification(page, 'No valid credentials found for aws.');
    await takePicture(page, join(pictures, 'sign-in.png'));
    await message.getByRole('button', { name: 'Type the Commands to Sign In' }).click();
    await terminal('aws configure sso').waitFor();
    // The plan isn't done, and nobody has signed in: the check comes after the typed text.
    await line('[ ] Plan ops').waitFor();
    await clickLens('Check', 'Sign in to AWS', line('Not done yet. `Unable to locate credentials`'));
    assert.ok(!machine.has('signed-in'));
    await runTyped('aws configure sso');
    await check('Sign in to AWS');
    await runEditorCommand(page, 'Notifications: Clear All Notifications');
  });

  it('Terraform plans and creates ops', async () => {
    await clickLens('Plan ops', '[ ] Plan ops', done('Plan ops'));
    await picture('middle');
    await clickLens('Check', 'Create ops', line('to add, 0 to change'));
    await typeAndRun('Create ops', 'terraform apply', [['Enter a value:', 'yes']]);
    await done('Create ops').waitFor();
    await clickLens('Mark as Not Done', 'Create ops', line('[ ] Create ops'));
    await check('Create ops');
  });

  it('a person who closes the window here finds the steps again, and goes on', async () => {
    const { page, folder } = editor;
    await page.setViewportSize({ width: 1400, height: 900 });
    await reloadWindow(page);
    // The document starts at the next step.
    await showFromView(line('Show the name servers of gc0-ops'));
    const settings = join(folder, '.vscode/settings.json');
    mkdirSync(join(folder, '.vscode'));
    writeFileSync(settings, JSON.stringify({ 'workbench.colorTheme': THEMES.light }));
    await waitForTheme(page, 'light');
    await picture('light');
    rmSync(join(folder, '.vscode'), { recursive: true });
    await waitForTheme(page, 'dark');
    await picture('narrow', 620);
    await done('Create ops').waitFor();
  });

  it('the pipeline gets its secret, and the commits are pushed', async () => {
    await markAsDone('Show the name servers of gc0-ops');
    await clickLens('Check', 'Store the secret KBST_AUTH_AWS', line('HTTP 404'));
    await clickLens('Type into Terminal', 'Store the secret KBST_AUTH_AWS', input());
    await answer('Path of the file', machine.writeKeys('[default]\n'));
    await runTyped('gh secret set KBST_AUTH_AWS');
    await done('Store the secret KBST_AUTH_AWS').waitFor();
    assert.equal(Buffer.from(machine.secret('KBST_AUTH_AWS'), 'base64').toString(), '[default]\n');
    await typeAndRun('Let the pipeline show its plans', 'gh variable set KUBESTACK_PACKAGE');
    await done('Let the pipeline show its plans').waitFor();
    assert.ok(machine.has('variable-KUBESTACK_PACKAGE'));
    await typeAndRun('Push the commits', 'git push -u origin HEAD');
    await done('Push the commits').waitFor();
    assert.equal(git('log', '--format=%s', 'main'), 'Lock providers\nNew platform');
  });

  it('the platform is promoted to apps, with a deploy tag', async () => {
    const { page } = editor;
    await clickLens('Check', 'Promote it to apps', line('There is nothing yet.'));
    const question = page.locator('.quick-input-title:visible', {
      hasText: /^Promote [0-9a-f]{7} to apps: 2 commits$/,
    });
    await clickLens('Promote to apps…', 'Promote it to apps', question, 30_000);
    await quickPick(page, "unknown: The remote isn't on a supported Git host.").waitFor();
    await confirm(page);
    await notification(page, 'applies it to apps');
    await runEditorCommand(page, 'Notifications: Clear All Notifications');
    const [tag = ''] = git('tag', '--list').split('\n');
    assert.match(tag, /^apps-deploy-\d{4}-\d\d-\d\d-0$/);
    assert.equal(git('rev-parse', `${tag}^{commit}`), git('rev-parse', 'main'));
    await showFromView(line('Promote it to apps'));
    await check('Promote it to apps');
    await markAsDone('Show the name servers of gc0-apps');
    await done('Show the name servers of gc0-apps').click();
    await pressUntil(page, 'Control+Home', line('17 of 17 steps are done.'));
    await picture('end');
  });
});
