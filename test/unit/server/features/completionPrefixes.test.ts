import { strict as assert } from 'node:assert';
import { completion } from '../../../../server/features/completion/completion';
import { resolveCompletion } from '../../../../server/features/completion/completionResolve';
import { signatureHelp } from '../../../../server/features/completion/signatureHelp';
import { cursorContext } from '../../../../server/syntax/cursor/cursorContext';
import { LineIndex } from '../../../../server/syntax/lineIndex';
import { workspaceOf } from '../../../support/testWorkspace';
import { MODERN } from '../../../support/features/completionOf';
import { stringCluster, TYPED } from '../../../support/features/completionPlatform';

const TEXTS: Readonly<Record<string, string>> = {
  'the typed generation': TYPED['eks_gc0_eu-west-1_cluster.tf'].replace(
    '"example.org"',
    '"${merge(local.a, { b = max(1, 2) }).b}.example.org"',
  ),
  'strings in maps': stringCluster('      cluster_release_channel = "STABLE"', '      region = "europe-west2"')[
    'gke_gc0_europe-west1_cluster.tf'
  ]!,
  'a service': TYPED['eks_gc0_eu-west-1_service_nginx.tf'],
};

describe('completion while a module is typed', () => {
  for (const [name, text] of Object.entries(TEXTS)) {
    it(`never throws and never offers existing entries: ${name}`, async function () {
      const { 'eks_gc0_eu-west-1_cluster.tf': _typed, ...others } = TYPED;
      const { snapshot, uri, workspace } = await workspaceOf(others);
      const before = new Map<string, Set<string>>();
      for (let length = 1; length <= text.length; length++) {
        const typed = text.slice(0, length);
        workspace.setDocument(uri('typed.tf'), typed);
        const position = new LineIndex(typed).positionAt(length);
        const { items } = completion(snapshot, uri('typed.tf'), position, MODERN);
        const { siblings, expected } = cursorContext(typed, length);
        const repeated = items.filter(({ label }) => ['argument', 'key'].includes(expected) && siblings.has(label));
        assert.deepEqual(
          repeated.map(({ label }) => label),
          [],
          typed.slice(-80),
        );
        assert.equal(new Set(items.map(({ label }) => label)).size, items.length, `twice in ${typed.slice(-80)}`);
        if (items[0]) resolveCompletion(snapshot, items[0], true);
        signatureHelp(snapshot, uri('typed.tf'), position, { markdown: true, labelOffsets: true });
        before.set(expected, (before.get(expected) ?? new Set()).add(items[0]?.label ?? ''));
      }
      for (const expected of ['argument', 'key', 'value', 'nothing']) assert(before.has(expected), expected);
    });
  }
  it('offers each name at every one of its letters', async () => {
    const { 'eks_gc0_eu-west-1_cluster.tf': text, ...others } = TYPED;
    const { snapshot, uri, workspace } = await workspaceOf(others);
    const names = [...text.matchAll(/^ *([a-z][\w-]+) += /gm)].map(found => ({
      name: found[1]!,
      start: found.index + found[0].indexOf(found[1]!),
    }));
    assert.equal(names.length, 19);
    for (const { name, start } of names) {
      // Without a source, the required providers are unknown.
      if (start < text.indexOf('source') && name !== 'providers') continue;
      for (let length = 0; length <= name.length; length++) {
        const typed = text.slice(0, start + length);
        workspace.setDocument(uri('typed.tf'), typed);
        const { items } = completion(snapshot, uri('typed.tf'), new LineIndex(typed).positionAt(typed.length), MODERN);
        assert(
          items.some(({ label }) => label === name),
          `${name} after ${JSON.stringify(typed.slice(-40))}`,
        );
      }
    }
  });
});
