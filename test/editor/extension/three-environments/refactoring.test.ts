import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { platformsKnown } from '../../../support/extension/platformsKnown';
import { openSource, revertAll } from '../../../support/extension/three-environments/workspaceFiles';

const SERVICE = 'eks_gc0_eu-west-1_service_nginx';

/** Opens the service, and finds the position of the first occurrence of a text. */
async function openAt(text: string): Promise<{ document: vscode.TextDocument; at: vscode.Position }> {
  const document = await openSource(`${SERVICE}.tf`);
  return { document, at: document.positionAt(document.getText().indexOf(text) + 2) };
}

describe('refactorings', () => {
  before(() => platformsKnown());
  afterEach(async () => {
    await revertAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are offered in the light bulb', async () => {
    const { document, at } = await openAt('replicas');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(at, at),
      vscode.CodeActionKind.Refactor.value,
      20,
    );
    const action = actions.find(({ title }) => title === 'Push replicas down to apps, ops');
    assert.ok(action?.edit, actions.map(({ title }) => title).join(' | '));
    assert.equal(await vscode.workspace.applyEdit(action.edit), true);
    assert.equal(document.getText().match(/count = 3/g)?.length, 3, document.getText());
  });

  it('that remove something end with next steps', async () => {
    const { document, at } = await openAt(SERVICE);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(at, at),
      'refactor.remove.kubestack',
      20,
    );
    const action = actions.find(({ title }) => title.startsWith('Remove platform service nginx'));
    assert.equal(action?.command?.command, 'kubestack.showNextSteps', actions.map(({ title }) => title).join(' | '));
    const [next] = action.command.arguments as [{ title: string; followUp: string[] }];
    assert.equal(next.title, action.title);
    assert.match(next.followUp.join('\n'), /Create a pull request/);
  });

  it('rename a service and write a moved block', async () => {
    const { document, at } = await openAt(SERVICE);
    // The command applies renames of files before edits of their texts, unlike F2. Therefore the edit is only inspected.
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      at,
      `${SERVICE}_edge`,
    );
    const texts = edit.entries().flatMap(([, edits]) => edits.map(({ newText }) => newText));
    assert.deepEqual(texts, ['_edge', `\nmoved {\n  from = module.${SERVICE}\n  to   = module.${SERVICE}_edge\n}\n`]);
  });

  it('explain why a name is invalid', async () => {
    const { document, at } = await openAt(SERVICE);
    await assert.rejects(
      Promise.resolve(vscode.commands.executeCommand('vscode.executeDocumentRenameProvider', document.uri, at, 'a b')),
      /is not a valid name/,
    );
  });
});
