import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { productExtension } from '../../../support/extension/product';
import { serverProcesses } from '../../../support/extension/serverProcesses';

describe('a folder with Terraform but without Kubestack', () => {
  it('does not start the language server, even if a Terraform file is opened', async () => {
    const [file] = await vscode.workspace.findFiles('main.tf');
    assert.ok(file);
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    assert.equal(document.languageId, 'terraform');
    // Resolves when the workspace has been searched.
    const { server, detection } = await productExtension().activate();
    assert.equal(detection.isPresent, false);
    assert.equal(server.state, 'off');
    assert.deepEqual(serverProcesses(), []);
  });
});
