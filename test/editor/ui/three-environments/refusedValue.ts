import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Editor } from '../../../support/ui/openEditor';
import { savedText } from '../../../support/ui/written';
import { closeEditors, openLightBulb, quickOpen, takePicture } from '../../../support/vscode/workbench';

const pictures = resolve(__dirname, '../../../../out/pictures/refused-value');
const CLUSTER = 'gke_gc0_europe-west1_cluster.tf';

/** Declares the tests of values that a provider refuses. */
export function refusedValueTests(editor: Editor): void {
  describe('a value that the provider refuses', () => {
    let before: string;

    it('is underlined, and its quick fix writes the nearest allowed value', async () => {
      const { page, folder } = editor;
      before = readFileSync(join(folder, CLUSTER), 'utf8');
      const written = before
        .replace(/\?ref=[^"]+/, '?ref=e70912c9678842452798826a9ae7d97bc7bb1f30')
        .replace(/^( *)project_id.*$/m, '$&\n$1cluster_release_channel = "stable"');
      writeFileSync(join(folder, CLUSTER), written);
      const line = written.split('\n').findIndex(each => each.includes('cluster_release_channel')) + 1;
      await quickOpen(page, `${CLUSTER}:${line}:35`);
      const fix = page.locator('.action-widget .monaco-list-row', { hasText: /STABLE/ }).first();
      await openLightBulb(page, fix);
      await takePicture(page, join(pictures, 'fix.png'));
      await fix.click();
      await page.locator('.view-line', { hasText: /"STABLE"/ }).waitFor();
      await page.keyboard.press('Control+S');
      await savedText(folder, CLUSTER, /cluster_release_channel = "STABLE"/);
    });

    after(async () => {
      await closeEditors(editor.page);
      writeFileSync(join(editor.folder, CLUSTER), before);
    });
  });
}
