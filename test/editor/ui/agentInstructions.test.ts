import * as assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPlatformInEditor } from '../../support/ui/topologies';
import { openEditor, type Editor } from '../../support/ui/openEditor';
import { answerQuestions, selectRows } from '../../support/ui/wizard';
import { savedText } from '../../support/ui/written';
import { openActivity, runEditorCommand } from '../../support/vscode/workbench';

const tab = ({ page }: Editor, name: string) => page.locator('.tab.active').filter({ hasText: name });

describe('files for coding agents', function () {
  describe('of a new platform', () => {
    const editor = openEditor({});

    it('are written with it where they are selected', async () => {
      await createPlatformInEditor(editor.page, page => selectRows(page, ['AGENTS.md', '.vscode/mcp.json']));
      const instructions = await savedText(editor.folder, 'AGENTS.md', /kubestack_check/);
      assert.match(instructions, /- Framework version: v\d/);
      assert.match(instructions, /- Environments: `apps`, `ops`/);
      const servers = JSON.parse(await savedText(editor.folder, '.vscode/mcp.json', /\}\s*$/)) as {
        servers: Record<string, { command: string; args: string[] }>;
      };
      assert.deepEqual(Object.keys(servers.servers), ['kubestack']);
      assert.equal(servers.servers['kubestack']?.command, 'npx');
      assert.ok(servers.servers['kubestack']?.args.includes('mcp'));
    });
  });

  describe('of a platform that is there', () => {
    const editor = openEditor({ workspace: 'three-environments' });
    const addInstructions = async (): Promise<void> => {
      await runEditorCommand(editor.page, 'Kubestack: Add Agent Instructions…');
      await answerQuestions(editor.page, [['Files for coding agents'], ['Write the changes']]);
    };

    it('are AGENTS.md alone by default, opened and saved', async () => {
      await openActivity(editor.page, 'Kubestack');
      await editor.page.locator('.pane-body .monaco-list-row').filter({ hasText: 'apps-prod' }).first().waitFor();
      await addInstructions();
      await tab(editor, 'AGENTS.md').waitFor();
      assert.match(
        await savedText(editor.folder, 'AGENTS.md', /kubestack_check/),
        /- Environments: `apps-prod`, `apps`, `ops`/,
      );
      assert.equal(existsSync(join(editor.folder, '.vscode/mcp.json')), false);
    });

    it('are brought up to date in place, around what people have written', async () => {
      const text = await savedText(editor.folder, 'AGENTS.md', /kubestack_check/);
      const outdated = `# Ours\n\n${text.replace(/- Environments: .*/, '- Environments: `apps`, `ops`')}\nAsk before you delete.\n`;
      writeFileSync(join(editor.folder, 'AGENTS.md'), outdated);
      // The editor shows what is on disk before the command looks at it.
      await editor.page.locator('.view-line', { hasText: 'Ours' }).first().waitFor();
      await addInstructions();
      const updated = await savedText(editor.folder, 'AGENTS.md', /`apps-prod`, `apps`, `ops`/);
      assert.match(updated, /^# Ours\n/);
      assert.match(updated, /Ask before you delete\.\n$/);
    });
  });
});
