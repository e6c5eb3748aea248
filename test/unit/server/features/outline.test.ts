import { strict as assert } from 'node:assert';
import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver-types';
import { documentSymbols } from '../../../../server/features/display/documentSymbols';
import { foldingRanges } from '../../../../server/features/display/foldingRanges';
import { selectionRanges } from '../../../../server/features/display/selectionRanges';
import { workspaceSymbols } from '../../../../server/features/navigation/workspaceSymbols';
import { workspaceOf } from '../../../support/testWorkspace';
import { mark, markedWorkspace, textIn } from '../../../support/features/markedWorkspace';
import { NEWEST, RELEASED } from '../../../support/features/platformTexts';
import { countPauses } from '../../../support/countPauses';
import { clusterOf, lines } from '../../../worstCases/worstCase';
import { now } from '../../../../common/now';

const CLUSTER = 'gke_ml0_europe-west1_cluster.tf';

const outline = (symbols: readonly DocumentSymbol[], indent = ''): string[] =>
  symbols.flatMap(({ name, detail, children = [] }) => [
    `${indent}${name}${detail ? ` (${detail})` : ''}`,
    ...outline(children, `${indent}  `),
  ]);

describe('document symbols', () => {
  it('pauses inside a block with very many attributes', async () => {
    const { snapshot, uri } = await workspaceOf(clusterOf(`{\n${lines(3_200, index => `  a${index} = 1`)}\n}`));
    const { pauses, result } = countPauses(documentSymbols(snapshot, uri('main.tf'), true));
    assert.ok(JSON.stringify(result).includes('"a3199"'));
    assert.ok(pauses >= 100, `${pauses}`);
  });

  it('show the environments of a module with their attributes', async () => {
    const { snapshot, uri } = await workspaceOf(NEWEST);
    assert.deepEqual(outline(now(documentSymbols(snapshot, uri(CLUSTER), true)) as DocumentSymbol[]), [
      'gke_ml0_europe-west1 (cluster)',
      '  source',
      '  configuration_base_key',
      '  apps-prod (environment)',
      '    name_prefix',
      '    base_domain',
      '    region',
      '    project_id',
      '    default_node_pool',
      '      min_node_count',
      '      max_node_count',
      '      instance_tags',
      '  apps (environment)',
      '  ops (environment)',
      '    default_node_pool',
      '      max_node_count',
      '      instance_tags',
    ]);
  });
  it('show providers with their aliases, and each local', async () => {
    const { snapshot, uri } = await workspaceOf(RELEASED);
    const names = (
      now(documentSymbols(snapshot, uri('eks_gc0_eu-north-1_providers.tf'), true)) as DocumentSymbol[]
    ).map(each => each.name);
    assert.deepEqual(names, [
      'aws.eks_gc0_eu-north-1',
      'locals',
      'kubernetes.eks_gc0_eu-north-1',
      'kustomization.eks_gc0_eu-north-1',
    ]);
  });
  it('are a flat list for a client without hierarchical symbols', async () => {
    const { snapshot, uri } = await workspaceOf(NEWEST);
    const symbols = now(documentSymbols(snapshot, uri('locals.tf'), false)) as SymbolInformation[];
    assert.deepEqual(
      symbols.slice(0, 3).map(({ name, containerName }) => [name, containerName]),
      [
        ['locals', undefined],
        ['project', 'locals'],
        ['on_call', 'locals'],
      ],
    );
  });
  it('stay while a block is incomplete, with ranges that contain their names', async () => {
    const { snapshot, uri, workspace } = await workspaceOf(NEWEST);
    workspace.setDocument(uri(CLUSTER), NEWEST[CLUSTER]!.replace('= "europe-west1"', '= '));
    const [module] = now(documentSymbols(snapshot, uri(CLUSTER), true)) as DocumentSymbol[];
    assert.equal(module?.children?.length, 5);
    const contained = (symbol: DocumentSymbol): boolean =>
      symbol.range.start.line <= symbol.selectionRange.start.line &&
      symbol.selectionRange.end.line <= symbol.range.end.line &&
      (symbol.children ?? []).every(contained);
    assert(contained(module));
  });
  it('show only Kubestack modules beside another extension', async () => {
    const { snapshot, uri } = await workspaceOf(NEWEST);
    const beside = { ...snapshot, client: { ...snapshot.client, servedByOtherExtension: () => true } };
    assert.equal(now(documentSymbols(beside, uri('locals.tf'), true)), null);
    assert.equal(now(documentSymbols(beside, uri('modules/nginx/main.tf'), true))?.length, 1);
  });
});

