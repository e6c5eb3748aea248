import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { platformsKnown } from '../platformsKnown';
import { openSource, revertAll } from './workspaceFiles';

const SERVICE = 'eks_gc0_eu-west-1_service_nginx';

describe('refactorings', () => {
  before(() => platformsKnown());
  afterEach(async () => {
    await revertAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are in the light bulb, and keep the layout of the file', async () => {
    const document = await openSource('eks_gc0_eu-west-1_cluster.tf');
    const at = document.positionAt(document.getText().indexOf('cluster_max_size') + 2);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(at, at),
      vscode.CodeActionKind.Refactor.value,
      20,
    );
    const titles = actions.map(({ title }) => title);
    const action = actions.find(({ title }) => /^(?:Override cluster_max_size|Push cluster_max_size)/.test(title));
    assert.ok(action?.edit, titles.join(' | '));
    const before = document.getText();
    assert.equal(await vscode.workspace.applyEdit(action.edit), true);
    const added = document.getText().split('\n').length - before.split('\n').length;
    assert.ok(added >= 1, document.getText());
  });

  it('rename a service with its file, and tell terraform', async () => {
    const document = await openSource(`${SERVICE}.tf`);
    const original = document.getText();
    const at = document.positionAt(original.indexOf(SERVICE) + 2);
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      at,
      `${SERVICE}_edge`,
    );
    assert.equal(await vscode.workspace.applyEdit(edit), true);
    const renamed = await openSource(`${SERVICE}_edge.tf`);
    assert.match(renamed.getText(), new RegExp(`module "${SERVICE}_edge"`));
    assert.match(renamed.getText(), new RegExp(`moved \\{\\n {2}from = module\\.${SERVICE}\\n`));
    const back = new vscode.WorkspaceEdit();
    back.renameFile(renamed.uri, document.uri);
    assert.equal(await vscode.workspace.applyEdit(back), true);
    await vscode.workspace.fs.writeFile(document.uri, new TextEncoder().encode(original));
  });

  it('say why a name can not be', async () => {
    const document = await openSource(`${SERVICE}.tf`);
    const at = document.positionAt(document.getText().indexOf(SERVICE) + 2);
    await assert.rejects(
      Promise.resolve(vscode.commands.executeCommand('vscode.executeDocumentRenameProvider', document.uri, at, 'a b')),
      /is no name for terraform/,
    );
  });
});
