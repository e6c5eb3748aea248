// The next steps of a new platform, with stand-ins for the programs of clouds.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import { openEditor } from '../../support/ui/openEditor';
import { createPlatformInEditor, showOffer } from '../../support/ui/topologies';
import { written } from '../../support/ui/written';
import { clickUntil, notification, openActivityUntil, repeatUntil, takePicture } from '../../support/vscode/workbench';

describe('the next steps of a new platform', function () {
  const programs = new TemporaryFolder({
    // Signed in if the file is there.
    aws: `#!/bin/sh\n[ -f "$(dirname "$0")/signed-in" ] || { echo 'Unable to locate credentials' >&2; exit 253; }\n`,
  });
  chmodSync(programs.at('aws'), 0o755);
  const editor = openEditor({ env: { PATH: `${programs.path}:${process.env['PATH']}` } });
  after(() => programs.delete());

  const line = (text: string): Locator =>
    editor.page.locator('.editor-group-container.active .view-line').filter({ hasText: text }).first();

  /**
   * Clicks the code lens with a title above a line until the effect is visible: lenses appear one after another, move the lines, and are redrawn
   * after each check.
   */
  async function clickLens(title: string, text: string, effect: Locator): Promise<void> {
    await line(text).waitFor();
    const center = ([wanted, below]: readonly [string, string]): { x: number; y: number } | undefined => {
      const group = document.querySelector('.editor-group-container.active');
      const shown = [...(group?.querySelectorAll('.view-line') ?? [])].find(each =>
        each.textContent?.replaceAll('\u00a0', ' ').includes(below),
      );
      const top = shown?.getBoundingClientRect().top ?? 0;
      const found = [...(group?.querySelectorAll('.codelens-decoration a') ?? [])].find(each => {
        const distance = top - each.getBoundingClientRect().top;
        return each.textContent === wanted && distance > 0 && distance < 25;
      });
      const box = found?.getBoundingClientRect();
      return box && { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    };
    await repeatUntil(effect, async () => {
      const found = await editor.page.waitForFunction(center, [title, text] as const, { timeout: 5_000 });
      const at = await found.jsonValue();
      if (at) await editor.page.mouse.click(at.x, at.y);
    });
  }

  it('lead to the first promotion, with the commands of its cloud', async () => {
    const { page, folder } = editor;
    await showOffer(page);
    await createPlatformInEditor(page);
    await written(folder, '.gitignore');
    const done = await notification(page, 'New Platform: created');
    await done.getByRole('button', { name: 'Next Steps…' }).click();
    await line('Sign in to AWS: `aws configure sso`').waitFor();
    await line('gh secret set KBST_AUTH_AWS').waitFor();
  });

  it('say on request that a step is not done yet, and tick it when it is', async () => {
    const { page } = editor;
    await clickLens('Check', 'Sign in to AWS', line('Not done yet. `Unable to locate credentials`'));
    await takePicture(page, join(__dirname, '../../../out/test/pictures/first-hour.png'));
    writeFileSync(programs.at('signed-in'), '');
    await clickLens('Check', 'Sign in to AWS', line('[x] Sign in to AWS'));
    await line('steps are done.').waitFor();
  });

  it('are typed into a terminal', async () => {
    const terminal = editor.page.locator('.terminal-wrapper.active').first();
    await clickLens('Type into Terminal', 'Create a workspace for each environment', terminal);
  });

  it('are found again from the Kubestack view after the window is reloaded', async () => {
    const { page } = editor;
    await page.reload();
    const header = page.locator('.pane-header', { hasText: 'Platform' }).first();
    await openActivityUntil(page, 'Kubestack', page.locator('.monaco-list-row[aria-label^="environment ops"]').first());
    await header.hover();
    // The buttons of the view appear after the platform.
    await clickUntil(header.getByRole('button', { name: 'Show Next Steps' }), line('[x] Sign in to AWS'));
  });
});
