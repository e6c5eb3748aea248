import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { serverReady } from '../../../support/extension/product';
import { formattedText, hoversAt, isServedBy, openFile } from '../../../support/extension/standIn';

const theirs = 'hashicorp.terraform';

describe("beside HashiCorp's extension", () => {
  before(async () => {
    await serverReady();
  });

  it('a document is served by both extensions', async () => {
    const document = await openFile('main.tf');
    assert.equal(document.languageId, 'terraform');
    assert.equal(await isServedBy(theirs, document), true);
    const hovers = await hoversAt(document, 'base_domain');
    assert.ok(
      hovers.some(text => text.includes('infra.example.com')),
      hovers.join('\n---\n'),
    );
  });

  for (const [name, language] of [
    ['cluster.tftest.hcl', 'terraform-test'],
    ['all.tfquery.hcl', 'terraform-search'],
  ] as const)
    it(`${name} keeps their language, so that they serve it`, async () => {
      const document = await openFile(name);
      assert.equal(document.languageId, language);
      assert.equal(await isServedBy(theirs, document), true);
      assert.match(await formattedText(document), new RegExp(`^# formatted by ${theirs}\n(?!#)`));
    });

  it('plain Terraform has one hover', async () => {
    assert.deepEqual(await hoversAt(await openFile('main.tf'), 'input'), [`from ${theirs}`]);
  });

  it('plain blocks appear once in the outline', async () => {
    const document = await openFile('main.tf');
    const symbols = await vscode.commands.executeCommand<{ name: string }[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.equal(
      symbols.filter(({ name }) => name.includes('plain')).length,
      1,
      JSON.stringify(symbols.map(({ name }) => name)),
    );
  });

  it('a document is formatted by them, without asking for a default formatter', async () => {
    assert.match(await formattedText(await openFile('main.tf')), new RegExp(`^# formatted by ${theirs}\n(?!#)`));
  });

  it("a syntax error is reported once, and Kubestack's problems are reported", async () => {
    const { uri } = await openFile('broken.tf');
    const sources = await new Promise<string[]>(resolve => {
      const look = (): void => {
        const found = vscode.languages.getDiagnostics(uri);
        if (!found.some(({ code }) => JSON.stringify(code ?? '').includes('KS'))) return;
        listener.dispose();
        resolve(found.filter(({ range }) => range.start.line <= 2).map(({ source }) => source ?? ''));
      };
      const listener = vscode.languages.onDidChangeDiagnostics(look);
      look();
    });
    assert.deepEqual(sources, [theirs]);
  });
});
