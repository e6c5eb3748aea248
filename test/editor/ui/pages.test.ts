// The pages of a platform and the Plan view, in one window: opening and reloading one takes longer than their tests.
import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { openEditor } from '../../support/ui/openEditor';
import { addTagPipelines } from '../../support/ui/tagPipelines';
import { accessibilityProblems, showTheme, THEMES, webviewFrame } from '../../support/ui/webview';
import { reloadWindow, takePicture } from '../../support/vscode/workbench';
import { diagramTests } from './pages/diagram';
import { forecastTests } from './pages/forecast';
import { matrixTests } from './pages/matrix';
import { planTests } from './pages/plan';
import { boardTests } from './pages/promotionBoard';
import { upgradeTests } from './pages/upgrades';

const pictures = resolve(__dirname, '../../../out/pictures');

describe('a window with a platform, its pages and plans', () => {
  const editor = openEditor({
    workspace: 'multi-cloud',
    git: true,
    settings: { 'window.restoreWindows': 'preserve' },
    change: addTagPipelines,
  });

  before(() => {
    const remote = join(dirname(editor.folder), 'platform.git');
    const git = (...parameters: string[]): void =>
      void execFileSync('git', ['-c', 'core.hooksPath=/dev/null', ...parameters], {
        cwd: editor.folder,
        stdio: 'pipe',
      });
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.com');
    git('init', '--quiet', '--bare', '--initial-branch=main', remote);
    git('remote', 'add', 'origin', remote);
    git('push', '--quiet', '--set-upstream', 'origin', 'main');
  });

  const matrix = matrixTests(editor);
  const diagram = diagramTests(editor);
  const board = boardTests(editor);
  const plans = planTests(editor);
  forecastTests(editor);
  upgradeTests(editor);
  const pages = { matrix, diagram, board };

  describe('together', () => {
    it('are restored after the window is reloaded', async () => {
      for (const page of Object.values(pages)) await page.change();
      await reloadWindow(editor.page);
      for (const page of Object.values(pages)) {
        await page.show();
        await page.isRestored();
      }
    });

    it('keep plans after the window is reloaded, and notice what changes then', () => plans.areRestored());

    it('type the command of a plan into a terminal without running it', () => plans.inTerminal());
  });

  for (const [folder, page] of Object.entries(pages)) {
    describe(`the ${folder}`, () => {
      before(() => page.show());

      for (const [name, theme] of Object.entries(THEMES)) {
        it(`can be read in the theme ${theme}`, async () => {
          await showTheme(editor.page, editor.folder, theme);
          await page.prepareToBeRead();
          assert.deepEqual(await accessibilityProblems(await webviewFrame(editor.page)), []);
          await takePicture(editor.page, join(pictures, folder, `${name}.png`));
        });
      }

      it('shows everything in a narrow window', async () => {
        await editor.page.setViewportSize(page.narrow);
        const frame = await webviewFrame(editor.page);
        await frame.waitForFunction(width => innerWidth <= width, page.narrow.width);
        await page.fits();
        await takePicture(editor.page, join(pictures, folder, 'narrow.png'));
        await editor.page.setViewportSize({ width: 1400, height: 900 });
      });

      it('leaves more than half of a low window to its content', async () => {
        await editor.page.setViewportSize({ width: 700, height: 500 });
        const frame = await webviewFrame(editor.page);
        await frame.waitForFunction(height => innerHeight < height, 500);
        const [toolbar, page] = await frame.evaluate(() => [
          document.querySelector('.toolbar')?.clientHeight ?? 0,
          innerHeight,
        ]);
        assert.ok(toolbar < page / 2, `the toolbar has ${toolbar} of ${page} pixels`);
        await takePicture(editor.page, join(pictures, folder, 'low.png'));
        await editor.page.setViewportSize({ width: 1400, height: 900 });
      });
    });
  }
});
