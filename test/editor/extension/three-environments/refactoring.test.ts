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

/**
 * Requests the actions at a position until there is one whose title begins with a text. VS Code cancels a request if the document changes, which
 * includes a change on disk that it notices late.
 */
async function actionAt(
  document: vscode.TextDocument,
  at: vscode.Position,
  kind: string,
  title: string,
): Promise<vscode.CodeAction> {
  for (;;) {
    const range = new vscode.Range(at, at);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      ...[document.uri, range, kind, 20],
    );
    const action = actions.find(each => each.title.startsWith(title));
    if (action) return action;
  }
}

describe('refactorings', () => {
  before(() => platformsKnown());
  afterEach(async () => {
    await revertAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are offered in the light bulb', async () => {
    const { document, at } = await openAt('replicas');
    const action = await actionAt(document, at, 'refactor', 'Push replicas down to apps, ops');
    assert.ok(action.edit);
    assert.equal(await vscode.workspace.applyEdit(action.edit), true);
    assert.equal(document.getText().match(/count = 3/g)?.length, 3, document.getText());
  });

  it('that remove something end with next steps', async () => {
    const { document, at } = await openAt(SERVICE);
    const action = await actionAt(document, at, 'refactor.remove.kubestack', 'Remove platform service nginx');
    assert.ok(action.command);
    // VS Code runs a command without arguments even if it has discarded the list of actions in the meantime.
    assert.equal(action.command.arguments, undefined);
    await vscode.commands.executeCommand(action.command.command);
    await vscode.commands.executeCommand('kubestack.showNextSteps');
    const steps = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.ok(steps.includes(action.title), steps);
    assert.match(steps, /- \[ \] Create a pull request/);
  });

  it('rename a service and write a moved block', async () => {
    const { document, at } = await openAt(SERVICE);
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
