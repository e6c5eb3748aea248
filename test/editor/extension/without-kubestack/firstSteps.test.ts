import * as assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { copySamplePlatform } from '../../../../client/walkthrough/ui/samplePlatform';
import { productExtension } from '../../../support/extension/product';

describe('a window without Kubestack', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'first-steps-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const copy = () => copySamplePlatform(productExtension().extensionUri, vscode.Uri.file(folder));

  it('gets a sample platform in an empty folder', async () => {
    assert.equal((await copy()).fsPath, folder);
    assert.ok(readdirSync(folder).includes('eks_gc0_eu-west-1_cluster.tf'));
    assert.match(
      readFileSync(join(folder, 'vendor/terraform-kubestack/aws/cluster/main.tf'), 'utf8'),
      /terraform_data/,
    );
  });

  it('gets the sample in a new folder if there are files already, and changes none of them', async () => {
    writeFileSync(join(folder, 'versions.tf'), '# mine\n');
    assert.equal((await copy()).fsPath, join(folder, 'kubestack-sample'));
    assert.equal((await copy()).fsPath, join(folder, 'kubestack-sample-2'));
    assert.equal(readFileSync(join(folder, 'versions.tf'), 'utf8'), '# mine\n');
  });

  it('shows the issue report in an untitled document', async () => {
    await productExtension().activate();
    await vscode.commands.executeCommand('kubestack.reportIssue');
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document?.isUntitled);
    assert.match(document.getText(), new RegExp(`: ${vscode.version.replaceAll('.', '\\.')}\n`));
    assert.match(document.getText(), /\n## End of the log, with names and values masked\n/);
    const name = vscode.workspace.workspaceFolders?.[0]?.uri.path;
    assert.ok(name && !document.getText().includes(name));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
