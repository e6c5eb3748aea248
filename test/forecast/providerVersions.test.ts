// Terraform is the judge of what a major version of a provider breaks: the stub provider has the changes of its upgrade guide.
import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { breakingChanges } from '../../server/kubestack/platform/providerMajors';
import { loadSchemas, type ProviderChange } from '../../server/kubestack/schemas/schemas';
import { planCase, type Planned } from '../support/forecast/forecastCase';
import { FrameworkCorpus } from '../support/forecast/frameworkCorpus';
import { stubProvider } from '../support/forecast/stubProvider';
import { withMajor, type FactsFile } from '../support/forecast/stubSchema';
import { skipWithout } from '../support/skipWithout';

const read = (name: string): unknown => JSON.parse(readFileSync(join(__dirname, '../../data', name), 'utf8'));
const FACTS = read('resources.json') as FactsFile;
const SCHEMAS = loadSchemas(read('schemas.json'));

/** By the provider's major version, module and version of the framework: the names for which a plan fails. */
const CASES: readonly (readonly [
  source: string,
  major: number,
  path: string,
  ref: string,
  refused: readonly string[],
])[] = [
  ['hashicorp/azurerm', 5, 'azurerm/cluster', 'v0.19.2-beta.0', ['service_endpoints', 'node_provisioning_profile']],
  ['hashicorp/azurerm', 4, 'azurerm/cluster', 'v0.19.2-beta.0', []],
  ['hashicorp/aws', 6, 'aws/cluster', 'v0.19.2-beta.0', []],
  ['hashicorp/aws', 6, 'aws/cluster', 'v0.19.0-beta.0', ['vpc']],
];

describe('what the major version of a provider breaks', function () {
  let program: string;
  let corpus: FrameworkCorpus;
  before(async function () {
    skipWithout(this, 'terraform');
    const clone = process.env['KUBESTACK_FRAMEWORK_CLONE'];
    if (clone === undefined || clone === '') this.skip();
    corpus = new FrameworkCorpus(clone, FACTS);
    program = await stubProvider(this);
  });

  const plannedWith = (path: string, ref: string, changes: readonly ProviderChange[]): Promise<Planned> => {
    const found = [...corpus.attributeChanges()].find(
      ({ module, version }) => module === path && version === 'v0.19.2-beta.0',
    )!;
    // The stub can't apply the old cluster of AWS together with a node pool.
    const cluster = found.before['clusters.tf']!.replace(/^module "p" \{[^]*?^\}\n?/m, '');
    const files = { ...corpus.modulesAt(ref), 'clusters.tf': cluster };
    return planCase({ ...found, before: files, after: files, planSchema: each => withMajor(each, changes) }, program);
  };
  const changesOf = (source: string, major: number): ProviderChange[] => {
    const all = SCHEMAS.releases.flatMap(ref => SCHEMAS.paths.flatMap(path => SCHEMAS.providerChanges(path, ref)));
    return all.filter(change => change.provider === source && change.major <= major && change.kind !== 'default');
  };

  for (const [source, major, path, ref, refused] of CASES)
    it(`is the same for Terraform: ${source} ${major} with ${path} of ${ref}`, async () => {
      const found = breakingChanges(SCHEMAS, { paths: [path], ref }, source, major);
      assert.deepEqual(
        found.map(({ name }) => name.split('.').at(-1)),
        refused,
      );
      const errorOf = (planned: Planned): string => ('error' in planned ? planned.error : '');
      const error = errorOf(await plannedWith(path, ref, changesOf(source, major)));
      assert.equal(error !== '', refused.length > 0, error);
      // Terraform stops at the first resource: each change alone shows the others.
      for (const change of found) {
        const name = change.name.split('.').at(-1)!;
        const own = found.length === 1 ? error : errorOf(await plannedWith(path, ref, [change]));
        assert.match(
          own,
          new RegExp(`An argument named "${name}" is not expected|At least 1 "${name}" blocks are required`),
        );
      }
    });

  it('updates the cluster if only a default differs', async () => {
    const changes = SCHEMAS.providerChanges('azurerm/cluster', 'v0.19.2-beta.0').filter(
      ({ provider, major, kind }) => provider === 'hashicorp/azurerm' && major === 5 && kind === 'default',
    );
    const planned = await plannedWith('azurerm/cluster', 'v0.19.2-beta.0', changes);
    assert.ok(!('error' in planned), 'error' in planned ? planned.error : '');
    const updated = [...planned.actions].filter(([, action]) => action !== 'none');
    assert.deepEqual(
      updated.map(([address, action]) => `${address.split('.').at(-2)} ${action}`),
      ['azurerm_kubernetes_cluster update'],
    );
  });
});
