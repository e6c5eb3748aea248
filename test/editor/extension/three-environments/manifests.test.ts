import * as assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { platformsKnown } from '../../../support/extension/platformsKnown';
import { openSource, replace, revertAll } from '../../../support/extension/three-environments/workspaceFiles';

const WEB =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ingress-nginx-controller\nspec:\n  replicas: COUNT\n';
const SECRET = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: login\ndata:\n  word: planted\n';

/** A stand-in for kustomize: prints objects with the number of replicas in the kustomization. */
const KUSTOMIZE = `#!/bin/sh
if [ "$1" = version ]; then echo v5.7.1; exit; fi
count=$(/bin/grep -o '"count":[0-9]*' kustomization.yaml | /usr/bin/tr -dc 0-9)
/bin/cat m.yaml | /bin/sed "s/COUNT/$count/"
`;

describe('Show Manifests', function () {
  const original = process.env['PATH'];
  let programs = '';
  let manifest: vscode.Uri;

  before(async () => {
    programs = mkdtempSync(join(tmpdir(), 'kubestack-programs-'));
    writeFileSync(join(programs, 'kustomize'), KUSTOMIZE);
    chmodSync(join(programs, 'kustomize'), 0o755);
    process.env['PATH'] = programs;
    const { platforms } = await platformsKnown();
    manifest = vscode.Uri.joinPath(vscode.Uri.parse(platforms.all[0]!.uri), 'm.yaml');
    writeFileSync(manifest.fsPath, `${WEB}---\n${SECRET}`);
    const source = await openSource('eks_gc0_eu-west-1_service_nginx.tf');
    await replace(source, 'replicas = [{', 'resources = ["m.yaml"]\n      replicas = [{');
    await replace(source, 'ops = {}', 'ops = { replicas = [{ name = "ingress-nginx-controller", count = 1 }] }');
  });

  after(async () => {
    process.env['PATH'] = original;
    rmSync(programs, { recursive: true });
    await revertAll();
    rmSync(manifest.fsPath);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  async function target(environment: string): Promise<{ platform: string; environment: string }> {
    const { platforms } = await platformsKnown();
    return { platform: platforms.all[0]!.uri, environment };
  }

  it('shows the objects of an environment as read-only YAML, with masked Secrets and links to their declarations', async () => {
    await vscode.commands.executeCommand('kubestack.showManifests', await target('ops'));
    const document = vscode.window.activeTextEditor!.document;
    assert.equal(document.uri.scheme, 'kubestack-manifests');
    assert.equal(document.languageId, 'yaml');
    assert.match(document.uri.path, /\/ops manifests \([^/]+\)\.yaml$/);
    assert.match(document.getText(), /kind: Deployment\n[^]*replicas: 1\n/);
    assert.match(document.getText(), /word: \(sensitive value\)\n/);
    assert.doesNotMatch(document.getText(), /planted/);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
    );
    const targets = links.map(link => `${document.getText(link.range)} → ${link.target?.fragment}`);
    assert.deepEqual(targets.sort(), ['m.yaml:1 → L1', 'm.yaml:8 → L8']);
  });

  it('compares two environments in the diff editor', async () => {
    await vscode.commands.executeCommand('kubestack.compareManifests', await target('apps-prod'), {
      environment: 'ops',
    });
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.ok(tab?.input instanceof vscode.TabInputTextDiff);
    const text = async (uri: vscode.Uri): Promise<string> => (await vscode.workspace.openTextDocument(uri)).getText();
    const [before, after] = [await text(tab.input.original), await text(tab.input.modified)];
    assert.match(before, /replicas: 1\n/);
    assert.equal(before.replace('replicas: 1', 'replicas: 3'), after);
  });
});
