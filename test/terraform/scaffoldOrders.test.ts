// Scaffolds in random orders, on the sample platforms and on new ones, under a real terraform with stand-in modules and providers;
// docs/scaffolding.md says what that proves, and what it does not. SCAFFOLD_ORDER_RUNS orders of each platform, from SCAFFOLD_ORDER_SEED.
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

const seed = Number(process.env['SCAFFOLD_ORDER_SEED'] ?? 7);
const runs = Number(process.env['SCAFFOLD_ORDER_RUNS'] ?? 1);
/** Steps that are tried; some don't fit the platform as it is then, and are refused. */
const STEPS = 14;

const SAMPLES = ['minimal', 'released', 'three-environments', 'multi-cloud', 'legacy'] as const;

/** A step: first which kind, then which of its answers. */
const choice = fc.record({ kind: fc.nat(10_000), pick: fc.nat(10_000) });
const orders = fc.array(choice, { minLength: STEPS, maxLength: STEPS });
type Order = readonly { readonly kind: number; readonly pick: number }[];

const NEW_PLATFORM = {
  layout: fc.constantFrom('eks', 'gke', 'aks', 'scw', 'multi-cloud'),
  environments: fc.constantFrom(['apps', 'ops'], ['apps-prod', 'apps', 'ops']),
  version: fc.constantFrom(HEAD_COMMIT, NEWEST_RELEASE),
  ci: fc.constantFrom('github', 'gitlab', 'none'),
};

/** The answers of a new platform; Scaleway is in no release yet. */
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

  /** An order may begin with the end of everything: not all of them do. */
  function assertCarriedOut(before: number): void {
    const count = carriedOutSteps - before;
    assert.ok(count > 2 * runs, `only ${count} steps were carried out`);
  }

  for (const name of SAMPLES)
    it(`${name}: is valid and can be planned in every environment`, async () => {
      const original = readSamplePlatform(name);
      const before = carriedOutSteps;
      await fc.assert(
        fc.asyncProperty(orders, order => assertKept(original, order)),
        { numRuns: runs, seed, endOnFailure: true },
      );
      assertCarriedOut(before);
    });

  it('a new platform: is valid and can be planned in every environment', async () => {
    const before = carriedOutSteps;
    await fc.assert(
      fc.asyncProperty(newPlatform, orders, async (answers, order) => {
        const { provider: _, ...own } = answers;
        await assertKept((await scaffolded({}, 'platform', own)).texts, order);
      }),
      { numRuns: runs, seed, endOnFailure: true },
    );
    assertCarriedOut(before);
  });

  /** Carries out what fits, and lets terraform judge the end. */
  async function assertKept(original: Texts, order: Order): Promise<void> {
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

/** @param history gets what was done */
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

/** Other attributes, and what protects a cluster until it is removed. All others leave what they are not about as it was. */
const CHANGES_WHAT_IS_THERE: readonly ScaffoldStep['kind'][] = ['frameworkVersion', 'removeCluster'];

/** What is there before and after has the same configuration, in each environment that is there before and after. */
async function assertUnchanged(before: Texts, after: Texts): Promise<void> {
  const known = await effective(before);
  for (const [environment, modules] of Object.entries(await effective(after)))
    for (const [module, configuration] of Object.entries(modules))
      assert.equal(configuration, known[environment]?.[module] ?? configuration, `${module} in ${environment}`);
}

/** Every kind is as likely as any other, however many steps of it there are. */
function chosen(steps: readonly ScaffoldStep[], kind: number, pick: number): ScaffoldStep {
  const kinds = [...new Set(steps.map(each => each.kind))];
  const own = steps.filter(each => each.kind === kinds[kind % kinds.length]);
  return own[pick % own.length]!;
}
