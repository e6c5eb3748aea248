import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PlatformNode } from '../../../../client/platform/platformTree';
import { until } from '../../../support/extension/event';
import { platformsKnown } from '../../../support/extension/platformsKnown';
import { openSource, replace, revertAll } from '../../../support/extension/three-environments/workspaceFiles';

/** The view as text: one indented line for each item, without the problems outside of modules, which arrive later. */
function drawn(nodes: readonly PlatformNode[], depth = 0): string[] {
  const items = nodes.filter(({ kind }) => kind !== 'otherProblems');
  return items.flatMap(({ label, children }) => ['  '.repeat(depth) + label, ...drawn(children, depth + 1)]);
}

describe('the Kubestack view', () => {
  afterEach(revertAll);

  it('shows environments in promotion order, with their clusters, node pools and services', async () => {
    const { view } = await platformsKnown();
    const modules = ['  eks_gc0_eu-west-1', '    batch', '    nginx', '  gke_gc0_europe-west1'];
    assert.deepEqual(drawn(view.getChildren()), ['ops', ...modules, 'apps', ...modules, 'apps-prod', ...modules]);
  });

  it('shows the base environment, regions and versions', async () => {
    const { view, platforms } = await platformsKnown();
    // The previous suite has reverted its edits, of which the view may be notified later.
    const service = () => view.getChildren()[0]?.children[0]?.children[1];
    await until(platforms.onDidChange, () => service()?.description === '1.10.1-kbst.0');
    const [ops, , base] = view.getChildren();
    assert.equal(base?.description, 'base · 2 clusters');
    const [eks, gke] = ops?.children ?? [];
    assert.equal(eks?.description, '1 override');
    const tooltip = view.getTreeItem(service()!).tooltip;
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value.replaceAll('\\', ''), /^\*\*eks_gc0_eu-west-1_service_nginx\*\*/);
    assert.ok(gke?.details.includes('Region: europe-west1'));
    assert.ok(eks?.details.includes('Version: v0.18.2-beta.0'));
  });

  it("opens an item at the module's configuration of the environment", async () => {
    const { view } = await platformsKnown();
    const pool = view.getChildren()[0]?.children[0]?.children[0];
    assert.ok(pool);
    const { command } = view.getTreeItem(pool);
    assert.ok(command);
    await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    assert.ok(editor.document.uri.path.endsWith('/eks_gc0_eu-west-1_cluster.tf'));
    assert.match(editor.document.lineAt(editor.selection.active.line).text, /^ {4}ops = \{$/);
    assert.match(editor.document.lineAt(editor.selection.active.line + 1).text, /desired_capacity = 0/);
  });

  it('follows edits', async () => {
    const { view, platforms } = await platformsKnown();
    const labels = () => drawn(view.getChildren());
    const document = await openSource('gke_gc0_europe-west1_cluster.tf');
    await replace(document, '"gke_gc0_europe-west1"', '"gke_gc1_europe-west1"');
    await until(platforms.onDidChange, () => labels().includes('  gke_gc1_europe-west1'));
    assert.ok(!labels().includes('  gke_gc0_europe-west1'));
    await replace(document, '"gke_gc1_europe-west1"', '"gke_gc0_europe-west1"');
    await until(platforms.onDidChange, () => labels().includes('  gke_gc0_europe-west1'));
  });

  it('stays unchanged while the server restarts, and is current afterwards', async () => {
    const { view, server } = await platformsKnown();
    const before = drawn(view.getChildren());
    const restarted = vscode.commands.executeCommand('kubestack.restartServer');
    await until(server.onDidChangeState, () => server.state === 'starting');
    assert.deepEqual(drawn(view.getChildren()), before);
    await restarted;
    assert.equal(server.state, 'ready');
    const { platforms } = await server.platforms('');
    assert.equal(platforms.length, 1);
    assert.deepEqual(drawn(view.getChildren()), before);
  });
});
