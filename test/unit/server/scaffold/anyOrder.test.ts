// Scaffolds that change a whole platform, mixed with additions and removals, in any order; they are not undone.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { newDiagnostics } from '../../../support/scaffold/diagnosticsOf';
import { HEAD_COMMIT, type ScaffoldStep } from '../../../support/scaffold/everyScaffold';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { answered, withEdit, type Texts } from '../../../support/scaffold/scaffolded';
import { assertWellFormed } from '../../../support/scaffold/wellFormed';
import { randomCases } from '../../../support/randomCases';

/** The same orders in every run; `SCAFFOLD_SEED` selects others. */
const SEED = Number(process.env['SCAFFOLD_SEED'] ?? 7);

/** Steps that are valid in some orders, and refused in others. */
const steps = (cluster: string): ScaffoldStep[] => [
  { kind: 'environment', answers: { env: 'lab7' } },
  { kind: 'environment', answers: { env: 'edge', overrides: { [cluster]: {} } } },
  { kind: 'threeEnvironments', answers: {} },
  { kind: 'renameEnvironment', answers: { env: 'apps', to: 'workloads' } },
  { kind: 'renameEnvironment', answers: { env: 'lab7', to: 'trial7' } },
  { kind: 'removeEnvironment', answers: { env: 'apps', confirm: 'apps', workspace_empty: true } },
  { kind: 'removeEnvironment', answers: { env: 'lab7', confirm: 'lab7', workspace_empty: true } },
  { kind: 'frameworkVersion', answers: { to: HEAD_COMMIT } },
  { kind: 'nodePool', answers: { cluster, pool: 'extra' } },
  { kind: 'service', answers: { entry: 'sealed-secrets' } },
  { kind: 'removeNodePool', answers: { cluster, pool: 'extra' } },
  { kind: 'removeService', answers: { entry: 'sealed-secrets' } },
  { kind: 'readme', answers: {} },
  { kind: 'removeCluster', answers: { cluster, applied: true } },
];

describe('scaffolds of every kind in any order', () => {
  for (const [name, cluster] of [
    ['minimal', 'eks_web0_eu-central-1'],
    ['released', 'eks_gc0_eu-north-1'],
    ['three-environments', 'gke_data0_europe-west4'],
    ['multi-cloud', 'eks_gc0_us-east-1'],
  ] as const) {
    it(`keep ${name} formatted and add no findings`, async function () {
      const original = readSamplePlatform(name);
      const all = steps(cluster);
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray([...all, ...all], { minLength: all.length }), async order => {
          let texts: Texts = original;
          let done = 0;
          for (const { kind, answers } of order) {
            const result = await answered(texts, kind, answers);
            // A step that is invalid for the current platform is refused, and changes nothing.
            if ('problems' in result) continue;
            texts = withEdit(texts, result.edit);
            done += 1;
            assertWellFormed(texts, `after ${kind} ${JSON.stringify(answers)}`);
          }
          assert.ok(done > 2, `${done} steps were done`);
          assert.deepEqual((await newDiagnostics(original, texts)).filter(isNew), []);
        }),
        { numRuns: randomCases(2, 40), seed: SEED },
      );
    });
  }
});

/** KS209 contains the name of the base, which can have changed. */
const isNew = (diagnostic: string): boolean => !/: KS209 /.test(diagnostic);
