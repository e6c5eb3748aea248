import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codesIn, found, gone, outdatedDockerfile } from '../../../support/extension/three-environments/ownDiagnostics';
import { until } from '../../../support/extension/event';
import { platformsKnown } from '../../../support/extension/platformsKnown';
import { openSource } from '../../../support/extension/three-environments/workspaceFiles';

describe('problems of closed files', () => {
  const dockerfile = outdatedDockerfile();

  it('are reported, and appear once after a file is opened and closed', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await found(dockerfile(), 'KS103');
    const document = await openSource('Dockerfile');
    const own = (): string[] => codesIn(document.uri).filter(code => code === 'KS103');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const text = 'FROM kubestack/framework:v0.18.2-beta.0\n';
    await vscode.workspace.fs.writeFile(dockerfile(), new TextEncoder().encode(text));
    await gone(dockerfile(), 'KS103');
    await vscode.workspace.fs.writeFile(dockerfile(), new TextEncoder().encode(text.replace('18.2', '17.0')));
    await found(dockerfile(), 'KS103');
    assert.deepEqual(own(), ['KS103']);
  });

  it('of a file that is too long are in the Kubestack view, too', async () => {
    const { view } = await platformsKnown();
    const long = vscode.Uri.joinPath(dockerfile(), '../long.tf');
    assert.equal(view.message ?? '', '');
    await vscode.workspace.fs.writeFile(long, new TextEncoder().encode('# comment\n'.repeat(500_000)));
    await until(vscode.languages.onDidChangeDiagnostics, () => (view.message ?? '') !== '');
    assert.match(
      view.message ?? '',
      /^(?:\S+\/)?long\.tf: This file is longer than 4,000,000 characters and is ignored\.$/,
    );
    await vscode.workspace.fs.delete(long);
    await until(vscode.languages.onDidChangeDiagnostics, () => (view.message ?? '') === '');
  });

  it('follow changes on disk of a module in a closed file', async () => {
    const cluster = vscode.Uri.joinPath(dockerfile(), '../gke_gc0_europe-west1_cluster.tf');
    const before = await vscode.workspace.fs.readFile(cluster);
    try {
      const text = new TextDecoder().decode(before);
      await vscode.workspace.fs.writeFile(
        cluster,
        new TextEncoder().encode(`${text}\nlocals {\n  wrong = uper("x")\n}\n`),
      );
      await found(cluster, 'KS003');
      await openSource('gke_gc0_europe-west1_cluster.tf');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      assert.deepEqual(
        codesIn(cluster).filter(code => code === 'KS003'),
        ['KS003'],
      );
    } finally {
      await vscode.workspace.fs.writeFile(cluster, before);
    }
    await gone(cluster, 'KS003');
  });
});
