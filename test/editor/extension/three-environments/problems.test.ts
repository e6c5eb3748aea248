import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../../support/extension/event';
import { found, gone, outdatedDockerfile } from '../../../support/extension/three-environments/ownDiagnostics';
import { openSource, replace } from '../../../support/extension/three-environments/workspaceFiles';

async function actionsAt(uri: vscode.Uri, code: string): Promise<vscode.CodeAction[]> {
  const diagnostic = vscode.languages
    .getDiagnostics(uri)
    .find(each => (typeof each.code === 'object' ? each.code.value : each.code) === code);
  assert.ok(diagnostic, code);
  const kind = vscode.CodeActionKind.QuickFix.value;
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, diagnostic.range, kind, 20);
}

describe('problems', () => {
  outdatedDockerfile();

  it('are reported beside the configuration, too, follow edits of other files, and can be fixed', async () => {
    const document = await openSource('Dockerfile');
    await found(document.uri, 'KS103');
    const fix = (await actionsAt(document.uri, 'KS103')).find(({ title }) => title === 'Set v0.18.2-beta.0');
    assert.ok(fix?.edit && fix.isPreferred);
    assert.equal(await vscode.workspace.applyEdit(fix.edit), true);
    assert.equal(document.getText(), 'FROM kubestack/framework:v0.18.2-beta.0\n');
    await gone(document.uri, 'KS103');
    await replace(document, 'v0.18.2', 'v0.19.0');
    await found(document.uri, 'KS103');
  });

  it('are suppressed by a comment that a quick fix adds', async () => {
    const document = await openSource('Dockerfile');
    await found(document.uri, 'KS103');
    const ignore = (await actionsAt(document.uri, 'KS103')).find(
      ({ title }) => title === 'Ignore KS103 here (adds a comment)',
    );
    assert.ok(ignore?.edit);
    assert.equal(await vscode.workspace.applyEdit(ignore.edit), true);
    assert.match(document.getText(), /^# kubestack:ignore KS103\n/);
    await gone(document.uri, 'KS103');
  });

  it('are explained by the page of their code', async () => {
    const document = await openSource('Dockerfile');
    await found(document.uri, 'KS103');
    const explain = (await actionsAt(document.uri, 'KS103')).find(({ title }) => title === 'Explain KS103');
    assert.ok(explain?.command);
    await vscode.commands.executeCommand(explain.command.command, ...(explain.command.arguments as unknown[]));
    const shown = () => vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '';
    await until(vscode.window.tabGroups.onDidChangeTabs, () => /KS103/.test(shown()));
    assert.equal(vscode.window.tabGroups.activeTabGroup.viewColumn, vscode.ViewColumn.Two, 'beside the code');
  });
});
