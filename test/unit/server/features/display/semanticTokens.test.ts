import { strict as assert } from 'node:assert';
import type { Range } from 'vscode-languageserver-types';
import { SEMANTIC_TOKENS_LEGEND, semanticTokens } from '../../../../../server/features/display/semanticTokens';
import { SemanticTokenResults, tokenEdits } from '../../../../../server/lsp/semanticTokenResults';
import { workspaceOf } from '../../../../support/testWorkspace';
import { NEWEST, RELEASED } from '../../../../support/features/platformTexts';
import { now } from '../../../../../common/now';
import { countPauses } from '../../../../support/countPauses';
import { clusterOf, lines } from '../../../../worstCases/worstCase';

const CLUSTER = 'gke_ml0_europe-west1_cluster.tf';

/** `17 apps enumMember.readonly.declaration`: line, text, type and modifiers. */
function described(text: string, data: readonly number[]): string[] {
  const lines = text.split('\n');
  const { tokenTypes, tokenModifiers } = SEMANTIC_TOKENS_LEGEND;
  let line = 0;
  let character = 0;
  const found: string[] = [];
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0, bits = 0] = data.slice(at, at + 5);
    line += down;
    character = down === 0 ? character + right : right;
    const modifiers = tokenModifiers.filter((_, index) => bits & (1 << index));
    found.push(
      `${line + 1} ${lines[line]!.slice(character, character + length)} ${[tokenTypes[type], ...modifiers].join('.')}`,
    );
  }
  return found;
}

async function tokens(texts: Readonly<Record<string, string>>, path: string, range?: Range): Promise<string[]> {
  const { snapshot, uri } = await workspaceOf(texts);
  return described(texts[path]!, now(semanticTokens(snapshot, uri(path), range)) ?? []);
}

describe('semantic tokens', () => {
  it('pause inside a block with very many attributes', async () => {
    const { snapshot, uri } = await workspaceOf(clusterOf(`{\n${lines(5_120, index => `  a${index} = 1`)}\n}`));
    const { pauses, result } = countPauses(semanticTokens(snapshot, uri('main.tf')));
    assert.ok(result && result.length / 5 > 5_120, `${result?.length}`);
    // Once for 256 attributes while their ranges are found, and once while they are encoded.
    assert.ok(pauses >= 2 * 20, `${pauses}`);
  });

  it('mark environments, the base, and attributes that override it', async () => {
    const found = await tokens(NEWEST, CLUSTER);
    assert.deepEqual(found.slice(0, 6), [
      '1 module type',
      '1 gke_ml0_europe-west1 namespace.declaration',
      '2 source property',
      '4 configuration_base_key property',
      '4 apps-prod enumMember.readonly',
      '5 configuration property',
    ]);
    assert(found.includes('6 apps-prod enumMember.definition.readonly'));
    assert(found.includes('17 apps enumMember.declaration.readonly'));
    assert.deepEqual(found.slice(-4), [
      '18 ops enumMember.declaration.readonly',
      '19 default_node_pool property',
      '20 max_node_count property.modification',
      '21 instance_tags property.modification',
    ]);
  });
  it('work in a released platform', async () => {
    const found = await tokens(RELEASED, 'eks_gc0_eu-north-1_cluster.tf');
    assert(found.includes('18 cluster_instance_type property.modification'), found.join('\n'));
    assert(found.includes('3 aws.eks_gc0_eu-north-1 class'));
  });
  it('mark references by the kind of their target', async () => {
    const found = await tokens(NEWEST, 'gke_ml0_europe-west1_node_pool_gpu.tf');
    assert.deepEqual(
      found.filter(each => each.startsWith('11 ')),
      ['11 location property', '11 gke_ml0_europe-west1 namespace', '11 current_config property'],
    );
  });
  it('cover only the requested range', async () => {
    const found = await tokens(NEWEST, CLUSTER, {
      start: { line: 16, character: 0 },
      end: { line: 16, character: 20 },
    });
    assert.deepEqual(found, ['17 apps enumMember.declaration.readonly']);
  });
  it('are ordered and never overlap', async () => {
    const { snapshot, uri } = await workspaceOf(NEWEST);
    for (const path of Object.keys(NEWEST).filter(each => each.endsWith('.tf'))) {
      const data = now(semanticTokens(snapshot, uri(path))) ?? [];
      for (let at = 5; at < data.length; at += 5)
        assert(data[at]! > 0 || data[at + 1]! >= data[at - 3]!, `${path} at ${at}`);
    }
  });
  it('are left to another extension, since an editor uses only one provider', async () => {
    const { snapshot, uri } = await workspaceOf(NEWEST);
    assert.equal(
      now(
        semanticTokens(
          { ...snapshot, client: { ...snapshot.client, servedByOtherExtension: () => true } },
          uri(CLUSTER),
        ),
      ),
      null,
    );
  });
});

describe('semantic token results', () => {
  const apply = (before: readonly number[], edits: ReturnType<typeof tokenEdits>): number[] =>
    edits.reduce(
      (data, { start, deleteCount, data: added }) => data.toSpliced(start, deleteCount, ...added),
      [...before],
    );

  it("contain only the changes since the client's last result", () => {
    const results = new SemanticTokenResults();
    const first = results.whole('a', [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]);
    const next = results.since('a', first.resultId, [1, 2, 3, 4, 5, 9, 2, 3, 4, 5]);
    assert.deepEqual('edits' in next && next.edits, [{ start: 5, deleteCount: 1, data: [9] }]);
    assert('data' in results.since('a', first.resultId, [1]));
    assert('data' in results.since('b', '1', [1]));
  });
  it('produce the same tokens as a full result, whatever changed', () => {
    for (const [before, after] of [
      [
        [1, 1, 1],
        [1, 1],
      ],
      [[], [1, 2]],
      [[1, 2], []],
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
      [
        [1, 2, 1],
        [1, 2, 1, 2, 1],
      ],
    ] as const) {
      assert.deepEqual(apply(before, tokenEdits(before, after)), after);
    }
  });
});
