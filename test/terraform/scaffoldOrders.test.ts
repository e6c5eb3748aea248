// Scaffolds in random orders on the sample platforms and on new ones, with a real terraform and stand-ins for modules and providers.
// docs/scaffolding.md describes the limits of this test. SCAFFOLD_ORDER_RUNS is the number of orders for each platform, SCAFFOLD_ORDER_SEED the seed.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { skipWithout } from '../support/skipWithout';
import { newDiagnostics, successorOf } from '../support/scaffold/diagnosticsOf';
import { effective } from '../support/scaffold/effective';
import { CLUSTER_ANSWERS, HEAD_COMMIT, NEWEST_RELEASE, type ScaffoldStep } from '../support/scaffold/everyScaffold';
import { partsOf, stepsOn } from '../support/scaffold/platformSteps';
import { readSamplePlatform } from '../support/scaffold/platformFiles';
import { answered, scaffolded, withEdit, writtenFiles, type Texts } from '../support/scaffold/scaffolded';
import { assertWellFormed } from '../support/scaffold/wellFormed';
import { assertComputed } from '../support/terraform/assertComputed';
import { judgedBy } from '../support/terraform/judgedBy';
import { PlatformFolder } from '../support/terraform/platformFolder';
import { StandInProviders } from '../support/terraform/standInProviders';
import { assertFormatted } from '../support/terraform/terraformFormat';
import { randomCases } from '../support/randomCases';

const seed = Number(process.env['SCAFFOLD_ORDER_SEED'] ?? 7);
const runs = randomCases(1, 5);
/** Number of attempted steps; some are not valid for the current platform, and are refused. */
const STEPS = 14;

const SAMPLES = ['minimal', 'released', 'three-environments', 'multi-cloud', 'legacy'] as const;

/** A random step: first its kind, then its answers. */
const choice = fc.record({ kind: fc.nat(10_000), pick: fc.nat(10_000) });
const orders = fc.array(choice, { minLength: STEPS, maxLength: STEPS });
type Order = readonly { readonly kind: number; readonly pick: number }[];

const NEW_PLATFORM = {
  layout: fc.constantFrom('eks', 'gke', 'aks', 'scw', 'multi-cloud'),
  environments: fc.constantFrom(['apps', 'ops'], ['apps-prod', 'apps', 'ops']),
  version: fc.constantFrom(HEAD_COMMIT, NEWEST_RELEASE),
  ci: fc.constantFrom('github', 'gitlab', 'none'),
};

/** The answers for a new platform; no release supports Scaleway yet. */
const newPlatform = fc.record(NEW_PLATFORM).map(({ layout, environments, version, ci }): ScaffoldStep['answers'] => {
  const { scw, ...others } = CLUSTER_ANSWERS;
  const clusters = version === HEAD_COMMIT ? [...Object.values(others), scw] : Object.values(others);
  const own = layout === 'multi-cloud' ? { clusters } : CLUSTER_ANSWERS[layout];
  return {
    ...own,
    layout,
    environments,
    version: layout === 'scw' ? HEAD_COMMIT : version,
    base_domain: 'infra.your-company.org',
    backend: 's3',
    bucket: 'acme-state',
    backend_region: 'eu-west-1',
    ...(ci === 'none' ? {} : { ci }),
  };
});

describe('scaffolds in random orders, with a real terraform', function () {
  this.timeout(600_000 * runs);
  let providers: StandInProviders;

  before(async function () {
    skipWithout(this, judgedBy);
    providers = await StandInProviders.start();
  });
  after(() => providers?.stop());

  let carriedOutSteps = 0;

  /** Removing everything is rare, so that not all orders start with it. */
  function assertCarriedOut(before: number): void {
    const count = carriedOutSteps - before;
    assert.ok(count > 2 * runs, `only ${count} steps were carried out`);
  }

  for (const name of SAMPLES)
    it(`${name}: is valid and can be planned in every environment`, async () => {
      const original = readSamplePlatform(name);
      const before = carriedOutSteps;
      await fc.assert(
        fc.asyncProperty(orders, order => assertOrder(original, order)),
        { numRuns: runs, seed, endOnFailure: true },
      );
      assertCarriedOut(before);
    });

  it('a new platform: is valid and can be planned in every environment', async () => {
    const before = carriedOutSteps;
    await fc.assert(
      fc.asyncProperty(newPlatform, orders, async (answers, order) => {
        const { provider: _, ...own } = answers;
        await assertOrder((await scaffolded({}, 'platform', own)).texts, order);
      }),
      { numRuns: runs, seed, endOnFailure: true },
    );
    assertCarriedOut(before);
  });

  /** Applies the valid steps, and runs terraform on the result. */
  async function assertOrder(original: Texts, order: Order): Promise<void> {
    const history: string[] = [];
    try {
      const { texts, environments } = await carriedOut(original, order, history);
      carriedOutSteps += history.length;
      await assertFormatted(writtenFiles(original, texts));
      await assertPlanned(texts, environments);
    } catch (error) {
      const order = history.map((each, index) => `${index + 1}. ${each}`);
      throw new Error(`after\n${order.join('\n')}\n${(error as Error).message}`, { cause: error });
    }
  }

  async function assertPlanned(texts: Texts, environments: readonly string[]): Promise<void> {
    const folder = new PlatformFolder(providers.reattach);
    try {
      await folder.replace(texts);
      for (const [index, plan] of (await folder.plan(environments)).entries())
        await assertComputed(texts, environments[index]!, plan);
    } finally {
      folder.remove();
    }
  }
});

/** @param history receives the applied steps */
async function carriedOut(
  original: Texts,
  order: Order,
  history: string[],
): Promise<{ texts: Texts; environments: readonly string[] }> {
  let texts = original;
  let environments: readonly string[] = [];
  for (const [index, { kind, pick }] of order.entries()) {
    const parts = await partsOf(texts);
    if (!parts) break;
    const { environments: known, base } = parts;
    environments = known;
    const step = chosen(stepsOn(parts, index), kind, pick);
    const result = await answered(texts, step.kind, step.answers);
    if ('problems' in result) continue;
    history.push(`${step.kind} ${JSON.stringify(step.answers)}`);
    const after = withEdit(texts, result.edit);
    assertWellFormed(after);
    assert.deepEqual(await newDiagnostics(texts, after, successorOf(step, base)), []);
    if (!CHANGES_WHAT_IS_THERE.includes(step.kind)) await assertUnchanged(texts, after);
    texts = after;
  }
  return { texts, environments: (await partsOf(texts))?.environments ?? environments };
}

/** Scaffolds that change other attributes, or a cluster's deletion protection. All others must not change existing configurations. */
const CHANGES_WHAT_IS_THERE: readonly ScaffoldStep['kind'][] = ['frameworkVersion', 'removeCluster'];

/** Asserts that calls and environments that exist before and after a step have the same configuration. */
async function assertUnchanged(before: Texts, after: Texts): Promise<void> {
  const known = await effective(before);
  for (const [environment, modules] of Object.entries(await effective(after)))
    for (const [module, configuration] of Object.entries(modules))
      assert.equal(configuration, known[environment]?.[module] ?? configuration, `${module} in ${environment}`);
}

/** Selects each kind with the same probability, regardless of its number of steps. */
function chosen(steps: readonly ScaffoldStep[], kind: number, pick: number): ScaffoldStep {
  const kinds = [...new Set(steps.map(each => each.kind))];
  const own = steps.filter(each => each.kind === kinds[kind % kinds.length]);
  return own[pick % own.length]!;
}
