import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../../support/extension/event';
import { platformsKnown } from '../../../support/extension/platformsKnown';
import { openSource, replace, revertAll } from '../../../support/extension/three-environments/workspaceFiles';

/** Opens the effective configuration of an environment of the only platform, like the view. */
async function show(environment: string): Promise<vscode.TextDocument> {
  const { platforms } = await platformsKnown();
  const target = { platform: platforms.all[0]?.uri, environment };
  await vscode.commands.executeCommand('kubestack.showEffectiveConfiguration', target);
  const document = vscode.window.activeTextEditor?.document;
  assert.equal(document?.uri.scheme, 'kubestack-effective');
  return document;
}

/** Zero-based line of the first occurrence of a text. */
function lineOf(document: vscode.TextDocument, text: string | RegExp): number {
  const line = document
    .getText()
    .split('\n')
    .findIndex(candidate => candidate.search(text) >= 0);
  assert.ok(line >= 0, `${text} is not in\n${document.getText()}`);
  return line;
}

describe('Show Effective Configuration', () => {
  afterEach(async () => {
    await revertAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it("shows an environment's configuration as Terraform, with environment and platform in the title", async () => {
    const document = await show('ops');
    assert.equal(document.languageId, 'terraform');
    assert.match(document.uri.path, /\/ops \([^/]+\)\.tf$/);
    assert.match(document.getText(), /base_domain\s*=\s*"infra\.example\.com"/);
    assert.match(document.getText(), /cluster_min_size\s*=\s*"?1\b/);
    assert.match((await show('apps')).getText(), /cluster_min_size\s*=\s*"?3\b/);
  });

  it('is read-only', async () => {
    const document = await show('ops');
    const before = document.getText();
    await vscode.commands.executeCommand('type', { text: 'x' });
    assert.equal(document.getText(), before);
    assert.equal(document.isDirty, false);
  });

  it('follows edits of the source, saved or not', async () => {
    const effective = await show('ops');
    const source = await openSource('eks_gc0_eu-west-1_cluster.tf');
    const changed = (text: RegExp) =>
      until(vscode.workspace.onDidChangeTextDocument, () => text.test(effective.getText()));
    await replace(source, '"infra.example.com"', '"new.example.com"');
    await changed(/"new\.example\.com"/);
    assert.equal(source.isDirty, true);
    await source.save();
    assert.match(effective.getText(), /"new\.example\.com"/);
    await replace(source, '"new.example.com"', '"infra.example.com"');
    await until(vscode.workspace.onDidChangeTextDocument, () => !effective.getText().includes('"new.example.com"'));
    await source.save();
  });

  it('stays unchanged while the source does not parse', async () => {
    const effective = await show('ops');
    const before = effective.getText();
    const source = await openSource('eks_gc0_eu-west-1_cluster.tf');
    await replace(source, 'cluster_max_size           = 9', 'cluster_max_size           =');
    // Changes arrive in order, so when a later change has arrived, the broken text has been processed.
    const gke = await openSource('gke_gc0_europe-west1_cluster.tf');
    await replace(gke, '"example"', '"example-2"');
    await until(vscode.workspace.onDidChangeTextDocument, () => effective.getText().includes('"example-2"'));
    assert.equal(effective.getText().replace('"example-2"', '"example"'), before);
  });

  it('links each line to the code that sets it', async () => {
    const document = await show('ops');
    const goTo = async (text: RegExp) => {
      const position = new vscode.Position(lineOf(document, text), 4);
      const links = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        position,
      );
      const [link] = links.map(found =>
        'targetUri' in found ? found : { targetUri: found.uri, targetRange: found.range },
      );
      assert.ok(link, `${text} leads nowhere`);
      const source = await vscode.workspace.openTextDocument(link.targetUri);
      return source.lineAt(link.targetRange.start.line).text.trim();
    };
    assert.equal(await goTo(/cluster_min_size\s*=\s*"?1\b/), 'cluster_min_size = 1');
    assert.equal(await goTo(/cluster_max_size/), 'cluster_max_size           = 9');
    assert.equal(await goTo(/^module "gke_gc0_europe-west1"/), 'module "gke_gc0_europe-west1" {');
  });

  it('shows the origin of a line on hover', async () => {
    const document = await show('ops');
    const hover = async (text: RegExp) => {
      const position = new vscode.Position(lineOf(document, text), 4);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      return hovers
        .flatMap(({ contents }) => contents.map(content => (typeof content === 'string' ? content : content.value)))
        .join();
    };
    assert.match(await hover(/cluster_max_size/), /Inherited from apps-prod/);
    assert.match(await hover(/cluster_min_size\s*=\s*"?1\b/), /Set in ops, overrides/);
  });

  /** The command of the link in a hover. */
  async function linkOn(document: vscode.TextDocument, text: RegExp, title: RegExp): Promise<() => Thenable<unknown>> {
    const position = new vscode.Position(lineOf(document, text), 4);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      position,
    );
    const contents = hovers
      .flatMap(hover => hover.contents)
      .map(each => (typeof each === 'string' ? each : each.value));
    const links = [...contents.join('\n').matchAll(/\[([^\]]*)\]\(command:([^?)]+)\?([^)]+)\)/g)];
    const [, , command = '', args = ''] =
      links.find(([, shown = '']) => title.test(shown)) ?? assert.fail(contents.join('\n'));
    return () =>
      vscode.commands.executeCommand(command, ...(JSON.parse(decodeURIComponent(args)) as [Record<string, unknown>]));
  }

  it('overrides an inherited value from the hover, in one edit of the visible source', async () => {
    const document = await show('apps');
    const run = await linkOn(document, /cluster_min_size/, /^Override cluster\\?_min\\?_size in apps$/);
    await run();
    const editor = vscode.window.activeTextEditor;
    assert.match(editor?.document.uri.path ?? '', /\/eks_gc0_eu-west-1_cluster\.tf$/);
    assert.match(editor?.document.getText() ?? '', /apps = \{\n {6}cluster_min_size = 3\n {4}\}/);
    assert.equal(editor?.document.lineAt(editor.selection.active.line).text.trim(), 'cluster_min_size = 3');
    assert.equal(editor.document.getText(editor.selection), '3');
    await vscode.commands.executeCommand('undo');
    assert.match(editor?.document.getText() ?? '', /apps = \{\}/);
  });

  it('reports that an override repeats the inherited value only when the value was left', async () => {
    const document = await show('apps');
    await (
      await linkOn(document, /cluster_min_size/, /^Override cluster/)
    )();
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    const { line } = editor.selection.active;
    const { uri, lineCount } = editor.document;
    const codesAt = (at: number): string[] =>
      vscode.languages
        .getDiagnostics(uri)
        .filter(({ range }) => range.start.line === at)
        .map(({ code }) => String(typeof code === 'object' ? code.value : code));
    // This problem shows that the diagnostics are those of the changed file.
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(lineCount, 0), 'locals {\n  a = missing(1)\n}\n');
    await vscode.workspace.applyEdit(edit);
    await until(vscode.languages.onDidChangeDiagnostics, () =>
      vscode.languages.getDiagnostics(uri).some(({ range }) => range.start.line >= lineCount - 1),
    );
    assert.deepEqual(codesAt(line), []);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await until(vscode.languages.onDidChangeDiagnostics, () => codesAt(line).includes('KS210'));
    await vscode.commands.executeCommand('undo');
    await vscode.commands.executeCommand('undo');
    await editor.document.save();
  });

  it('inherits an overridden value at the cursor, and does nothing on other lines', async () => {
    const document = await show('ops');
    const effective = vscode.window.activeTextEditor;
    assert.ok(effective);
    const put = (text: RegExp) => {
      const line = lineOf(document, text);
      effective.selection = new vscode.Selection(line, 0, line, 0);
      return vscode.commands.executeCommand('kubestack.changeOrigin');
    };
    await put(/^module "eks_gc0_eu-west-1"/);
    assert.equal(vscode.window.activeTextEditor?.document, document);
    await put(/cluster_min_size\s*=\s*"?1\b/);
    const source = vscode.window.activeTextEditor?.document;
    assert.match(source?.getText() ?? '', /ops = \{\}/);
    assert.match(source?.uri.path ?? '', /_cluster\.tf$/);
    await vscode.commands.executeCommand('undo');
    await source?.save();
  });

  it('has a code lens to the source on each block', async () => {
    const document = await show('ops');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    const titles = lenses.map(({ command }) => command?.title);
    assert.ok(titles.includes('Go to source: gke_gc0_europe-west1_cluster.tf'), titles.join('\n'));
  });

  it('opens at the module that it is called on', async () => {
    const { view } = await platformsKnown();
    const gke = view.getChildren()[1]?.children.find(({ label }) => label === 'gke_gc0_europe-west1');
    await vscode.commands.executeCommand('kubestack.showEffectiveConfiguration', gke);
    const editor = vscode.window.activeTextEditor;
    assert.match(editor?.document.uri.path ?? '', /\/apps \(/);
    const { document, selection } = editor!;
    const above = document.getText(new vscode.Range(0, 0, selection.active.line + 1, 0));
    // The item represents the configuration of the module for the environment, so the cursor is in the module's block.
    assert.match(above.split(/^(?=module )/m).at(-1) ?? '', /^module "gke_gc0_europe-west1"/);
  });
});

describe('Compare Environments', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens the diff editor with both environments in its title', async () => {
    const { platforms } = await platformsKnown();
    const platform = platforms.all[0]?.uri;
    await vscode.commands.executeCommand(
      'kubestack.compareEnvironments',
      { platform, environment: 'ops' },
      { platform, environment: 'apps-prod' },
    );
    const isOpen = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff;
    await until(vscode.window.tabGroups.onDidChangeTabs, isOpen);
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.match(tab?.label ?? '', /^ops ↔ apps-prod — ./);
    assert.ok(tab?.input instanceof vscode.TabInputTextDiff);
    const [before, after] = await Promise.all(
      [tab.input.original, tab.input.modified].map(uri => vscode.workspace.openTextDocument(uri)),
    );
    assert.doesNotMatch(before?.getText() ?? '', /^\s*#/m);
    assert.match(before?.getText() ?? '', /cluster_min_size\s*=\s*"?1\b/);
    assert.match(after?.getText() ?? '', /cluster_min_size\s*=\s*"?3\b/);
  });
});
