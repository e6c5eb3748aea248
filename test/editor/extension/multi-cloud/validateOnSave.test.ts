import * as assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../../../support/extension/event';
import { platformsKnown } from '../../../support/extension/platformsKnown';
import { privateFolder, script, set, use } from '../../../support/extension/multi-cloud/program';
import { environmentOf, folder, plan, prepare, viewText } from '../../../support/extension/multi-cloud/sample';

/** A separate file for each test: VS Code caches file metadata for a while, and refuses to save over a recreated file. */
let files = 0;
const saved = () => join(folder(), `saved_${files}.tf`);
const wrong = 'resource "terraform_data" "one" {\n  inptu = 1\n}\n';
const right = 'resource "terraform_data" "one" {\n  input = 1\n}\n';

/** First lines of the file's diagnostics from terraform validate, with zero-based line numbers. */
const problems = () =>
  vscode.languages
    .getDiagnostics(vscode.Uri.file(saved()))
    .filter(({ source }) => source === 'validate')
    .map(({ range, message }) => [range.start.line, message.split('\n')[0]]);

describe('validation on save', function () {
  let log: string;

  const commands = (): string[] => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);

  before(() => prepare(['ops']));

  beforeEach(() => {
    files++;
    writeFileSync(saved(), '');
    log = join(privateFolder(), 'log');
  });

  afterEach(async () => {
    await set('validateOnSave', undefined);
    await use(undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(saved(), { force: true });
    await vscode.commands.executeCommand('kubestack.validate', await environmentOf('ops'));
  });

  it('shows errors on their lines until they are fixed, and does not change the Plan view', async () => {
    await set('validateOnSave', true);
    const before = await viewText();
    await save(wrong);
    assert.deepEqual(problems(), [[1, 'Unsupported argument']]);
    assert.equal((await viewText()).replaceAll('stale · ', ''), before.replaceAll('stale · ', ''));
    await save(right);
    assert.deepEqual(problems(), []);
  });

  it('waits until the platform is not being planned', async () => {
    await set('validateOnSave', true);
    await use(
      script(`echo "$1" >> '${log}'
if [ "$1" = plan ]; then
  trap 'echo cancelled >> "${log}"; exit 1' INT
  while :; do sleep 0.1; done
fi
exec terraform "$@"`),
    );
    const { plan: parts } = await platformsKnown();
    const target = await environmentOf('ops');
    const entry = parts.results.of(target.platform, 'ops');
    const done = plan('ops');
    const isPlanning = () => parts.results.logOf(entry).some(line => line.includes('plan -input=false'));
    await until(parts.results.onDidLog, () => entry.running !== undefined && isPlanning());
    const validated = validation();
    await written(wrong);
    // Validations of a folder run one after another, so an already queued one would delay this one.
    await vscode.commands.executeCommand('kubestack.validate', target);
    await vscode.commands.executeCommand('kubestack.plan.cancel', target);
    await Promise.all([done, validated]);
    assert.deepEqual(problems(), [[1, 'Unsupported argument']]);
    const order = commands().filter(command => ['plan', 'cancelled', 'validate'].includes(command));
    assert.deepEqual(order, ['plan', 'validate', 'cancelled', 'validate']);
  });

  it('does not run unless the setting is on', async () => {
    await use(script(`echo "$1" >> '${log}'\nexec terraform "$@"`));
    await written(wrong);
    // A validation that starts later would be logged after it.
    await vscode.commands.executeCommand('kubestack.plan', await environmentOf('ops'));
    assert.deepEqual(
      commands().filter(command => command === 'validate'),
      [],
    );
    assert.deepEqual(problems(), []);
  });
});

/** Resolves at the end of the next validation. */
async function validation(): Promise<void> {
  const { plan: parts } = await platformsKnown();
  await new Promise<void>(resolve => {
    const listener = parts.validateOnSave.onDidValidate(() => {
      listener.dispose();
      resolve();
    });
  });
}

/** Writes to the document and saves it. */
async function written(text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(saved());
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(change);
  assert.ok(await document.save());
}

async function save(text: string): Promise<void> {
  const done = validation();
  await written(text);
  await done;
}
