import * as assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { StateServer } from '../../../support/terraform/plan/stateServer';
import { until } from '../../../support/extension/event';
import { platformsKnown } from '../../../support/extension/platformsKnown';
import { privateFolder, programThat, script, set, use } from '../../../support/extension/multi-cloud/program';
import {
  environmentOf,
  fingerprint,
  folder,
  forget,
  item,
  plan,
  prepare,
  activateItem,
  terraform,
  viewText,
} from '../../../support/extension/multi-cloud/sample';

const broken = () => join(folder(), 'broken.tf');

const problems = (file: string) =>
  vscode.languages.getDiagnostics(vscode.Uri.file(file)).filter(({ source }) => source?.startsWith('plan') === true);

describe('a failed plan', function () {
  before(() => forget());

  afterEach(async () => {
    rmSync(broken(), { force: true });
    await use(undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('says that the folder is not initialized, and initializes it on request', async () => {
    const { outcome } = await plan('ops');
    assert.equal(outcome?.kind, 'initializationNeeded');
    assert.match(
      await viewText(),
      /^ops — not initialized.*\n {2}This folder isn't initialized\. Run terraform init first\.\n {2}Run Terraform Init and Plan$/m,
    );
    await activateItem(await item('Run Terraform Init and Plan'));
    assert.match(await viewText(), /^ops — no workspace yet/m);
  });

  it('says that the workspace is missing, creates it on request, and keeps the selected workspace', async () => {
    assert.equal((await plan('ops')).outcome?.kind, 'workspaceMissing');
    assert.doesNotMatch(terraform(['workspace', 'list']), /ops/);
    assert.match(await viewText(), /^ops — no workspace yet.*\n {2}Create Workspace ops and Plan$/m);
    await activateItem(await item('Create Workspace ops and Plan'));
    assert.match(await viewText(), /^ops — 15 to add$/m);
    assert.equal(terraform(['workspace', 'show']).trim(), 'default');
  });

  it('offers the commands that sign in, and types them without running them', async () => {
    const diagnostic = { severity: 'error', summary: 'No valid credential sources found', detail: '' };
    const line = JSON.stringify({ '@level': 'error', '@message': 'Error', type: 'diagnostic', diagnostic });
    await use(programThat('plan', `echo '${line}'\nexit 1`));
    assert.equal((await plan('ops')).outcome?.kind, 'credentialsMissing');
    const opened = new Promise<vscode.Terminal>(resolve => {
      const listener = vscode.window.onDidOpenTerminal(terminal => {
        listener.dispose();
        resolve(terminal);
      });
    });
    await activateItem(await item('Type the Commands to Sign In'));
    const terminal = await opened;
    assert.match(terminal.name, /^Kubestack: /);
    terminal.dispose();
  });

  it('runs nothing with an argument that contains a line break, directly or in a terminal', async () => {
    const marker = join(privateFolder(), 'was-run');
    await set('plan.arguments', [`-var=a=b\ntouch '${marker}'\n`]);
    try {
      const { outcome } = await plan('ops');
      assert.equal(outcome?.kind, 'argumentsRefused');
      const terminals = vscode.window.terminals.length;
      await vscode.commands.executeCommand('kubestack.plan.openInTerminal', await environmentOf('ops'));
      assert.equal(vscode.window.terminals.length, terminals);
      assert.equal(existsSync(marker), false);
    } finally {
      await set('plan.arguments', undefined);
    }
  });

  it('neither plans nor creates an environment named like an option of terraform', async () => {
    const { platform } = await environmentOf('ops');
    for (const environment of ['--help', '..', 'a\nb']) {
      const { plan: parts } = await platformsKnown();
      await vscode.commands.executeCommand('kubestack.plan', { platform, environment });
      assert.equal(parts.results.of(platform, environment).outcome?.kind, 'environmentRefused');
      await vscode.commands.executeCommand('kubestack.plan.createWorkspace', { platform, environment });
    }
    assert.doesNotMatch(terraform(['workspace', 'list']), /help/);
  });

  it('shows errors of the configuration on their lines until the next plan', async () => {
    prepare(['ops']);
    writeFileSync(broken(), '\nresource "terraform_data" "one" {\n  input = var.missing\n}\n');
    const { outcome } = await plan('ops');
    assert.equal(outcome?.kind, 'errors');
    const [problem, ...others] = problems(broken());
    assert.ok(problem);
    assert.deepEqual(others, []);
    assert.equal(problem.source, 'plan ops');
    assert.equal(problem.range.start.line, 2);
    assert.equal(problem.range.start.character, 10);
    assert.match(problem.message, /^Reference to undeclared input variable/);
    assert.match(
      await viewText(),
      /^ops — 1 error · showing the previous plan.*\n {2}Reference to undeclared input variable — broken\.tf:3$/m,
    );
    rmSync(broken());
    await plan('ops');
    assert.deepEqual(problems(broken()), []);
  });

  it('ends an error when its line is fixed, and shows the others without a squiggle until the fix is undone', async () => {
    const text =
      'resource "terraform_data" "one" {\n  input = var.first\n}\n\noutput "two" {\n  value = var.second\n}\n';
    writeFileSync(broken(), text);
    const document = await vscode.workspace.openTextDocument(broken());
    await plan('ops');
    // Terraform reports them in any order.
    const lines = () =>
      problems(broken())
        .map(({ range, severity }) => [range.start.line, severity])
        .sort(([one = 0], [other = 0]) => one - other);
    const { Error: error, Hint: hint } = vscode.DiagnosticSeverity;
    assert.deepEqual(lines(), [
      [1, error],
      [5, error],
    ]);
    const edit = async (range: vscode.Range, replacement: string) => {
      const change = new vscode.WorkspaceEdit();
      change.replace(document.uri, range, replacement);
      await vscode.workspace.applyEdit(change);
    };
    await edit(new vscode.Range(1, 10, 1, 19), '1');
    assert.deepEqual(lines(), [[5, error]]);
    await edit(new vscode.Range(0, 0, 0, 0), '# a comment\n');
    assert.deepEqual(lines(), [[6, error]]);
    assert.ok(await document.save());
    const isHint = () => problems(broken()).every(({ severity }) => severity === hint);
    await until(vscode.languages.onDidChangeDiagnostics, isHint);
    assert.match(problems(broken())[0]?.message ?? '', /\nFiles have changed since this run\.$/);
    await edit(new vscode.Range(0, 0, 1, 0), '');
    await edit(new vscode.Range(1, 10, 1, 11), 'var.first');
    assert.ok(await document.save());
    await until(vscode.languages.onDidChangeDiagnostics, () => !isHint());
    assert.deepEqual(lines(), [[5, error]]);
  });

  it('shows an error without a squiggle if a file changes while the plan runs', async () => {
    writeFileSync(broken(), '# one\n');
    const range = {
      filename: 'broken.tf',
      start: { line: 1, column: 1, byte: 0 },
      end: { line: 1, column: 3, byte: 2 },
    };
    const diagnostic = { severity: 'error', summary: 'Unsupported', detail: '', range };
    const line = JSON.stringify({ '@level': 'error', '@message': 'Error', type: 'diagnostic', diagnostic });
    await use(programThat('plan', `echo '# two' >> '${broken()}'\ncat <<'END'\n${line}\nEND\nexit 1`));
    assert.equal((await plan('ops')).outcome?.kind, 'errors');
    const severities = () => problems(broken()).map(({ severity }) => severity);
    await until(vscode.languages.onDidChangeDiagnostics, () => severities().includes(vscode.DiagnosticSeverity.Hint));
    assert.equal(severities().length, 1);
  });

  it('shows errors of terraform validate on their lines', async () => {
    writeFileSync(broken(), '\nresource "terraform_data" "one" {\n  inptu = 1\n}\n');
    await vscode.commands.executeCommand('kubestack.validate', await environmentOf('ops'));
    const found = vscode.languages
      .getDiagnostics(vscode.Uri.file(broken()))
      .filter(({ source }) => source === 'validate');
    assert.deepEqual(
      found.map(({ range, message }) => [range.start.line, message.split('\n')[0]]),
      [[2, 'Unsupported argument']],
    );
    rmSync(broken());
    await vscode.commands.executeCommand('kubestack.validate', await environmentOf('ops'));
    // The language server's diagnostics of the file end when VS Code reports that it was deleted.
    await until(
      vscode.languages.onDidChangeDiagnostics,
      () => vscode.languages.getDiagnostics(vscode.Uri.file(broken())).length === 0,
    );
  });

  it('can be cancelled while it runs, and changes nothing', async () => {
    await use(programThat('plan', "trap 'exit 1' INT\nwhile :; do sleep 0.1; done"));
    const { plan: parts } = await platformsKnown();
    const target = await environmentOf('ops');
    const entry = parts.results.of(target.platform, 'ops');
    const before = fingerprint();
    const done = plan('ops');
    const isPlanning = () => parts.results.logOf(entry).some(line => line.includes('plan -input=false'));
    await until(parts.results.onDidLog, () => entry.running !== undefined && isPlanning());
    assert.match(await viewText(), /^ops — (Checking|Reading resources)$/m);
    await vscode.commands.executeCommand('kubestack.plan.cancel', target);
    assert.equal((await done).outcome?.kind, 'cancelled');
    assert.match(await viewText(), /^ops — cancelled · showing the previous plan.*\n {2}Plan Again$/m);
    assert.deepEqual(fingerprint(), before);
  });

  it('says that the state is locked, and by whom', async () => {
    const detail =
      'In use\nLock Info:\n  ID:        1b-2c\n  Who:       ada@engine\n  Created:   2026-11-20 11:00:26 +0000 UTC\n';
    const diagnostic = { severity: 'error', summary: 'Error acquiring the state lock', detail };
    const line = JSON.stringify({ '@level': 'error', '@message': 'Error', type: 'diagnostic', diagnostic });
    const lock = `cat <<'END'\n${line}\nEND\nexit 1`;
    await use(programThat('plan', lock));
    assert.equal((await plan('ops')).outcome?.kind, 'locked');
    assert.match(
      await viewText(),
      /^ops — locked.*\n {2}The state of ops is locked by ada@engine .*\n {2}Plan Again$/m,
    );
  });

  it('says that the program is too old, what it lacks, and offers to open the setting', async () => {
    await use(script("echo 'Terraform v1.0.11'\necho 'on linux_amd64'"));
    const before = fingerprint();
    assert.equal((await plan('ops')).outcome?.kind, 'executable');
    assert.match(
      await viewText(),
      /^ops — failed.*\n {2}terraform 1\.0\.11 is too old because it lacks moved blocks\. Install 1\.1\.0 or newer\.\n {2}Open Settings$/m,
    );
    assert.deepEqual(fingerprint(), before);
  });

  it('says that terraform was killed, offers to plan again, and leaves no files behind', async () => {
    const states = await StateServer.start(true);
    try {
      const processId = join(privateFolder(), 'process');
      await use(programThat('plan', `echo $$ > '${processId}'`));
      writeFileSync(broken(), states.slowModule);
      const before = fingerprint();
      const done = plan('ops');
      await states.asked;
      assert.notDeepEqual(fingerprint(), before, 'terraform has the lock');
      process.kill(Number(readFileSync(processId, 'utf8')), 'SIGKILL');
      assert.equal((await done).outcome?.kind, 'killed');
      assert.match(await viewText(), /^ops — .*\n {2}The process was terminated \(SIGKILL\)\..*\n {2}Plan Again$/m);
      assert.deepEqual(fingerprint(), before);
      await use(undefined);
      states.answer();
    } finally {
      await states.stop();
    }
    rmSync(broken());
    assert.equal((await plan('ops')).outcome?.kind, 'planned');
  });

  it('says which program is missing, and offers to open the setting', async () => {
    await use(join(folder(), 'no', 'such', 'program'));
    assert.equal((await plan('ops')).outcome?.kind, 'executable');
    assert.match(
      await viewText(),
      /^ops — failed.*\n {2}.*program \(set in kubestack\.terraform\.path\) was not found\. .*\n {2}Open Settings$/m,
    );
  });
});
