import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import type { Editor } from '../../../support/ui/openEditor';
import { showTheme, THEMES } from '../../../support/ui/webview';
import {
  clickUntil,
  closeEditors,
  filterAndConfirm,
  openActivity,
  openLightBulb,
  quickOpen,
  quickPick,
  repeatUntil,
  runEditorCommand,
  takePicture,
} from '../../../support/vscode/workbench';

const pictures = resolve(__dirname, '../../../../out/pictures/upgrades');
const NAME = 'aks_gc0_northeurope';

const CLUSTER = `module "${NAME}" {
  source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"

  configuration = {
    apps-prod = {
      name_prefix        = "gc0"
      base_domain        = "example.com"
      resource_group     = "platform"
      availability_zones = ["1", "2"]
      kubernetes_version = "1.34"
      default_node_pool = {
        vm_size   = "Standard_D2_v4"
        min_count = 1
        max_count = 3
      }
    }
    apps = {}
    ops = {
      kubernetes_version = "1.33"
    }
  }
  configuration_base_key = "apps-prod"
}
`;

/** Declares the tests of upgrades. */
export function upgradeTests(editor: Editor): void {
  const page = (): FrameLocator => editor.page.frameLocator('iframe.webview').last().frameLocator('#active-frame');
  const file = (): string => join(editor.folder, `${NAME}_cluster.tf`);
  const git = (...parameters: string[]): string =>
    execFileSync('git', ['-c', 'core.hooksPath=/dev/null', ...parameters], {
      cwd: editor.folder,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  /** Commits the cluster to the remote's main branch. */
  const merge = (subject: string): void => {
    git('add', '--', file());
    git('commit', '--quiet', '--message', subject);
    git('push', '--quiet', 'origin', 'main');
  };
  const tagsOfApps = (): string[] => git('ls-remote', '--tags', '--refs', 'origin', 'apps-deploy-*').split('\n');
  /** Answers the question above the preview with the promotion to apps. `shown` is what follows. */
  const promoteToApps = async (shown: Locator): Promise<void> => {
    await runEditorCommand(editor.page, 'Kubestack: Promote…');
    await filterAndConfirm(editor.page, 'apps');
    await editor.page.locator('.quick-input-title:visible', { hasText: /^Promote [0-9a-f]{7} to apps: / }).waitFor();
    // The question can still grow by what the pipeline does.
    await clickUntil(quickPick(editor.page, 'Promote to apps'), shown);
  };
  const dialog = (): Locator => editor.page.locator('.monaco-dialog-box');

  describe('an upgrade of Kubernetes', () => {
    let start = '';
    let deployed: string[] = [];
    before(async () => {
      start = git('rev-parse', 'HEAD');
      deployed = tagsOfApps();
      writeFileSync(file(), CLUSTER.replace('"1.34"', '"1.33"'));
      merge('A cluster on Azure');
      git('tag', '--annotate', '--message', 'A cluster on Azure', 'apps-deploy-2099-02-01-0');
      git('push', '--quiet', 'origin', 'apps-deploy-2099-02-01-0');
      writeFileSync(file(), CLUSTER);
      merge('Kubernetes 1.34 in apps');
      await openActivity(editor.page, 'Kubestack');
      await editor.page.locator('.pane-body .monaco-list-row').filter({ hasText: NAME }).first().waitFor();
    });
    after(async () => {
      await closeEditors(editor.page);
      for (const line of tagsOfApps().filter(tag => !deployed.includes(tag))) {
        const tag = line.slice(line.lastIndexOf('/') + 1);
        git('push', '--quiet', '--delete', 'origin', tag);
        git('tag', '--delete', tag);
      }
      git('reset', '--quiet', '--hard', start);
      git('push', '--quiet', '--force', 'origin', 'main');
    });

    it('lists the steps, and what each changes, in every theme', async () => {
      // The document stays as it was when it was opened, and VS Code can report the file's last change later.
      await repeatUntil(page().getByRole('heading', { name: `${NAME}: steps to 1.34` }), () =>
        runEditorCommand(editor.page, 'Kubestack: Show Upgrades'),
      );
      await page().getByText('Set kubernetes_version = "1.34" in ops on a branch').waitFor();
      // The framework isn't installed, so what the change does is unknown.
      await page()
        .locator('li pre')
        .filter({ hasText: `What changes in module.${NAME} is unknown` })
        .first()
        .waitFor();
      for (const [name, theme] of Object.entries(THEMES)) {
        await showTheme(editor.page, editor.folder, theme);
        await takePicture(editor.page, join(pictures, `${name}.png`));
      }
    });

    it('is named in the question before a promotion that gives apps a newer version than ops', async () => {
      const before = tagsOfApps();
      await promoteToApps(
        dialog().getByText(
          `${NAME}: Kubernetes 1.34 in "apps" is newer than 1.33 in "ops", which a change reaches first.`,
        ),
      );
      for (const [name, theme] of Object.entries(THEMES)) {
        await showTheme(editor.page, editor.folder, theme);
        await takePicture(editor.page, join(pictures, `question-${name}.png`));
      }
      await dialog().getByRole('button', { name: 'Cancel' }).click();
      await dialog().waitFor({ state: 'detached' });
      assert.deepEqual(tagsOfApps(), before);
    });

    it('begins with a quick fix of the finding, after which the environments are in order', async () => {
      await closeEditors(editor.page);
      await quickOpen(editor.page, `${NAME}_cluster.tf:10:30`);
      await editor.page.locator('.squiggly-warning').first().waitFor();
      const fix = editor.page
        .locator('.action-widget .monaco-list-row')
        .filter({ hasText: 'Change to "1.34" in "ops"' });
      await openLightBulb(editor.page, fix.first());
      await takePicture(editor.page, join(pictures, 'fix.png'));
      await fix.first().click();
      await editor.page.locator('.view-line').filter({ hasText: '"1.33"' }).waitFor({ state: 'detached' });
      await editor.page.keyboard.press('Control+S');
      await editor.page.locator('.tab.active:not(.dirty)').waitFor();
      await runEditorCommand(editor.page, 'Kubestack: Show Upgrades');
      await page().getByRole('heading', { name: 'eks_gc0_us-east-1: steps to 1.32' }).waitFor();
      assert.equal(
        await page()
          .getByRole('heading', { name: `${NAME}: steps` })
          .count(),
        0,
      );
      assert.ok(!readFileSync(file(), 'utf8').includes('"1.33"'));
    });

    it('ends with a promotion, which asks nothing more when ops has the version too', async () => {
      const before = tagsOfApps();
      merge('Kubernetes 1.34 in ops');
      const toast = editor.page.locator('.notifications-toasts .notification-list-item');
      await promoteToApps(toast.filter({ hasText: /Promoted .* to apps/ }).first());
      assert.equal(tagsOfApps().length, before.length + 1);
      assert.equal(await dialog().count(), 0);
    });
  });
}
