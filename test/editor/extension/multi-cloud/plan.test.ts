import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../../../support/extension/event';
import { platformsKnown } from '../../../support/extension/platformsKnown';
import {
  apply,
  edit,
  environmentOf,
  fingerprint,
  folder,
  item,
  open,
  plan,
  prepare,
  viewText,
} from '../../../support/extension/multi-cloud/sample';

const extra = () => join(folder(), 'extra.tf');

describe('Plan', function () {
  before(() => {
    prepare(['ops', 'apps']);
    apply('ops');
  });

  afterEach(async () => {
    rmSync(extra(), { force: true });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows that nothing changes, and leaves every file and the selected workspace unchanged', async () => {
    const before = fingerprint();
    const { outcome } = await plan('ops');
    assert.equal(outcome?.kind, 'noChanges');
    assert.deepEqual(fingerprint(), before);
    assert.match(await viewText(), /^ops — no changes$/m);
    assert.match(await viewText(), /^apps-prod — not planned yet$/m);
  });

  it('shows what will be created, by cluster, node pool and service', async () => {
    await plan('apps');
    const text = await viewText();
    assert.match(text, /^apps — 15 to add$/m);
    assert.match(text, /^ {2}eks_gc0_eu-west-1 — 5 to add\n {4}terraform_data\.cluster\n {4}batch — 1 to add$/m);
    assert.match(text, /^ {2}Checks — 6 passed$/m);
  });

  it('shows the most dangerous change first', async () => {
    writeFileSync(extra(), 'resource "terraform_data" "one" {\n  triggers_replace = ["a"]\n}\n');
    apply('ops');
    writeFileSync(
      extra(),
      'resource "terraform_data" "one" {\n  triggers_replace = ["b"]\n}\nresource "terraform_data" "two" {}\n',
    );
    await plan('ops');
    const text = await viewText();
    assert.match(
      text,
      /^ops — 1 to replace · 1 to add\n {2}Outside Modules — 1 to replace · 1 to add\n {4}terraform_data\.one — forced by triggers_replace\n {4}terraform_data\.two$/m,
    );
    rmSync(extra());
    await plan('ops');
    assert.match(
      await viewText(),
      /^ops — 1 to destroy\n {2}Outside Modules — 1 to destroy\n {4}terraform_data\.one$/m,
    );
    apply('ops');
  });

  it('says which changes come from an edit, and which from commits that were not applied', async () => {
    const git = (...parameters: string[]) =>
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.c', ...parameters], { cwd: folder() });
    const sources = async () => {
      const { plan: parts } = await platformsKnown();
      const entry = await plan('ops');
      await until(parts.results.onDidChange, () => entry.sources?.plan === entry.plan);
      return viewText();
    };
    writeFileSync(extra(), 'resource "terraform_data" "one" {}\n');
    try {
      git('init', '--quiet');
      git('add', '--all', '--', '*.tf', '*.tfvars');
      writeFileSync(join(folder(), '.git/info/exclude'), '*\n!extra.tf\n');
      git('commit', '--quiet', '--message=One');
      const committed = await sources();
      assert.match(committed, /^ops — 1 to add\n {2}1 from commits that were not applied\n {2}Outside Modules/m);
      writeFileSync(extra(), 'resource "terraform_data" "one" {}\nresource "terraform_data" "two" {}\n');
      const edited = await sources();
      assert.match(edited, /^ {2}1 from your edit · 1 from commits that were not applied$/m);
      assert.match(edited, /^ {4}terraform_data\.one — not applied commits\n {4}terraform_data\.two — your edit$/m);
    } finally {
      rmSync(join(folder(), '.git'), { recursive: true });
    }
  });

  it('goes to the source of a change, and copies its address', async () => {
    writeFileSync(extra(), 'resource "terraform_data" "one" {}\nvariable "eks_gc0_eu-west-1" {\n  default = 1\n}\n');
    await plan('apps');
    const sourceOf = async (label: string) => {
      const node = await item(label);
      // Repeated until the server has read the file.
      while (!vscode.window.activeTextEditor) await vscode.commands.executeCommand('kubestack.plan.goToSource', node);
      const { document, selection } = vscode.window.activeTextEditor;
      const { text } = document.lineAt(selection.active.line);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      return text;
    };
    assert.equal(await sourceOf('terraform_data.one'), 'resource "terraform_data" "one" {}');
    assert.match(await sourceOf('terraform_data.cluster'), /^module "\w+_gc0_\S+" \{$/);
    await vscode.commands.executeCommand('kubestack.plan.copyAddress', await item('terraform_data.cluster'));
    assert.match(await vscode.env.clipboard.readText(), /^module\.\w+_gc0_\S+\.terraform_data\.cluster$/);
  });

  it('opens a resource to add by itself, and shows no secrets', async () => {
    const secret = 'correct-horse-battery';
    writeFileSync(
      extra(),
      `variable "token" {\n  sensitive = true\n  default = "${secret}"\n}\nresource "terraform_data" "one" {\n  input = { token = var.token, size = 3 }\n}\n`,
    );
    const entry = await plan('ops');
    const sides = await open(await item('terraform_data.one'));
    assert.equal(sides.before, '');
    assert.match(sides.after, /^# Will be created\.$/m);
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'terraform_data.one (ops).tf');
    assert.match(sides.after, /size = 3/);
    assert.match(sides.after, /token = \(sensitive value\)/);
    const { plan: parts } = await platformsKnown();
    const shown = [
      sides.after,
      await viewText(),
      JSON.stringify(entry.plan?.changes),
      parts.results.logOf(entry).join('\n'),
    ];
    assert.ok(shown.every(text => !text.includes(secret)));
  });

  it('becomes stale when a file changes, saved or not, and current again when the change is undone', async () => {
    await plan('apps');
    const { plan: parts } = await platformsKnown();
    const entry = parts.results.of((await environmentOf('apps')).platform, 'apps');
    const stale = (is: boolean) => until(parts.results.onDidChange, () => entry.changedFiles.length > 0 === is);
    const document = await vscode.workspace.openTextDocument(join(folder(), 'locals.tf'));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('type', { text: '# later\n' });
    await stale(true);
    assert.match(await viewText(), /^apps — stale · 15 to add$/m);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await stale(false);
    edit('config.auto.tfvars', '"1.31"', '"1.32"');
    await stale(true);
    edit('config.auto.tfvars', '"1.32"', '"1.31"');
    await stale(false);
    assert.match(await viewText(), /^apps — 15 to add$/m);
  });

  it('offers to save first, and plans the saved files', async () => {
    const document = await vscode.workspace.openTextDocument(join(folder(), 'config.auto.tfvars'));
    await vscode.window.showTextDocument(document);
    const start = document.positionAt(document.getText().indexOf('"1.31"'));
    const change = new vscode.WorkspaceEdit();
    change.replace(document.uri, new vscode.Range(start, start.translate(0, 6)), '"1.32"');
    await vscode.workspace.applyEdit(change);
    const { plan: parts } = await platformsKnown();
    const done = plan('ops');
    // The question is displayed when nothing runs and the document is not saved yet. Answering it earlier has no effect.
    const timer = setInterval(
      () => void vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem'),
      300,
    );
    const entry = await done;
    clearInterval(timer);
    assert.equal(document.isDirty, false);
    assert.match(await viewText(), /^ops — 3 to change$/m);
    assert.match(await viewText(), /^ {4}terraform_data\.cluster — cluster_version/m);
    assert.equal(entry, parts.results.of(entry.platform, 'ops'));
    edit('config.auto.tfvars', '"1.32"', '"1.31"');
  });

  it('compares the plans of two environments', async () => {
    await plan('ops');
    const target = await environmentOf('ops');
    await vscode.commands.executeCommand('kubestack.plan.compare', target, { ...target, environment: 'apps' });
    const isOpen = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff;
    await until(vscode.window.tabGroups.onDidChangeTabs, isOpen);
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.equal(tab?.label, 'Plans: ops ↔ apps');
    assert.ok(tab.input instanceof vscode.TabInputTextDiff);
    const document = await vscode.workspace.openTextDocument(tab.input.modified);
    assert.match(document.getText(), /^add module\.eks_gc0_eu-west-1\.terraform_data\.cluster$/m);
  });

  it('copies a summary for a pull request', async () => {
    await vscode.commands.executeCommand('kubestack.plan.copySummary', await environmentOf('apps'));
    const text = await vscode.env.clipboard.readText();
    assert.match(text, /\| `apps` \|/);
    assert.match(text, /module\.eks_gc0_eu-west-1\.terraform_data\.cluster/);
  });

  it('shows the raw output', async () => {
    await vscode.commands.executeCommand('kubestack.plan.showLog', await environmentOf('apps'));
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /^> TF_WORKSPACE=apps \S*terraform plan -input=false -json/m);
    assert.match(text, /Plan: 15 to add, 0 to change, 0 to destroy/);
  });

  it('types the command into a terminal without running it', async () => {
    const before = new Set(vscode.window.terminals);
    await vscode.commands.executeCommand('kubestack.plan.openInTerminal', await environmentOf('apps'));
    const terminal = vscode.window.terminals.find(candidate => !before.has(candidate));
    assert.equal(terminal?.name, 'Plan apps');
    const options = terminal.creationOptions as vscode.TerminalOptions;
    assert.deepEqual(options.env, { TF_WORKSPACE: 'apps' });
    terminal.dispose();
  });
});
