import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { applyScaffold } from '../../../client/scaffold/ui/applyScaffold';
import { Method } from '../../../common/protocol';
import type { MatrixParams, MatrixResult } from '../../../common/matrix/matrix';
import { until } from '../../support/extension/event';
import { platformsKnown } from '../../support/extension/platformsKnown';
import { found, gone } from '../../support/extension/three-environments/ownDiagnostics';
import { openSource, replace, revertAll } from '../../support/extension/three-environments/workspaceFiles';

const SERVICE = 'eks_gc0_eu-west-1_service_nginx.tf';
const CLUSTER = 'eks_gc0_eu-west-1_cluster.tf';
const POOL = 'eks_gc0_eu-west-1_node_pool_extra';

async function placeOf(name: string, text: string): Promise<{ uri: vscode.Uri; at: vscode.Position }> {
  const document = await openSource(name);
  const offset = document.getText().indexOf(text);
  assert.ok(offset >= 0, `${text} is not in ${name}`);
  return { uri: document.uri, at: document.positionAt(offset + 1) };
}

const isShown = (title: string): boolean =>
  vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.startsWith(title)));

describe('language features on a virtual folder', () => {
  before(() => platformsKnown());
  afterEach(async () => {
    await revertAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('hover shows the effective values of all environments', async () => {
    const { uri, at } = await placeOf(SERVICE, 'replicas');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, at);
    const text = hovers
      .flatMap(({ contents }) => contents.map(each => (typeof each === 'string' ? each : each.value)))
      .join();
    for (const environment of ['apps', 'apps-prod', 'ops']) assert.match(text, new RegExp(environment));
  });

  it('completion offers attributes of the module', async () => {
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

  it('references of an environment are found', async () => {
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

  it('inlay hints show inherited values, and code lenses the environments', async () => {
    const document = await openSource(CLUSTER);
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const { uri } = document;
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      uri,
      whole,
    );
    const texts = hints.map(({ label }) =>
      typeof label === 'string' ? label : label.map(part => part.value).join(''),
    );
    assert.match(texts.join('\n'), /inherits \d+ values from apps-prod/);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 20);
    const titles = lenses.map(({ command }) => command?.title).join('\n');
    for (const environment of ['ops', 'apps', 'apps-prod']) assert.match(titles, new RegExp(environment));
  });

  it('Fix All Problems fixes what needs no choice', async () => {
    const document = await openSource(CLUSTER);
    const original = document.getText();
    try {
      await replace(document, 'apps = {}', 'apps = {\n      cluster_max_size = 9\n    }');
      await found(document.uri, 'KS210');
      await vscode.commands.executeCommand('kubestack.fixAll');
      const isFixed = (): boolean => !/cluster_max_size = 9\n {4}\}\n\n {4}ops/.test(document.getText());
      await until(vscode.workspace.onDidChangeTextDocument, isFixed);
      await gone(document.uri, 'KS210');
    } finally {
      // VS Code saves all files that such a command changes if there are several.
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), original);
      await vscode.workspace.applyEdit(edit);
      await document.save();
    }
  });

  it('a node pool is added in one edit and shown', async () => {
    const { platforms, server } = await platformsKnown();
    const [platform] = platforms.all;
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(platform && folder);
    const answers = { cluster: 'eks_gc0_eu-west-1', pool: 'extra' };
    const result = await server.scaffold({ uri: platform.uri, kind: 'nodePool', answers });
    assert.ok('edit' in result, JSON.stringify(result));
    try {
      assert.equal(await applyScaffold(result.edit, 'Add Node Pool'), true);
      await until(platforms.onDidChange, () => JSON.stringify(platforms.all).includes('_node_pool_extra'));
    } finally {
      await revertAll();
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder.uri, `${POOL}.tf`));
    }
    await until(platforms.onDidChange, () => !JSON.stringify(platforms.all).includes('_node_pool_extra'));
  });

  it('the platform diagram and the environment matrix open', async () => {
    const { platforms, server } = await platformsKnown();
    const platform = platforms.all[0]?.uri ?? '';
    await vscode.commands.executeCommand('kubestack.showPlatformDiagram', { platform });
    await until(vscode.window.tabGroups.onDidChangeTabs, () => isShown('Diagram'));
    await vscode.commands.executeCommand('kubestack.showEnvironmentMatrix', { platform });
    await until(vscode.window.tabGroups.onDidChangeTabs, () => isShown('Matrix of'));
    const { matrix } = await server.request<MatrixParams, MatrixResult>(Method.matrix, { uri: platform });
    assert.deepEqual(matrix?.environments, ['ops', 'apps', 'apps-prod']);
    assert.ok(matrix.rows.some(({ id }) => id.includes('cluster_max_size')));
  });
});
