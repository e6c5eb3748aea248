import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Editor } from '../../../support/ui/openEditor';
import { answerQuestions } from '../../../support/ui/wizard';
import { savedText } from '../../../support/ui/written';
import {
  closeEditors,
  openActivity,
  quickOpen,
  runEditorCommand,
  takePicture,
} from '../../../support/vscode/workbench';

const pictures = resolve(__dirname, '../../../../out/pictures/scaffolding');

/** Declares the tests of Add Dev Container. */
export function devContainerTests(editor: Editor): void {
  describe('a dev container of an existing platform', () => {
    it('is written, opened and saved', async () => {
      writeFileSync(join(editor.folder, 'Dockerfile'), 'FROM kubestack/framework:v0.18.2-beta.0\n');
      await openActivity(editor.page, 'Kubestack');
      await editor.page.locator('.pane-body .monaco-list-row').filter({ hasText: 'apps-prod' }).first().waitFor();
      // An open file is known, while VS Code can report a file on disk later.
      await quickOpen(editor.page, 'Dockerfile');
      await runEditorCommand(editor.page, 'Kubestack: Add…');
      await answerQuestions(editor.page, [['What do you want to add?', 'Add Dev Container…'], ['Write the changes']]);
      await editor.page.locator('.tab.active').filter({ hasText: 'devcontainer.json' }).waitFor();
      await savedText(editor.folder, '.devcontainer/devcontainer.json', /^\/\/ Experimental/);
      await takePicture(editor.page, join(pictures, 'dev-container.png'));
    });

    after(async () => {
      await closeEditors(editor.page);
      rmSync(join(editor.folder, '.devcontainer'), { recursive: true, force: true });
      rmSync(join(editor.folder, 'Dockerfile'));
    });
  });
}
