import * as assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import {
  closeTab,
  confirm,
  notification,
  openActivity,
  pressUntil,
  repeatUntil,
  quickOpen,
  quickPick,
  runEditorCommand,
} from '../../support/vscode/workbench';
import { openEditor } from '../../support/ui/openEditor';
import { answerQuestion, answerQuestions, asked } from '../../support/ui/wizard';
import { removed, written } from '../../support/ui/written';

const EKS = 'eks_gc1_eu-west-1';
const GKE = 'gke_gc0_europe-west1';

describe('the life cycle of a platform with three environments', function () {
  const editor = openEditor({
    workspace: 'test/editor/extension/three-environments/workspace',
  });
  const has = (file: string): boolean => existsSync(join(editor.folder, file));
  const textOf = (file: string): string => readFileSync(join(editor.folder, file), 'utf8');
  const line = (text: string): Locator =>
    editor.page.locator('.editor-group-container.active .view-line', { hasText: text }).first();
  const toast = (text: string): Locator =>
    editor.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
  /** The item of a cluster in the Kubestack view, by the end of its label for screen readers. */
  const cluster = (name: string, end: string): Locator =>
    editor.page.locator(`.monaco-list-row[aria-label^="cluster ${name},"][aria-label$="${end}"]`).first();
  const preview = (): Locator => editor.page.locator('.bulk-edit-panel');
  /** Renames the symbol at the cursor. @param key accepts the new name */
  const rename = async (from: string, to: string, key: string): Promise<void> => {
    const box = editor.page.locator('.rename-box input');
    await pressUntil(editor.page, 'F2', box);
    assert.equal(await box.inputValue(), from);
    await box.fill(to);
    await box.press(key);
  };
  const clear = (): Promise<void> => runEditorCommand(editor.page, 'Notifications: Clear All Notifications');

  before(async () => {
    await openActivity(editor.page, 'Kubestack');
    await cluster('eks_gc0_eu-west-1', '1 node pool, 1 service').waitFor();
  });

  it('renames a cluster and everything named after it after a preview', async () => {
    await quickOpen(editor.page, 'eks_gc0_eu-west-1_service_nginx.tf');
    await quickOpen(editor.page, 'eks_gc0_eu-west-1_cluster.tf:1:12');
    await rename('eks_gc0_eu-west-1', EKS, 'Control+Enter');
    await preview().getByText(`${EKS}_cluster.tf`).first().waitFor();
    await preview().getByText(`to = module.${EKS}_node_pool_batch`).first().waitFor();
    assert.ok(has('eks_gc0_eu-west-1_cluster.tf'));
    await preview().getByRole('button', { name: 'Apply' }).click();
    await cluster(EKS, '1 node pool, 1 service').waitFor();
    await written(editor.folder, `${EKS}_service_nginx.tf`);
    await editor.page.locator('.tab', { hasText: `${EKS}_service_nginx.tf` }).click();
    await line(`kustomization.${EKS}`).waitFor();
    await line(`module.${EKS}_service_nginx`).waitFor();
    await removed(editor.folder, 'eks_gc0_eu-west-1_cluster.tf');
  });

  it('asks before it renames an environment, and says what would remain', async () => {
    await quickOpen(editor.page, `${GKE}_cluster.tf:17:6`);
    await rename('ops', 'staging', 'Enter');
    const dialog = editor.page.locator('.monaco-dialog-box');
    await dialog.getByText('Rename the environment ops to staging?').waitFor();
    await dialog.getByText('The resources in the workspace "ops" stay there').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await line('ops = {}').waitFor();
  });

  it('shows the next steps after an addition from the light bulb', async () => {
    const action = editor.page.locator('.action-widget .monaco-list-row', { hasText: `Add node pool extra to ${GKE}` });
    // The complete gesture is repeated: VS Code can't run the actions of an earlier list after it has requested the next one. For the same reason
    // an action has a minute: a repeated gesture would take away its command, which shows the message.
    const gesture = async (): Promise<void> => {
      await quickOpen(editor.page, `${GKE}_cluster.tf:1:12`);
      await editor.page.keyboard.press('Control+Shift+R');
      await action.click({ timeout: 15_000 });
    };
    await repeatUntil(cluster(GKE, '1 node pool'), gesture, 60_000);
    const done = await notification(editor.page, `Add node pool extra to ${GKE}: done.`);
    await done.getByRole('button', { name: 'Next Steps…' }).click();
    await line('- [ ] Create a pull request').waitFor();
    await closeTab(editor.page, 'Next Steps');
    await clear();
  });

  it('updates the framework version everywhere', async () => {
    await runEditorCommand(editor.page, 'Kubestack: Set Framework Version…');
    await answerQuestions(editor.page, [
      ['Framework version for the whole platform (currently v0.18.2-beta.0)', 'v0.19.1-beta.0'],
      ['Write the changes'],
    ]);
    await toast('Set Framework Version: changed').waitFor();
    for (const file of [`${EKS}_cluster.tf`, `${GKE}_cluster.tf`])
      assert.deepEqual([...new Set(textOf(file).match(/ref=v[\d.]+/g))], ['ref=v0.19.1'], file);
    await cluster(EKS, 'v0.19.1-beta.0, 1 node pool, 1 service').waitFor();
    await clear();
  });

  it('removes a cluster in stages: services, node pools, the cluster, and its providers after that was applied', async () => {
    const stages = [
      ['first, its services', 'v0.19.1-beta.0, 1 node pool', `${EKS}_service_nginx.tf`],
      ['then its node pools', 'v0.19.1-beta.0', ''],
      ['then the cluster itself', '', `${EKS}_cluster.tf`],
    ] as const;
    for (const [stage, left, gone] of stages) {
      await runEditorCommand(editor.page, 'Kubestack: Remove Cluster…');
      await asked(editor.page, 'Cluster to remove');
      await quickPick(editor.page, EKS).filter({ hasText: stage }).waitFor();
      await answerQuestions(editor.page, [['Cluster to remove', EKS], ['Write the changes']]);
      await toast('Remove Cluster: changed').waitFor();
      if (left === '') await cluster(EKS, '').waitFor({ state: 'detached' });
      else await cluster(EKS, left).waitFor();
      assert.ok(gone === '' || !has(gone), gone);
      await clear();
    }
    await runEditorCommand(editor.page, 'Kubestack: Remove Cluster…');
    await quickPick(editor.page, 'only its providers remain').waitFor();
    await answerQuestions(editor.page, [
      ['Cluster to remove', EKS],
      ["Has the cluster's removal been applied in every environment?", 'Yes'],
      ['Write the changes'],
    ]);
    await toast('Remove Cluster: changed').waitFor();
    assert.ok(!has(`${EKS}_providers.tf`));
    await clear();
  });

  it('removes an environment after its name is typed and everything in it is destroyed', async () => {
    const confirmed = async (isEmpty: string): Promise<void> => {
      await runEditorCommand(editor.page, 'Kubestack: Remove Environment…');
      await answerQuestions(editor.page, [
        ['Environment to remove', 'apps'],
        ['Have all resources in this environment been destroyed?', isEmpty],
      ]);
      await answerQuestion(editor.page, 'Everything in apps will be destroyed permanently', 'ops');
      await editor.page.locator('.quick-input-message', { hasText: 'Type apps to confirm.' }).waitFor();
      await editor.page.locator('.quick-input-widget:visible input[type=text]').fill('apps');
      await confirm(editor.page);
    };
    await confirmed('Not Yet');
    await editor.page.locator('.tab.active').filter({ hasText: 'Next Steps' }).waitFor();
    await line('destroy').waitFor();
    await closeTab(editor.page, 'Next Steps');
    assert.match(textOf(`${GKE}_cluster.tf`), /^ +apps = \{\}$/m);
    await confirmed('Yes, Remove It from the Code');
    await answerQuestion(editor.page, 'Write the changes');
    await toast('Remove Environment: changed').waitFor();
    assert.doesNotMatch(textOf(`${GKE}_cluster.tf`), /^ +apps = /m);
    await editor.page.locator('.monaco-list-row[aria-label^="environment apps,"]').waitFor({ state: 'detached' });
  });
});
