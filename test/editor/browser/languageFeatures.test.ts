import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { platformsKnown } from '../../support/extension/platformsKnown';
import { openSource, revertAll } from '../../support/extension/three-environments/workspaceFiles';

const SERVICE = 'eks_gc0_eu-west-1_service_nginx.tf';

async function hoverOver(text: string): Promise<string> {
  const document = await openSource(SERVICE);
  const at = document.positionAt(document.getText().indexOf(text) + 1);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, at);
  return hovers.flatMap(({ contents }) => contents.map(each => (typeof each === 'string' ? each : each.value))).join();
}

describe('language features in a browser', () => {
  before(() => platformsKnown());
  afterEach(async () => {
    await revertAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('hover tells the effective values of all environments', async () => {
    const text = await hoverOver('replicas');
    for (const environment of ['apps', 'apps-prod', 'ops']) assert.match(text, new RegExp(environment));
  });
});
