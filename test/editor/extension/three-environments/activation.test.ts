import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { contributedCommands, productExtension, serverReady } from '../../../support/extension/product';
import { serverProcesses } from '../../../support/extension/serverProcesses';

describe('a folder with Kubestack', () => {
  it('activates the extension and starts one language server', async () => {
    assert.equal(productExtension().isActive, true);
    await serverReady();
    assert.equal(serverProcesses().length, 1);
  });

  it('has every command in package.json', async () => {
    await serverReady();
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      contributedCommands().filter(command => !registered.has(command)),
      [],
    );
  });
});
