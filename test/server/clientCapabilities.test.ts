import assert from 'node:assert/strict';
import type {
  CodeAction,
  CompletionList,
  DocumentLink,
  DocumentSymbol,
  InitializeParams,
  SignatureHelp,
  SymbolInformation,
} from 'vscode-languageserver-protocol';
import { LanguageServer } from '../support/server/languageServer';
import { TemporaryFolder } from '../support/server/temporaryFolder';

type Capabilities = InitializeParams['capabilities'];

const CLUSTER = `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"

  configuration = {
    apps = {
      default_node_pool = { min_size = 1 }
      base_domain       = lower("A")
    }
    ops = {}
  }
}

module "eks_gc0_eu-west-1_node_pool_extra" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=e70912c"

  configuration = {
    apps = {}
    ops  = {}
  }
}

terraform {
}

`;
const LINES = CLUSTER.split('\n');
const END = { line: LINES.length - 1, character: 0 };

const ACTIONS = { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } };
const EVERY_KIND = Array.from({ length: 26 }, (_, index) => index + 1);
const MODERN = {
  workspace: {
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
    symbol: { symbolKind: { valueSet: EVERY_KIND } },
  },
  textDocument: {
    ...ACTIONS,
    completion: { completionItemKind: { valueSet: EVERY_KIND } },
    documentSymbol: { symbolKind: { valueSet: EVERY_KIND }, hierarchicalDocumentSymbolSupport: true },
    documentLink: { tooltipSupport: true },
    signatureHelp: {
      signatureInformation: {
        documentationFormat: ['markdown', 'plaintext'],
        parameterInformation: { labelOffsetSupport: true },
      },
    },
  },
} as Capabilities;

describe("the client's capabilities", () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;
  const start = async (capabilities: Capabilities): Promise<void> => {
    server = await LanguageServer.start({ folder: folder.path, capabilities, checks: true });
    await server.open(folder.uri('main.tf'), CLUSTER);
  };
  const ask = <T>(method: string, others: object = {}): Promise<T> =>
    server.request(method, { textDocument: { uri: folder.uri('main.tf') }, ...others });
  const completionKinds = async (): Promise<number[]> => {
    const { items } = await ask<CompletionList>('textDocument/completion', { position: END });
    const others = await ask<CompletionList>('textDocument/completion', { position: { line: 4, character: 6 } });
    return [...items, ...others.items].map(({ kind = 0 }) => kind);
  };
  const symbolKinds = async (): Promise<number[]> => {
    const kindsOf = (symbols: readonly DocumentSymbol[]): number[] =>
      symbols.flatMap(({ kind, children = [] }) => [kind, ...kindsOf(children)]);
    const found = await server.request<SymbolInformation[]>('workspace/symbol', { query: 'terraform' });
    return [...kindsOf(await ask('textDocument/documentSymbol')), ...found.map(({ kind }) => kind)];
  };
  const signature = async () => {
    const line = LINES.findIndex(each => each.includes('lower('));
    const position = { line, character: LINES[line]!.indexOf('"A"') };
    const help = await ask<SignatureHelp>('textDocument/signatureHelp', { position });
    return help.signatures[0]!;
  };
  const links = (): Promise<DocumentLink[]> => ask('textDocument/documentLink');
  const actionTitles = async (): Promise<string[]> => {
    const start = { line: 0, character: 0 };
    const params = { range: { start, end: start }, context: { diagnostics: [] } };
    return (await ask<CodeAction[]>('textDocument/codeAction', params)).map(({ title }) => title);
  };

  beforeEach(() => {
    folder = new TemporaryFolder({ 'main.tf': CLUSTER });
  });

  afterEach(async () => {
    assert.equal(await server.stop(), 0);
    assert.equal(server.stderr, '');
    folder.delete();
  });

  it('are used if it has them', async () => {
    await start(MODERN);
    assert.ok(Math.max(...(await completionKinds())) > 18);
    assert.ok(Math.max(...(await symbolKinds())) > 18);
    const { documentation, parameters } = await signature();
    assert.equal((documentation as { kind: string }).kind, 'markdown');
    assert.ok(Array.isArray(parameters?.[0]?.label));
    assert.ok((await links()).every(({ tooltip }) => tooltip !== undefined));
    assert.ok((await actionTitles()).some(title => title.startsWith('Split this file')));
  });

  it('are not used if it lacks them', async () => {
    await start({
      textDocument: { ...ACTIONS, documentSymbol: { hierarchicalDocumentSymbolSupport: true } },
    });
    assert.ok(Math.max(...(await completionKinds())) <= 18);
    assert.ok(Math.max(...(await symbolKinds())) <= 18);
    const { label, documentation, parameters } = await signature();
    assert.equal((documentation as { kind: string }).kind, 'plaintext');
    assert.deepEqual(parameters, [{ label: 'str string' }]);
    assert.ok(label.includes('str string'));
    assert.ok((await links()).every(link => !('tooltip' in link)));
    assert.ok(!(await actionTitles()).some(title => title.startsWith('Split this file')));
  });

  it('limit the kinds to those that it lists', async () => {
    const valueSet = [1, 7, 13];
    await start({
      ...MODERN,
      workspace: { symbol: { symbolKind: { valueSet } } },
      textDocument: {
        completion: { completionItemKind: { valueSet } },
        documentSymbol: { symbolKind: { valueSet }, hierarchicalDocumentSymbolSupport: true },
      },
    } as Capabilities);
    assert.ok((await completionKinds()).every(kind => [0, ...valueSet].includes(kind)));
    assert.ok((await symbolKinds()).every(kind => valueSet.includes(kind)));
  });
});
