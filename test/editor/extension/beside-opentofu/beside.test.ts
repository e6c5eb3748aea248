import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { serverReady } from '../../../support/extension/product';
import { formattedText, hoversAt, isServedBy, languageBecomes, openFile } from '../../../support/extension/standIn';

const theirs = 'opentofu.vscode-opentofu';

describe("beside OpenTofu's extension", () => {
  before(async () => {
    await serverReady();
  });

  for (const [name, language] of [
    ['main.tf', 'opentofu'],
    ['names.tofu', 'opentofu'],
    ['terraform.tfvars', 'opentofu-vars'],
    ['cluster.tftest.hcl', 'opentofu-test'],
    ['cluster.tofutest.hcl', 'opentofu-test'],
  ] as const) {
    it(`${name} has their language id, so that they serve it`, async () => {
      const document = await openFile(name);
      await languageBecomes(document, language);
      assert.equal(await isServedBy(theirs, document), true);
    });
  }

  it('Kubestack modules have our hover, and other blocks only theirs', async () => {
    const document = await openFile('main.tf');
    await languageBecomes(document, 'opentofu');
    const hovers = await hoversAt(document, 'base_domain');
    assert.ok(
      hovers.some(text => text.includes('infra.example.com')),
      hovers.join('\n---\n'),
    );
    assert.deepEqual(await hoversAt(document, 'input'), [`from ${theirs}`]);
  });

  it('a document is formatted by them, without asking for a default formatter', async () => {
    const document = await openFile('main.tf');
    await languageBecomes(document, 'opentofu');
    assert.match(await formattedText(document), new RegExp(`^# formatted by ${theirs}\n(?!#)`));
  });

  it('a language that the user has selected for a document is kept', async () => {
    const chosen = await openFile('chosen.tf');
    await languageBecomes(chosen, 'opentofu');
    await vscode.languages.setTextDocumentLanguage(chosen, 'terraform');
    await languageBecomes(await openFile('later.tf'), 'opentofu');
    assert.equal(chosen.languageId, 'terraform');
  });

  it('a file association of the user is kept, and other documents stay theirs', async () => {
    const files = vscode.workspace.getConfiguration('files');
    await files.update('associations', { 'assoc*.tf': 'terraform' }, vscode.ConfigurationTarget.Workspace);
    const associated = await openFile('associated.tf');
    await languageBecomes(await openFile('main.tf'), 'opentofu');
    assert.equal(associated.languageId, 'terraform');
  });
});
