import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../support/extension/event';
import { platformsKnown } from '../../support/extension/platformsKnown';
import { openSource, revertAll } from '../../support/extension/three-environments/workspaceFiles';

const SERVICE = 'eks_gc0_eu-west-1_service_nginx.tf';
const CLUSTER = 'eks_gc0_eu-west-1_cluster.tf';

async function placeOf(name: string, text: string): Promise<{ uri: vscode.Uri; at: vscode.Position }> {
  const document = await openSource(name);
  const offset = document.getText().indexOf(text);
  assert.ok(offset >= 0, `${text} is not in ${name}`);
  return { uri: document.uri, at: document.positionAt(offset + 1) };
}

describe('language features in a browser', () => {
  before(() => platformsKnown());
  afterEach(async () => {
    await revertAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('hover tells the effective values of all environments', async () => {
    const { uri, at } = await placeOf(SERVICE, 'replicas');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, at);
    const text = hovers
      .flatMap(({ contents }) => contents.map(each => (typeof each === 'string' ? each : each.value)))
      .join();
    for (const environment of ['apps', 'apps-prod', 'ops']) assert.match(text, new RegExp(environment));
  });

  it('completion offers attributes that the module takes', async () => {
    const document = await openSource(CLUSTER);
    const line = document.lineAt(document.positionAt(document.getText().indexOf('base_domain')).line);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, line.range.end, '\n      ');
    assert.equal(await vscode.workspace.applyEdit(edit), true);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      new vscode.Position(line.lineNumber + 1, 6),
    );
    const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('cluster_instance_type'), labels.join());
  });

  it('an environment is found wherever it is used', async () => {
    const { uri, at } = await placeOf(CLUSTER, 'apps-prod');
    const found = await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeReferenceProvider', uri, at);
    const files = new Set(found.map(each => each.uri.path.split('/').at(-1)));
    assert.ok(files.has(CLUSTER) && files.has(SERVICE), [...files].join());
  });

  it('documents are formatted', async () => {
    const document = await openSource(SERVICE);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'locals {\na=1\n}\n\n');
    assert.equal(await vscode.workspace.applyEdit(edit), true);
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>(
      'vscode.executeFormatDocumentProvider',
      document.uri,
      { tabSize: 2, insertSpaces: true },
    );
    assert.ok(edits.length > 0, 'nothing is formatted');
  });

  it('the platform diagram opens', async () => {
    const { platforms } = await platformsKnown();
    await vscode.commands.executeCommand('kubestack.showPlatformDiagram', { platform: platforms.all[0]?.uri });
    const isShown = (): boolean =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.startsWith('Diagram')));
    await until(vscode.window.tabGroups.onDidChangeTabs, isShown);
  });
});