describe('workspace symbols', () => {
  async function found(query: string): Promise<string[]> {
    const { snapshot, uri } = await workspaceOf(NEWEST);
    return now(workspaceSymbols(snapshot, query)).map(
      ({ name, location }) => `${name} ${location.uri.replace(`${uri('')}/`, '')}:${location.range.start.line + 1}`,
    );
  }
  it('are found by a prefix, a part or the initials of their name', async () => {
    assert.deepEqual(await found('gke_ml0_europe-west1_node'), [
      'gke_ml0_europe-west1_node_pool_gpu gke_ml0_europe-west1_node_pool_gpu.tf:1',
    ]);
    // Equal names are sorted by their files.
    assert.deepEqual(await found('basedom'), ['base_domain config.auto.tfvars:1', 'base_domain locals.tf:7']);
    assert.deepEqual(await found('Project'), ['project locals.tf:3']);
    assert.deepEqual(await found('qqq'), []);
  });
});

describe('folding ranges', () => {
  const folds = async (text: string, wholeLines = true, alongside = false): Promise<string[] | null> => {
    const { snapshot, uri } = await workspaceOf({ 'main.tf': text });
    const client = { ...snapshot.client, servedByOtherExtension: () => alongside };
    const ranges = foldingRanges({ ...snapshot, client }, uri('main.tf'), wholeLines);
    return (
      ranges && ranges.map(({ startLine, endLine, kind }) => `${startLine + 1}-${endLine + 1}${kind ? ` ${kind}` : ''}`)
    );
  };
  it('cover blocks, objects, lists and heredocs', async () => {
    const text =
      'locals {\n  a = {\n    b = [\n      1,\n    ]\n  }\n  c = <<-EOT\n    # no comment\n    # none either\n  EOT\n}\n';
    assert.deepEqual(await folds(text), ['1-10', '2-5', '3-4', '7-10']);
  });
  it('are exact to the character for clients that support it', async () => {
    const { snapshot, uri } = await workspaceOf({ 'main.tf': 'locals {\n  a = {\n  }\n}\n' });
    assert.deepEqual(foldingRanges(snapshot, uri('main.tf'), false)?.[1], {
      startLine: 1,
      startCharacter: 7,
      endLine: 2,
      endCharacter: 2,
    });
  });
  it('cover consecutive comments and marked regions', async () => {
    const text = '# One\n# two\n\n# alone\n// #region Clusters\nlocals {\n}\n/* a\n b */\n// endregion\n';
    assert.deepEqual(await folds(text), ['1-2 comment', '5-10 region', '8-9 comment']);
  });
  it('cover blocks around text that does not parse', async () => {
    const workspace = await workspaceOf(NEWEST);
    workspace.workspace.setDocument(workspace.uri(CLUSTER), NEWEST[CLUSTER]!.replace('= "europe-west1"', '= '));
    const ranges = foldingRanges(workspace.snapshot, workspace.uri(CLUSTER), true);
    assert.deepEqual(
      ranges?.map(({ startLine, endLine }) => `${startLine + 1}-${endLine + 1}`),
      ['1-26', '5-25', '6-15', '11-14', '18-24', '19-23', '21-22'],
    );
  });
  it('are the same beside another extension that provides none', async () => {
    assert.deepEqual(await folds('locals {\n  a = {\n    b = 1\n  }\n}\n', true, true), ['1-4', '2-3']);
    assert((await folds(NEWEST[CLUSTER]!, true, true))?.includes('6-15'));
  });
});

describe('selection ranges', () => {
  async function chain(path: string, marked: string): Promise<string[]> {
    const { snapshot, here, position, texts } = await markedWorkspace(mark(NEWEST, path, marked));
    const found: string[] = [];
    for (let at = selectionRanges(snapshot, here, [position])?.[0]; at; at = at.parent)
      found.push(textIn(texts[path]!, at.range));
    return found;
  }
  it('grow from a string to its entry, its environment, its module and the document', async () => {
    const grown = await chain(CLUSTER, '"europe│-west1"\n      project');
    assert.deepEqual(grown.slice(0, 3), ['europe-west1', '"europe-west1"', 'region      = "europe-west1"']);
    assert.match(grown[3] ?? '', /^name_prefix[^]*\}$/);
    assert.match(grown[4] ?? '', /^\{\n {6}name_prefix/);
    assert.match(grown[5] ?? '', /^apps-prod = \{/);
    assert.equal(grown.at(-1), NEWEST[CLUSTER]);
  });
  it('cover the whole document between blocks', async () => {
    assert.deepEqual(await chain('locals.tf', '}\n│\nvariable'), [NEWEST['locals.tf']]);
  });
});
