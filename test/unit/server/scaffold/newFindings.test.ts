// The findings that each scaffold causes in each sample platform, one scaffold at a time: only those that describe a step for the user (A9). Runs all
// kinds on all clusters, node pools, services and environments.
import assert from 'node:assert/strict';
import { newDiagnostics, successorOf } from '../../../support/scaffold/diagnosticsOf';
import { CLUSTER_ANSWERS, HEAD_COMMIT } from '../../../support/scaffold/everyScaffold';
import { partsOf, stepsOn } from '../../../support/scaffold/platformSteps';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { answered, scaffolded, withEdit, type Texts } from '../../../support/scaffold/scaffolded';

/** Services are bound again to the cluster that they were bound to, and to a new cluster. */
describe('the findings after adding a service', () => {
  for (const [name, provider] of [
    ['released', 'gke'],
    ['three-environments', 'eks'],
    ['multi-cloud', 'eks'],
    ['multi-cloud', 'gke'],
  ] as const)
    it(`to ${name} with another cluster on ${provider} are open steps only`, async function () {
      const original = readSamplePlatform(name);
      const { texts } = await scaffolded(original, 'cluster', CLUSTER_ANSWERS[provider]);
      const { services = [], clusters = [] } = (await partsOf(texts)) ?? {};
      assert.ok(services.length > 0);
      for (const { answers, clusters: bound } of services) {
        const without = (await scaffolded(texts, 'removeService', answers)).texts;
        for (const cluster of [...bound, clusters.find(each => !bound.includes(each.name))!.name]) {
          const again = await scaffolded(without, 'service', { ...answers, clusters: [cluster] });
          assert.deepEqual(await newDiagnostics(original, again.texts), [], `${JSON.stringify(answers)} on ${cluster}`);
        }
      }
    });
});

const COMMON = {
  version: HEAD_COMMIT,
  base_domain: 'infra.your-company.org',
  backend: 's3',
  bucket: 'acme-state',
  ci: 'github',
};

describe('the findings after any scaffold', () => {
  for (const name of ['minimal', 'released', 'three-environments', 'multi-cloud', 'legacy'])
    it(`in ${name} are open steps only`, async function () {
      await assertNoNewFindings(readSamplePlatform(name));
    });

  it(`in a new platform of every cloud are open steps only`, async function () {
    this.timeout(240_000);
    const clusters = Object.values(CLUSTER_ANSWERS);
    const platform = { layout: 'multi-cloud', clusters, ...COMMON, backend_region: 'eu-west-1' };
    await assertNoNewFindings((await scaffolded({}, 'platform', platform)).texts);
  });
});

/** Findings that a platform may not have, with the reason. */
const REFUSALS = [
  /^(?:Every cluster|\S+) already has \S+\.$/,
  /^A module \S+ already exists: use another prefix\.$/,
  /^v0\.12\.2-beta\.0 has no \S+\/node-pool\.$/,
  /has no \S+\/cluster\. Set a framework version that has it first\.$/,
  / can't have a kustomization provider: the cluster module has no kubeconfig output\. Set a newer framework version first\.$/,
  /is not possible, because a change reaches the internal environment first and the base last/,
  /^This platform has 3 environments /,
  /is the base environment that the others inherit from|is where changes are validated before they reach users/,
  /expects strings where this platform has typed values/,
  /^This platform uses its own copy of the framework/,
  /^state\.tf already configures a state backend \(\w+\)\./,
];

async function assertNoNewFindings(before: Texts): Promise<void> {
  const parts = await partsOf(before);
  assert.ok(parts);
  const found: string[] = [];
  let done = 0;
  for (const { kind, answers } of stepsOn(parts)) {
    const what = `${kind} ${JSON.stringify(answers)}`;
    const result = await answered(before, kind, answers);
    if ('problems' in result) {
      const others = result.problems.filter(({ message }) => !REFUSALS.some(each => each.test(message)));
      assert.deepEqual(others, [], `${what} is refused`);
      continue;
    }
    done += 1;
    const successor = successorOf({ kind, answers }, parts.base);
    for (const each of await newDiagnostics(before, withEdit(before, result.edit), successor))
      found.push(`${what}: ${each}`);
  }
  assert.deepEqual(found, []);
  assert.ok(done > 15, `only ${done} were carried out`);
}
