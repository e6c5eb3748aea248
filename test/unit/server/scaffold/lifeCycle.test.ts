import assert from 'node:assert/strict';
import type { ScaffoldKind } from '../../../../common/protocol';
import { newDiagnostics } from '../../../support/scaffold/diagnosticsOf';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { answered, scaffolded, type Texts } from '../../../support/scaffold/scaffolded';
import { assertWellFormed } from '../../../support/scaffold/wellFormed';

type Answers = Readonly<Record<string, unknown>>;

/** An addition, and the scaffold that removes it. */
interface Step {
  readonly kind: ScaffoldKind;
  readonly answers: Answers;
  readonly removal: { readonly kind: ScaffoldKind; readonly answers: Answers };
}

/** Pseudo-random numbers that are the same in every run. */
function* numbers(seed: number): Generator<number> {
  let state = seed;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

/** Other sequences than the usual ones. */
const OTHER_SEED = process.env['SCAFFOLD_SEED'];

const SIZES: Readonly<Record<string, Answers>> = {
  eks: { instance_types: ['t3a.large'], min_size: 1, max_size: 3, desired_capacity: 1 },
  gke: { machine_type: 'e2-standard-4', min_node_count: 1, max_node_count: 3 },
  aks: { vm_size: 'Standard_D2_v4', min_count: 1, max_count: 3 },
  scw: { node_type: 'PRO2-S', min_size: 1, max_size: 3 },
};
const CLUSTERS: Readonly<Record<string, Answers>> = {
  eks: { region: 'us-west-2', zones: ['us-west-2a', 'us-west-2b'] },
  gke: {
    region: 'us-east1',
    zones: ['us-east1-b', 'us-east1-c'],
    project_id: 'tidewater-platform',
    cluster_min_master_version: '1.31',
  },
  aks: { region: 'eastus', zones: ['1', '2'], resource_group: 'tidewater' },
};

/** Steps with different numbers are different. */
function stepFor(number: number, choice: number, clusters: readonly string[]): Step {
  const cluster = clusters[Math.floor(choice * 997) % clusters.length] ?? '';
  const word = cluster.split('_')[0] ?? '';
  switch (Math.floor(choice * 4)) {
    case 0: {
      const env = `edge${number}`;
      const removal = { env, confirm: env, workspace_empty: true };
      return { kind: 'environment', answers: { env }, removal: { kind: 'removeEnvironment', answers: removal } };
    }
    case 1: {
      const pool = `pool${number}`;
      const where = { cluster, pool };
      return {
        kind: 'nodePool',
        answers: { ...where, ...SIZES[word], taints: [{ key: 'dedicated', value: pool, effect: 'NoSchedule' }] },
        removal: { kind: 'removeNodePool', answers: where },
      };
    }
    case 2: {
      const feature = `service_${number}`;
      const release = 'https://downloads.tidewater.example/agent/releases/download/v1.2.3';
      return {
        kind: 'service',
        answers: {
          feature,
          clusters: [cluster],
          app_version: 'v1.2.3',
          project_url: 'https://tidewater.example/agent',
          manifest_url: `${release}/agent.yaml`,
        },
        removal: { kind: 'removeService', answers: { feature, remove_module: true } },
      };
    }
    default: {
      const words = Object.keys(CLUSTERS);
      const provider = words[Math.floor(choice * 991) % words.length]!;
      const prefix = `web${number}`;
      const place = CLUSTERS[provider]!;
      return {
        kind: 'cluster',
        answers: {
          provider,
          name_prefix: prefix,
          base_domain: 'infra.tidewater.example',
          ...place,
          ...SIZES[provider],
        },
        removal: {
          kind: 'removeCluster',
          answers: { cluster: `${provider}_${prefix}_${String(place['region'])}`, applied: true },
        },
      };
    }
  }
}

/** Runs a removal until there is no next stage. */
async function removed(texts: Texts, { kind, answers }: Step['removal']): Promise<Texts> {
  let current = (await scaffolded(texts, kind, answers)).texts;
  if (kind !== 'removeCluster') return current;
  for (;;) {
    const next = await answered(current, kind, answers);
    if ('problems' in next) return current;
    current = (await scaffolded(current, kind, answers)).texts;
  }
}

describe('the life cycle of a platform', function () {
  this.timeout(180_000);

  for (const [name, seed] of [
    ['minimal', 7],
    ['released', 11],
    ['three-environments', 13],
  ] as const) {
    it(`leaves ${name} unchanged after fifty steps, once everything that was added is removed`, async () => {
      const original = readSamplePlatform(name);
      const random = numbers(Number(OTHER_SEED ?? seed));
      const next = (): number => random.next().value as number;
      const own = Object.keys(original)
        .filter(path => path.endsWith('_cluster.tf'))
        .map(path => path.replace('_cluster.tf', ''));
      const history: { before: Texts; step: Step }[] = [];
      let texts: Texts = original;
      const undo = async (): Promise<void> => {
        const { before, step } = history.pop()!;
        texts = await removed(texts, step.removal);
        assert.deepEqual(texts, before, `after ${step.removal.kind} ${JSON.stringify(step.removal.answers)}`);
      };
      for (let count = 0; count < 50; count++) {
        if (history.length > 6 || (history.length > 0 && next() < 0.4)) {
          await undo();
          continue;
        }
        const step = stepFor(count, next(), own);
        const result = await scaffolded(texts, step.kind, step.answers);
        history.push({ before: texts, step });
        ({ texts } = result);
        assertWellFormed(texts, `after ${step.kind}`);
        if (count % 10 === 0) assert.deepEqual(await newDiagnostics(original, texts), [], `after ${step.kind}`);
      }
      while (history.length > 0) await undo();
      assert.deepEqual(texts, original);
    });
  }
});
