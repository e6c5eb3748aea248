import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../../support/extension/event';
import { platformsKnown } from '../../../support/extension/platformsKnown';
import { productExtension } from '../../../support/extension/product';

/** Writes the module of a cluster with two environments. @param path in the folder of the window */
async function addCluster(path: string, name: string, source: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const text =
    `module "${name}" {\n  source = "github.com/kbst/terraform-kubestack//${source}/cluster?ref=v0.18.2-beta.0"\n\n` +
    '  configuration = {\n    apps = {\n      base_domain = "infra.example.com"\n    }\n\n    ops = {}\n  }\n}\n';
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, path), new TextEncoder().encode(text));
}

describe('a folder in which Kubestack is added later', () => {
  it('activates the extension without reloading', async () => {
    const { detection } = await productExtension().activate();
    assert.equal(detection.isPresent, false);
    await addCluster('eks_zero_cluster.tf', 'eks_zero', 'aws');
    await until(detection.onDidFind, () => detection.isPresent);
    const { platforms } = await platformsKnown();
    assert.deepEqual(
      platforms.all.map(({ clusters }) => clusters.map(({ name }) => name)),
      [['eks_zero']],
    );
  });

  it('shows each platform with its folder in the view, if there are two', async () => {
    await addCluster('blue/aks_blue_cluster.tf', 'aks_blue', 'azurerm');
    await addCluster('green/aks_green_cluster.tf', 'aks_green', 'azurerm');
    const { platforms, view } = await platformsKnown();
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, 'eks_zero_cluster.tf'));
    const clusters = () => platforms.all.map(each => each.clusters.map(({ name }) => name).join()).join(' ');
    await until(platforms.onDidChange, () => clusters() === 'aks_blue aks_green');
    // Problems outside of modules arrive later.
    const shown = view
      .getChildren()
      .filter(({ kind }) => kind === 'platform')
      .map(({ kind, label, children }) => [kind, label, children.map(each => each.label)]);
    assert.deepEqual(shown, [
      ['platform', 'blue', ['ops', 'apps']],
      ['platform', 'green', ['ops', 'apps']],
    ]);
    const platformItems = view.getChildren().filter(({ kind }) => kind === 'platform');
    const names = platformItems.map(({ children }) => children[0]?.children.map(({ label }) => label));
    assert.deepEqual(names, [['aks_blue'], ['aks_green']]);
  });
});
