// Which findings of our own checks each scaffold adds to each sample platform, one scaffold at a time: none but those that name a step
// of the person's (A9). Every kind, on every cluster, node pool, service and environment that there is.
import assert from 'node:assert/strict';
import { boundServices } from '../../../server/scaffold/boundServices';
import { Answers } from '../../../server/scaffold/answers';
import { groundOf } from '../../../server/scaffold/ground';
import { workspaceOf } from '../snapshotOf';
import { newDiagnostics, successorOf } from './diagnosticsOf';
import { CLUSTER_ANSWERS, HEAD, NEWEST, type Step } from './everyScaffold';
import { samplePlatform } from './samplePlatform';
import { answered, regions, scaffolded, withEdit, type Texts } from './scaffolded';

const MANIFESTS = {
  feature: 'agent',
  manifest_url: 'https://github.com/acme/agent/releases/download/v1.2.3/agent.yaml',
};
const CHART = { chart: 'oci://quay.io/acme/charts/dashboard', chart_version: '1.2.3', namespace: 'dashboard' };

/** What a platform has that scaffolds are about. */
interface Parts {
  readonly clusters: readonly { readonly name: string; readonly region: string | undefined }[];
  readonly nodePools: readonly { readonly cluster: string; readonly pool: string }[];
  readonly services: readonly { readonly answers: Step['answers']; readonly clusters: readonly string[] }[];
  readonly environments: readonly string[];
  readonly base: string;
}

async function partsOf(texts: Texts): Promise<Parts> {
  const { snapshot, uri } = await workspaceOf(texts);
  const { platform } = groundOf(snapshot, uri(''), new Answers({}), regions);
  assert.ok(platform);
  const clusters = platform.described?.clusters ?? [];
  return {
    clusters: clusters.map(({ name, region }) => ({ name, region })),
    nodePools: clusters.flatMap(({ name, nodePools }) =>
      nodePools.map(pool => ({ cluster: name, pool: pool.name.replace(`${name}_node_pool_`, '') })),
    ),
    services: boundServices(platform).map(({ name, kind, bindings }) => ({
      answers: kind === 'entry' ? { entry: name } : { feature: name },
      clusters: bindings.flatMap(({ cluster }) => cluster ?? []),
    })),
    environments: platform.environments,
    base: platform.base,
  };
}

const step = (kind: Step['kind'], answers: Step['answers']): Step => ({ kind, answers });

/** Every scaffold that could be wanted of a platform; those that it can't have are refused. */
const stepsOn = ({ clusters, nodePools, services, environments }: Parts): Step[] => [
  ...[MANIFESTS, CHART, { entry: 'sealed-secrets' }, { entry: 'nginx' }].flatMap(service => [
    step('service', service),
    ...clusters.map(({ name }) => step('service', { ...service, clusters: [name] })),
  ]),
  ...clusters.flatMap(({ name, region }) => [
    step('nodePool', { cluster: name, pool: 'extra' }),
    step('cluster', { mirror: name, ...(region === undefined ? {} : { region }) }),
    step('removeCluster', { cluster: name, confirm: name }),
  ]),
  ...Object.values(CLUSTER_ANSWERS).map(answers => step('cluster', answers)),
  ...nodePools.map(answers => step('removeNodePool', answers)),
  ...services.flatMap(({ answers, clusters: bound }) => [
    step('removeService', answers),
    step('removeService', { ...answers, remove_module: true }),
    ...bound.map(cluster => step('removeService', { ...answers, clusters: [cluster] })),
  ]),
  ...[...environments, ''].map((_, position) => step('environment', { env: 'qa7', position })),
  step('environment', { env: 'qa7' }),
  step('threeEnvironments', {}),
  ...environments.flatMap(env => [
    step('renameEnvironment', { env, to: 'renamed7' }),
    step('removeEnvironment', { env, confirm: env, workspace_empty: true }),
  ]),
  ...[HEAD, NEWEST, 'v0.18.2-beta.0'].map(to => step('frameworkVersion', { to })),
  ...['github', 'gitlab'].map(ci => step('pipeline', { ci })),
  step('stateBackend', { backend: 'gcs', bucket: 'acme-state' }),
  step('readme', {}),
];

/** Services that were bound to a cluster are bound to it again, and to a cluster that is new. */
describe('the findings that a binding of a service adds', () => {
  for (const [name, provider] of [
    ['released', 'gke'],
    ['three-environments', 'eks'],
    ['multi-cloud', 'eks'],
    ['multi-cloud', 'gke'],
  ] as const)
    it(`to ${name} with another cluster on ${provider} are none but open steps`, async function () {
      this.timeout(120_000);
      const original = samplePlatform(name);
      const { texts } = await scaffolded(original, 'cluster', CLUSTER_ANSWERS[provider]);
      const { services, clusters } = await partsOf(texts);
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
  version: HEAD,
  base_domain: 'infra.your-company.org',
  backend: 's3',
  bucket: 'acme-state',
  ci: 'github',
};

describe('the findings that a scaffold adds', () => {
  for (const name of ['minimal', 'released', 'three-environments', 'multi-cloud', 'legacy'])
    it(`to ${name} are none but open steps`, async function () {
      this.timeout(120_000);
      await assertNoNewFindings(samplePlatform(name));
    });

  it(`to a new platform of every cloud are none but open steps`, async function () {
    this.timeout(240_000);
    const clusters = Object.values(CLUSTER_ANSWERS);
    const platform = { layout: 'multi-cloud', clusters, ...COMMON, backend_region: 'eu-west-1' };
    await assertNoNewFindings((await scaffolded({}, 'platform', platform)).texts);
  });
});

/** What a platform may not have, in the words that say why. */
const REFUSALS = [
  /has .* already\.$/,
  /^There is a module \S+ already: use another prefix\.$/,
  /^v0\.12\.2-beta\.0 has no \S+\/node-pool\.$/,
  /has no \S+\/cluster: another version of the framework has to come first\.$/,
  /^No kustomization provider reaches .*, and none can: .*\. Set a newer version of the framework first\.$/,
  /can't be used here, since a change reaches the base last and the internal environment first/,
  /^This platform has 3 environments /,
  /is the base that the others inherit from|is where changes are tried before they reach anybody/,
  /takes strings where this platform has typed values/,
  /^This platform has its own copy of the framework/,
  /^state\.tf says already where the state is kept/,
];

async function assertNoNewFindings(before: Texts): Promise<void> {
  const parts = await partsOf(before);
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
