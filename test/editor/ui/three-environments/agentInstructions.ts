import * as assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Editor } from '../../../support/ui/openEditor';
import { answerQuestions } from '../../../support/ui/wizard';
import { savedText } from '../../../support/ui/written';
import { closeEditors, openActivity, pressUntil, runEditorCommand } from '../../../support/vscode/workbench';

const GATES = ['.github/hooks/kubestack.json', '.claude/settings.json'];

const tab = ({ page }: Editor, name: string) => page.locator('.tab.active').filter({ hasText: name });

/** Declares the tests of files for coding agents. */
export function agentInstructionTests(editor: Editor): void {
  const addInstructions = async (): Promise<void> => {
    await runEditorCommand(editor.page, 'Kubestack: Set Up Agents…');
    await answerQuestions(editor.page, [['Files for coding agents'], ['Write the changes']]);
  };

  describe('files for coding agents of an existing platform', () => {
    it('consist of AGENTS.md, the gate and the server for Claude Code by default, and AGENTS.md is opened', async () => {
      await openActivity(editor.page, 'Kubestack');
      await editor.page.locator('.pane-body .monaco-list-row').filter({ hasText: 'apps-prod' }).first().waitFor();
      await addInstructions();
      await tab(editor, 'AGENTS.md').waitFor();
      assert.match(
        await savedText(editor.folder, 'AGENTS.md', /kubestack_check/),
        /- Environments: `ops`, `apps`, `apps-prod`\n/,
      );
      for (const path of GATES) await savedText(editor.folder, path, /kubestack-language-server gate \|\| exit 2/);
      await savedText(editor.folder, '.mcp.json', /"mcpServers"/);
      assert.equal(existsSync(join(editor.folder, '.vscode/mcp.json')), false);
    });

    it('are updated in place and keep other text', async () => {
      const text = await savedText(editor.folder, 'AGENTS.md', /kubestack_check/);
      const outdated = `# Ours\n\n${text.replace(/- Environments: .*/, '- Environments: `prod`')}\nAsk before you delete.\n`;
      writeFileSync(join(editor.folder, 'AGENTS.md'), outdated);
      // Waits until the editor shows the file on disk, before the command reads it.
      await editor.page.locator('.view-line', { hasText: 'Ours' }).first().waitFor();
      await addInstructions();
      // VS Code does not save a single open file automatically.
      const line = editor.page.locator('.view-line', { hasText: 'Environments:' }).filter({ hasText: 'apps-prod' });
      await line.click();
      await pressUntil(
        editor.page,
        'Control+S',
        editor.page.locator('.tab.active:not(.dirty)', { hasText: 'AGENTS.md' }),
      );
      const updated = await savedText(editor.folder, 'AGENTS.md', /- Environments: `ops`, `apps`, `apps-prod`\n/);
      assert.match(updated, /^# Ours\n/);
      assert.match(updated, /Ask before you delete\.\n$/);
    });

    after(async () => {
      await closeEditors(editor.page);
      for (const path of ['AGENTS.md', '.mcp.json', ...GATES]) rmSync(join(editor.folder, path));
    });
  });
}
