import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../../support/extension/event';
import { platformsKnown } from '../../../support/extension/platformsKnown';
import { productExtension } from '../../../support/extension/product';

describe('a folder in which Kubestack is added later', () => {
  it('activates the extension without reloading', async () => {
    const { detection } = await productExtension().activate();
    assert.equal(detection.isPresent, false);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const text =
      'module "eks_zero" {\n  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.2-beta.0"\n\n' +
      '  configuration = {\n    apps = {\n      base_domain = "infra.example.com"\n    }\n\n    ops = {}\n  }\n}\n';
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(folder, 'eks_zero_cluster.tf'),
      new TextEncoder().encode(text),
    );
    await until(detection.onDidFind, () => detection.isPresent);
    const { platforms } = await platformsKnown();
    assert.deepEqual(
      platforms.all.map(({ clusters }) => clusters.map(({ name }) => name)),
      [['eks_zero']],
    );
  });
});
