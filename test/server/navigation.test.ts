import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CodeLens,
  InlayHint,
  Location,
  LocationLink,
  SemanticTokens,
  SemanticTokensDelta,
  SymbolInformation,
} from 'vscode-languageserver-protocol';
import { LanguageServer, ordinaryCapabilities } from '../support/server/languageServer';

const platform = resolve(__dirname, '../platforms/multi-cloud');
const path = resolve(platform, 'eks_gc0_eu-west-1_cluster.tf');
const uri = pathToFileURL(path).href;
const text = readFileSync(path, 'utf8');

/** The position of a text, plus a number of characters. */
function at(needle: string, characters = 0): { line: number; character: number } {
  const before = text.slice(0, text.indexOf(needle) + characters).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length };
}

describe('navigation and display over stdio', () => {
  let server: LanguageServer;
  const start = async (initializationOptions: unknown = {}, languageId = 'terraform'): Promise<void> => {
    const capabilities = {
      ...ordinaryCapabilities,
      textDocument: { ...ordinaryCapabilities.textDocument, definition: { linkSupport: true } },
    };
    server = await LanguageServer.start({ folder: platform, capabilities, initializationOptions });
    await server.open(uri, text, languageId);
  };
  const ask = <R>(method: string, more: object = {}): Promise<R> =>
    server.request<R>(method, { textDocument: { uri }, ...more });

  afterEach(async () => {
    assert.equal(await server.stop(), 0);
    assert.equal(server.stderr, '');
  });

  it('goes from an override to the base and back', async () => {
    await start();
    const override = at('min_size                = 1', 2);
    const [link] = await ask<LocationLink[]>('textDocument/definition', { position: override });
    assert.deepEqual(link?.targetRange.start, at('min_size                = 3'));
    const overrides = await ask<Location[]>('textDocument/implementation', { position: link?.targetRange.start });
    assert.equal(overrides.length, 2);
    const all = await ask<Location[]>('textDocument/references', {
      position: override,
      context: { includeDeclaration: true },
    });
    assert.equal(all.length, 3);
  });

  it('finds an environment in the whole platform, and symbols by a part of their name', async () => {
    await start();
    const places = await ask<Location[]>('textDocument/references', {
      position: at('    ops = {', 5),
      context: { includeDeclaration: true },
    });
    assert(new Set(places.map(place => place.uri)).size > 5);
    const symbols = await server.request<SymbolInformation[]>('workspace/symbol', { query: 'node_pool_gpu' });
    assert.deepEqual(
      symbols.map(symbol => symbol.name),
      ['gke_ml0_europe-west1_node_pool_gpu'],
    );
  });

  it('shows what depends on a cluster', async () => {
    await start();
    const [item] = await ask<CallHierarchyItem[]>('textDocument/prepareCallHierarchy', { position: at('"eks_gc0', 3) });
    const calls = await server.request<CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', { item });
    assert(calls.some(call => call.from.name === 'eks_gc0_eu-west-1_node_pool_batch'));
    assert(calls.some(call => call.from.name === 'eks_gc0_eu-west-1_feature_cert_manager'));
  });

  it('shows inlay hints and tokens, and afterwards only the changed tokens', async () => {
    await start();
    const hints = await ask<InlayHint[]>('textDocument/inlayHint', {
      range: { start: at('    ops'), end: { line: 99, character: 0 } },
    });
    assert.match(JSON.stringify(hints), /"inherits \d+ values from apps-prod"/);
    assert.match(JSON.stringify(hints), /"apps-prod: 3"/);
    const { resultId, data } = await ask<SemanticTokens>('textDocument/semanticTokens/full');
    await server.change(uri, [{ range: { start: at('    ops'), end: at('    ops') }, text: '    loc = {}\n' }]);
    const delta = await ask<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', {
      previousResultId: resultId,
    });
    assert.equal(delta.edits.length, 1);
    assert((delta.edits[0]?.data?.length ?? 0) < data.length / 2);
  });

  it('shows code lenses with commands that the client supports', async () => {
    await start({ commands: ['kubestack.plan'] });
    const [lens] = await ask<CodeLens[]>('textDocument/codeLens');
    const { command } = await server.request<CodeLens>('codeLens/resolve', lens);
    assert.equal(command?.title, 'plan ops');
    assert.deepEqual(command?.arguments, [{ platform: pathToFileURL(platform).href, environment: 'ops' }]);
  });

  it('leaves plain Terraform to an extension beside it', async () => {
    await start({ alongside: ['hashicorp.terraform'] });
    const other = resolve(platform, 'locals.tf');
    const textDocument = { uri: pathToFileURL(other).href };
    await server.open(textDocument.uri, readFileSync(other, 'utf8'));
    for (const method of ['documentSymbol', 'semanticTokens/full']) {
      assert.equal(await server.request(`textDocument/${method}`, { textDocument }), null, method);
    }
    assert.equal(await ask('textDocument/semanticTokens/full'), null);
    assert.notEqual(await ask('textDocument/documentSymbol'), null);
  });
});
