import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { planReportText } from '../../../../common/plan/planReport';
import { change, planOf } from '../../../support/client/plan/planOf';
import type { GitlabHost } from '../../../support/ui/gitlabHost';
import type { Editor } from '../../../support/ui/openEditor';
import { startOver } from '../../../support/ui/startOver';
import {
  clickUntil,
  confirm,
  openActivity,
  quickOpen,
  quickPick,
  runEditorCommand,
} from '../../../support/vscode/workbench';

const cluster = 'eks_gc0_eu-west-1_cluster.tf';

/** Declares the tests of plans of pipelines. @param host a Git host with two pull requests; the pipeline of the first one stores a report */
export function pipelinePlanTests(editor: Editor, host: () => GitlabHost): void {
  const git = (...parameters: string[]): string =>
    execFileSync('git', parameters, { cwd: editor.folder, encoding: 'utf8', stdio: 'pipe' }).trim();
  const pane = (): Locator =>
    editor.page.locator('.pane').filter({
      has: editor.page.locator('.pane-header', { has: editor.page.locator('.title', { hasText: /^Plan$/ }) }),
    });
  const row = (text: string | RegExp): Locator => pane().locator('.monaco-list-row').filter({ hasText: text }).first();

  /** Opens the pull requests 1 and 2 with these commits. */
  const open = (first: string, second: string): void => {
    const request = {
      ...{ description: '', draft: false, target_branch: 'main', source_project_id: 1 },
      labels: [],
      reviewers: [],
    };
    host().gitlab.mergeRequests.push(
      { ...request, iid: 1, title: 'More nodes', source_branch: 'more-nodes', sha: first },
      { ...request, iid: 2, title: 'Fewer nodes', source_branch: 'fewer-nodes', sha: second },
    );
  };
  const signIn = async (): Promise<void> => {
    await editor.page.locator('.quick-input-widget:visible').filter({ hasText: 'Sign in to 127.0.0.1' }).waitFor();
    await editor.page.locator('.quick-input-widget:visible input[type=password]').fill(host().token);
    await confirm(editor.page);
  };

  describe('the plan of a pipeline on GitLab', () => {
    before(() => startOver(editor));

    it('lists pull requests after signing in, and shows the report of one with its origin', async () => {
      const head = git('rev-parse', 'HEAD');
      open(head, 'd'.repeat(40));
      const address = 'module.eks_gc0_eu-west-1.terraform_data.cluster';
      const plan = await planOf({ changes: [change(address, ['create'], { after: { input: 'from the pipeline' } })] });
      const origin = { environment: 'apps', commit: head, plannedAt: '2026-11-20T10:20:00Z' };
      host().gitlab.kept = [
        { commit: head, files: { 'plan-report-apps.json': [...planReportText(plan, origin)].join('') } },
      ];
      git('remote', 'add', 'origin', `${host().server.url}/acme/platform.git`);
      await openActivity(editor.page, 'Kubestack');
      // Commands are available once the extension has found the platform.
      await editor.page.locator('.pane-body .monaco-list-row').filter({ hasText: 'apps-prod' }).first().waitFor();
      await runEditorCommand(editor.page, 'Kubestack: Show Pipeline Plan…');
      await quickPick(editor.page, 'Sign in to 127.0.0.1').click();
      await signIn();
      await quickPick(editor.page, '#1 More nodes').click();
      await row(/apps.*pipeline: 127\.0\.0\.1:\d+ · \w+ · pull request #1 · 2026-11-20 10:20/).waitFor();
      await row('1 to add').waitFor();
      const resource = editor.page.locator('.monaco-editor .view-line', { hasText: 'from the pipeline' }).first();
      await clickUntil(row('terraform_data.cluster'), resource);
    });

    it('marks the plan as stale if the code differs from the planned commit', async () => {
      appendFileSync(join(editor.folder, cluster), '\n# Another line\n');
      await row(/apps.*stale/).waitFor();
      git('checkout', '--quiet', '--', cluster);
      await row(/apps.*stale/).waitFor({ state: 'detached' });
    });

    it('says that a pull request has no report, and how to get one', async () => {
      await quickOpen(editor.page, cluster);
      await runEditorCommand(editor.page, 'Kubestack: Show Pipeline Plan…');
      await quickPick(editor.page, '#2 Fewer nodes').click();
      const list = editor.page.locator('.notification-list-item');
      const message = list.filter({ hasText: 'has no plan report for pull request #2' }).first();
      await message.waitFor();
      await message.getByRole('button', { name: 'How to Keep Reports' }).click();
      await editor.page.locator('.tab.active', { hasText: 'pipelines.md' }).waitFor();
      const page = editor.page.frameLocator('iframe.webview').last().frameLocator('#active-frame');
      await page.getByRole('heading', { name: 'Keep plan reports' }).waitFor();
    });

    it("sends only requests that the Git host's API description allows", () => {
      assert.deepEqual(host().server.problems, []);
    });
  });
}
