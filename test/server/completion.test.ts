import * as assert from 'node:assert/strict';
import type {
  CompletionItem,
  CompletionList,
  MarkupContent,
  Position,
  SignatureHelp,
} from 'vscode-languageserver-protocol';
import { LanguageServer, ordinaryCapabilities } from '../support/server/languageServer';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const SOURCE = 'github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0';
const CLUSTER = `module "gke_gc0_europe-west1" {
  source = "${SOURCE}"

  configuration = {
    apps = {
      name_prefix = "gc0"
      base_domain = "example.org"
    }
    ops = {
      
    }
  }
}
`;
const EMPTY_LINE: Position = { line: 9, character: 6 };

describe('completion over stdio', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;

  const start = async (completionItem: object, initializationOptions?: object, others: object = {}): Promise<void> => {
    const capabilities = {
      ...ordinaryCapabilities,
      textDocument: { ...ordinaryCapabilities.textDocument, completion: { completionItem, ...others } },
    };
    server = await LanguageServer.start({
      folder: folder.path,
      capabilities,
      ...(initializationOptions ? { initializationOptions } : {}),
    });
  };
  const complete = (position: Position): Promise<CompletionList> =>
    server.request('textDocument/completion', { textDocument: { uri: folder.uri('main.tf') }, position });

  beforeEach(() => {
    folder = new TemporaryFolder({ 'main.tf': CLUSTER });
  });

  afterEach(async () => {
    assert.equal(await server.stop(), 0);
    assert.equal(server.stderr, '');
    folder.delete();
  });

  it('offers attributes with inherited values, and their documentation when asked', async () => {
    await start({ snippetSupport: true, insertReplaceSupport: true, documentationFormat: ['markdown'] });
    await server.open(folder.uri('main.tf'), CLUSTER);
    const { items } = await complete(EMPTY_LINE);
    const item = items.find(each => each.label === 'base_domain');
    assert.equal(item?.detail, 'string · inherits "example.org"');
    assert.equal(item.documentation, undefined);
    assert.deepEqual(item.textEdit, {
      newText: 'base_domain = "${1:example.org}"',
      insert: { start: EMPTY_LINE, end: EMPTY_LINE },
      replace: { start: EMPTY_LINE, end: EMPTY_LINE },
    });
    const resolved = await server.request<CompletionItem>('completionItem/resolve', item);
    const documentation = resolved.documentation as MarkupContent;
    assert.equal(documentation.kind, 'markdown');
    assert.match(documentation.value, /\| \*\*ops\*\* \| `"example\.org"` \| \[inherited from apps\]/);
  });

  it('says once what the items have in common if the client understands it', async () => {
    const properties = { completionList: { itemDefaults: ['commitCharacters', 'editRange', 'insertTextFormat'] } };
    await start({ snippetSupport: true, insertReplaceSupport: true }, undefined, properties);
    await server.open(folder.uri('main.tf'), CLUSTER);
    const { items, itemDefaults } = await complete(EMPTY_LINE);
    const here = { start: EMPTY_LINE, end: EMPTY_LINE };
    assert.deepEqual(itemDefaults, { editRange: { insert: here, replace: here }, insertTextFormat: 2 });
    const item = items.find(each => each.label === 'base_domain');
    assert.equal(item?.textEditText, 'base_domain = "${1:example.org}"');
    assert.ok(items.every(each => each.textEdit === undefined && each.insertTextFormat === undefined));
  });

  it('is plain text for a client without capabilities', async () => {
    await start({});
    await server.open(folder.uri('main.tf'), CLUSTER);
    const item = (await complete(EMPTY_LINE)).items.find(each => each.label === 'base_domain');
    assert.deepEqual([item?.insertTextFormat, item?.textEdit?.newText], [1, 'base_domain = ']);
    const resolved = await server.request<CompletionItem>('completionItem/resolve', item);
    assert.equal((resolved.documentation as MarkupContent).kind, 'plaintext');
  });

  it('offers whole blocks at the top level', async () => {
    await start({ snippetSupport: true });
    await server.open(folder.uri('main.tf'), '\n');
    const labels = (await complete({ line: 0, character: 0 })).items.map(each => each.label);
    assert.ok(labels.includes('kubestack-eks-cluster'));
  });

  it('shows the signature of a function', async () => {
    await start({});
    await server.open(folder.uri('main.tf'), 'locals {\n  a = cidrsubnet("", \n}\n');
    const help = await server.request<SignatureHelp>('textDocument/signatureHelp', {
      textDocument: { uri: folder.uri('main.tf') },
      position: { line: 1, character: 21 },
    });
    assert.equal(help.signatures[0]?.label, 'cidrsubnet(prefix string, newbits number, netnum number)');
    assert.equal(help.activeParameter, 1);
  });
});
