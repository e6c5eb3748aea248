// Random sequences of additions and removals: the platform stays valid, and removed parts leave no trace.
import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findingsOf } from '../../../../server/checks/engine/checkRunner';
import { listPlatforms } from '../../../../server/kubestack/platform/platform';
import { memoizedWorkspaceOf } from '../../../support/testWorkspace';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { answered, scaffolded, withEdit, type Texts } from '../../../support/scaffold/scaffolded';
import { assertWellFormed } from '../../../support/scaffold/wellFormed';
import type { ScaffoldStep } from '../../../support/scaffold/everyScaffold';

/** An addition, and its removal, which has several stages for a cluster. */
interface Reversible {
  readonly add: ScaffoldStep;
  readonly remove: readonly ScaffoldStep[];
}

const STEPS = 50;
/** The same sequences in every run; `SCAFFOLD_SEED` selects others. */
const SEED = Number(process.env['SCAFFOLD_SEED'] ?? 7);

describe('scaffolds in any order', () => {
  for (const name of ['minimal', 'released', 'three-environments'] as const) {
    it(`keep ${name} valid, and restore it byte for byte`, async function () {
      this.timeout(300_000);
      const original = readSamplePlatform(name);
      const clusters = await clusterNames(original);
      const moves = fc.array(fc.record({ undo: fc.boolean(), pick: fc.nat(), pool: fc.nat(99) }), {
        minLength: STEPS,
        maxLength: STEPS,
      });
      await fc.assert(
        fc.asyncProperty(moves, async sequence => {
          let texts: Texts = original;
          const known = new Set(await errorsIn(original));
          const undo: { before: Texts; remove: readonly ScaffoldStep[] }[] = [];
          for (const { undo: back, pick, pool } of sequence) {
            const last = back ? undo.pop() : undefined;
            if (last) texts = await takenBack(texts, last);
            else {
              const choices = additions(clusters, pool);
              const { add, remove } = choices[pick % choices.length]!;
              const result = await answered(texts, add.kind, add.answers);
              // An addition that already exists is refused, and changes nothing.
              if ('problems' in result) continue;
              undo.push({ before: texts, remove });
              texts = withEdit(texts, result.edit);
            }
            assertWellFormed(texts);
          }
          assert.deepEqual(
            (await errorsIn(texts)).filter(each => !known.has(each)),
            [],
          );
          while (undo.length > 0) texts = await takenBack(texts, undo.pop()!);
          assert.deepEqual(texts, original);
        }),
        { numRuns: 2, seed: SEED },
      );
    });
  }
});

function additions(clusters: readonly string[], pool: number): Reversible[] {
  const named = `p${pool}`;
  const feature = `agent_${pool % 7}`;
  const url = `https://github.com/acme/${feature}/releases/download/v1.2.3/agent.yaml`;
  const prefix = `zz${pool % 3}`;
  const eks = `eks_${prefix}_us-west-2`;
  const gke = `gke_${prefix}_us-west1`;
  const project = { project_id: 'acme-platform', cluster_min_master_version: '1.31' };
  const env = `qa${pool % 3}`;
  return [
    {
      add: { kind: 'environment', answers: { env } },
      remove: [{ kind: 'removeEnvironment', answers: { env, confirm: env, workspace_empty: true } }],
    },
    {
      add: { kind: 'cluster', answers: { provider: 'eks', name_prefix: prefix, region: 'us-west-2' } },
      remove: [
        { kind: 'removeCluster', answers: { cluster: eks } },
        { kind: 'removeCluster', answers: { cluster: eks, applied: true } },
      ],
    },
    {
      add: { kind: 'cluster', answers: { provider: 'gke', name_prefix: prefix, region: 'us-west1', ...project } },
      remove: [
        { kind: 'removeCluster', answers: { cluster: gke } },
        { kind: 'removeCluster', answers: { cluster: gke } },
        { kind: 'removeCluster', answers: { cluster: gke, applied: true } },
      ],
    },
    ...clusters.map((cluster): Reversible => ({
      add: { kind: 'nodePool', answers: { cluster, pool: named, purpose: 'tests | more tests' } },
      remove: [{ kind: 'removeNodePool', answers: { cluster, pool: named } }],
    })),
    {
      add: { kind: 'service', answers: { feature, manifest_url: url, clusters } },
      remove: [{ kind: 'removeService', answers: { feature, remove_module: true } }],
    },
    {
      add: { kind: 'service', answers: { entry: 'sealed-secrets', clusters } },
      remove: [{ kind: 'removeService', answers: { entry: 'sealed-secrets' } }],
    },
  ];
}

/** Asserts that the files are byte-identical to those before the addition. */
async function takenBack(
  texts: Texts,
  { before, remove }: { readonly before: Texts; readonly remove: readonly ScaffoldStep[] },
): Promise<Texts> {
  let after: Texts = texts;
  for (const { kind, answers } of remove) after = (await scaffolded(after, kind, answers)).texts;
  assert.deepEqual(after, before, JSON.stringify(remove));
  return after;
}

async function clusterNames(texts: Texts): Promise<string[]> {
  const { snapshot } = await memoizedWorkspaceOf(texts);
  return listPlatforms(snapshot.model, []).flatMap(({ clusters }) => clusters.map(({ name }) => name));
}

/** Errors of our checks, except for manifests that are not fetched. */
async function errorsIn(texts: Texts): Promise<string[]> {
  const { snapshot } = await memoizedWorkspaceOf(texts);
  return snapshot.model.tree
    .rootInstances()
    .flatMap(root =>
      [...now(findingsOf(snapshot, root))].flatMap(([file, found]) =>
        found
          .filter(({ check, level }) => level === 'error' && check.code !== 'KS509')
          .map(({ check, finding }) => `${check.code} ${file}: ${finding.message}`),
      ),
    );
}
