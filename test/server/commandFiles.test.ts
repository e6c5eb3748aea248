import assert from 'node:assert/strict';
import { FormattingOptions, type CompletionList, type TextEdit } from 'vscode-languageserver-types';
import { ordinaryCapabilities, type LanguageServer } from '../support/server/languageServer';
import { SharedServers } from '../support/server/sharedServers';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const TEST = 'run "plan" {\n  command=plan\n  \n}\n';

describe('files with tests and with queries over stdio', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;
  const servers = new SharedServers();

  beforeEach(() => {
    folder = new TemporaryFolder({ 'main.tf': 'terraform {\n  required_version = ">= 1.14"\n}\n' });
  });

  afterEach(async () => {
    await servers.leave(server);
    folder.delete();
  });

  for (const [name, languageId] of [
    ['cluster.tftest.hcl', 'terraform-test'],
    ['cluster.tofutest.hcl', 'opentofu-test'],
    ['cluster.tftest.hcl', 'terraform'],
  ] as const)
    it(`are completed, formatted and without findings: ${name} in the language ${languageId}`, async () => {
      server = await servers.open({ folder: folder.path });
      const uri = folder.uri(name);
      await server.open(uri, TEST, languageId);
      const textDocument = { uri };
      const position = { line: 2, character: 2 };
      const { items } = await server.request<CompletionList>('textDocument/completion', { textDocument, position });
      assert.ok(items.some(({ label }) => label === 'plan_options'));
      assert.ok(!items.some(({ label }) => label === 'command'));
      const options = FormattingOptions.create(2, true);
      const edits = await server.request<TextEdit[]>('textDocument/formatting', { textDocument, options });
      assert.deepEqual(
        edits.map(({ newText }) => newText),
        [' ', ' ', ''],
      );
      assert.deepEqual(await server.request('textDocument/diagnostic', { textDocument }), { kind: 'full', items: [] });
      await server.change(uri, 'run "plan" {\n  command = = plan\n}\n');
      const { items: errors } = await server.request<{ items: { code: string }[] }>('textDocument/diagnostic', {
        textDocument,
      });
      assert.deepEqual(
        errors.map(({ code }) => code),
        ['syntax'],
      );
    });

  it("are left to HashiCorp's extension where it serves their language", async () => {
    server = await servers.open({
      folder: folder.path,
      initializationOptions: { alongside: ['hashicorp.terraform'] },
      capabilities: ordinaryCapabilities,
    });
    const uri = folder.uri('all.tfquery.hcl');
    await server.open(uri, 'list "aws_vpc" "all" {\nprovider=aws\n}\n', 'terraform-search');
    const textDocument = { uri };
    const position = { line: 1, character: 0 };
    const { items } = await server.request<CompletionList>('textDocument/completion', { textDocument, position });
    assert.deepEqual(items, []);
    const options = FormattingOptions.create(2, true);
    assert.equal(await server.request('textDocument/formatting', { textDocument, options }), null);
  });
});
