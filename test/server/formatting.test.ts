import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { FormattingOptions, type TextEdit } from 'vscode-languageserver-types';
import { ordinaryCapabilities, type LanguageServer } from '../support/server/languageServer';
import { SharedServers } from '../support/server/sharedServers';

const uri = 'untitled:main.tf';
const text = 'module  "a" {\n  source="x"\n  b =  1\n}\n';
const options = FormattingOptions.create(8, false);

describe('formatting over stdio', () => {
  let server: LanguageServer;
  const servers = new SharedServers();

  afterEach(() => servers.leave(server));

  it("formats a document with two spaces, whatever the editor's indentation", async () => {
    server = await servers.open();
    await server.open(uri, text);
    assert.equal(
      applied(await server.request('textDocument/formatting', { textDocument: { uri }, options })),
      'module "a" {\n  source = "x"\n  b      = 1\n}\n',
    );
  });

  it('formats a range, and while typing', async () => {
    server = await servers.open();
    await server.open(uri, text);
    const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
    const inRange = await server.request('textDocument/rangeFormatting', { textDocument: { uri }, range, options });
    assert.equal(applied(inRange), 'module  "a" {\n  source = "x"\n  b =  1\n}\n');
    const position = { line: 3, character: 1 };
    const typed = await server.request('textDocument/onTypeFormatting', {
      textDocument: { uri },
      position,
      ch: '}',
      options,
    });
    assert.equal(applied(typed), 'module "a" {\n  source = "x"\n  b      = 1\n}\n');
  });

  it('returns no edits for text that does not parse', async () => {
    server = await servers.open();
    await server.open(uri, 'module  "a" {\n');
    assert.equal(await server.request('textDocument/formatting', { textDocument: { uri }, options }), null);
  });

  it("announces formatting only for OpenTofu's languages beside HashiCorp's extension", async () => {
    server = await servers.open({
      initializationOptions: { alongside: ['hashicorp.terraform'] },
      capabilities: ordinaryCapabilities,
    });
    assert.equal(server.initializeResult.capabilities.documentFormattingProvider, undefined);
    const registered = JSON.stringify(server.registrations.get('textDocument/formatting'));
    assert.match(registered, /"opentofu"/);
    assert.doesNotMatch(registered, /"terraform"/);
    await server.open(uri, text, 'terraform');
    assert.equal(await server.request('textDocument/formatting', { textDocument: { uri }, options }), null);
  });
});

const applied = (edits: unknown): string =>
  TextDocument.applyEdits(TextDocument.create(uri, 'terraform', 1, text), edits as TextEdit[]);
