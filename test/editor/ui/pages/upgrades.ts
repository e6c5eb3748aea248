import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import type { Editor } from '../../../support/ui/openEditor';
import { showTheme, THEMES } from '../../../support/ui/webview';
import {
  closeEditors,
  openActivity,
  quickOpen,
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

  describe('an upgrade of Kubernetes', () => {
    before(async () => {
      writeFileSync(file(), CLUSTER);
      await openActivity(editor.page, 'Kubestack');
      await editor.page.locator('.pane-body .monaco-list-row').filter({ hasText: NAME }).first().waitFor();
    });
    after(async () => {
      await closeEditors(editor.page);
      rmSync(file(), { force: true });
      execFileSync('git', ['checkout', '--quiet', '--', '.'], { cwd: editor.folder });
    });

    it('lists the steps, and what each changes, in every theme', async () => {
      await runEditorCommand(editor.page, 'Kubestack: Show Upgrades');
      await page()
        .getByRole('heading', { name: `${NAME}: steps to 1.34` })
        .waitFor();
      await page().getByText('Set kubernetes_version = "1.34" in ops on a branch').waitFor();
      // The framework isn't installed, so what the change does is unknown.
      await page().locator('li pre').filter({ hasText: 'Why parts are unknown' }).first().waitFor();
      for (const [name, theme] of Object.entries(THEMES)) {
        await showTheme(editor.page, editor.folder, theme);
        await takePicture(editor.page, join(pictures, `${name}.png`));
      }
    });

    it('begins with a quick fix of the finding, after which the environments are in order', async () => {
      await closeEditors(editor.page);
      await quickOpen(editor.page, `${NAME}_cluster.tf:10:30`);
      await editor.page.locator('.squiggly-warning').first().waitFor();
      const fix = editor.page
        .locator('.action-widget .monaco-list-row')
        .filter({ hasText: 'Change to "1.34" in "ops"' });
      await repeatUntil(fix.first(), () => editor.page.keyboard.press('Control+Period'));
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
  });
}
