import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { serverReady } from '../../../support/extension/product';
import { formattedText, openFile } from '../../../support/extension/standIn';

describe('files with tests and with queries', () => {
  const root = vscode.workspace.workspaceFolders![0]!.uri;
  const names = ['cluster.tftest.hcl', 'all.tfquery.hcl'];

  before(async () => {
    await serverReady();
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    for (const name of names) await vscode.workspace.fs.delete(vscode.Uri.joinPath(root, name));
  });

  for (const [name, language, text, formatted] of [
    [names[0]!, 'terraform-test', 'run "a" {\n  command=plan\n}\n', 'run "a" {\n  command = plan\n}\n'],
    [names[1]!, 'terraform-search', 'list "t" "a" {\nlimit = 5\n}\n', 'list "t" "a" {\n  limit = 5\n}\n'],
  ] as const)
    it(`have their own language and are formatted: ${name}`, async () => {
      await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(root, name), new TextEncoder().encode(text));
      const document = await openFile(name);
      assert.equal(document.languageId, language);
      assert.equal(await formattedText(document), formatted);
      await document.save();
    });
});
