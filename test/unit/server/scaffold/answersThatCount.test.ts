// Answers are used as given: an empty list is not replaced by a default, and a different region has its effects.
import assert from 'node:assert/strict';
import { now } from '../../../../common/now';
import { CLOUD_NAMES } from '../../../../client/scaffold/cloudNames';
import { addedClusterQuestions } from '../../../../client/scaffold/questions/addedClusterQuestions';
import { scaffoldActions } from '../../../../server/scaffold/scaffoldActions';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { answerProblems, scaffolded } from '../../../support/scaffold/scaffolded';
import { workspaceOf } from '../../../support/testWorkspace';

const AKS = 'aks_gc0_northeurope';
const released = () => readSamplePlatform('released');

describe('copying an AKS cluster', () => {
  it('to another region sets the new resource group', async () => {
    const { texts } = await scaffolded(released(), 'cluster', {
      mirror: AKS,
      region: 'westeurope',
      resource_group: 'acme-west',
    });
    const text = texts['aks_gc0_westeurope_cluster.tf']!;
    assert.match(text, /resource_group\s*= "acme-west"/);
    assert.equal(text.match(/resource_group/g)?.length, 1);
  });

  it('to another region requires a resource group', async () => {
    const problems = await answerProblems(released(), 'cluster', { mirror: AKS, region: 'westeurope' });
    assert.equal(problems.length, 1);
    assert.match(problems[0]!, /^resource_group: An answer is missing/);
  });

  it('to the same region keeps the resource group', async () => {
    const before = released();
    const group = /resource_group\s*= ("[^"]+")/.exec(before[`${AKS}_cluster.tf`]!)![1]!;
    const { texts } = await scaffolded(before, 'cluster', { mirror: AKS, region: 'northeurope' });
    assert.ok(texts['aks_gc1_northeurope_cluster.tf']!.includes(group));
  });

  it('asks for the resource group in the wizard only for another region', () => {
    const asked = (region: string): string[] =>
      addedClusterQuestions({
        t: (text: string) => text,
        suggest: () => ({}),
        given: { provider: 'aks', 'aks.mirror': AKS, 'aks.region': region },
        platform: { clusters: [{ name: AKS, provider: 'azurerm', region: 'northeurope' }] },
      } as never).map(({ id }) => id);
    assert.ok(CLOUD_NAMES.includes('aks'));
    assert.ok(asked('westeurope').includes('aks.resource_group'));
    assert.ok(!asked('northeurope').includes('aks.resource_group'));
  });
});

describe('an empty answer', () => {
  it('for clusters adds a service without calls', async () => {
    const { changed } = await scaffolded(readSamplePlatform('minimal'), 'service', {
      feature: 'metrics-server',
      project_url: 'https://github.com/kubernetes-sigs/metrics-server',
      manifest_url: 'https://github.com/kubernetes-sigs/metrics-server/releases/download/v0.7.2/components.yaml',
      clusters: [],
    });
    assert.deepEqual(
      changed.filter(path => !path.startsWith('modules/metrics_server/')),
      [],
    );
  });

  it('for clusters is rejected if nothing would be added', async () => {
    const problems = await answerProblems(released(), 'service', { entry: 'cert-manager', clusters: [] });
    assert.deepEqual(problems, ['clusters: An answer is missing: choose at least one.']);
  });

  for (const [name, answers] of [
    ['instance_types', { pool: 'extra', cluster: 'eks_gc0_eu-north-1' }],
    ['zones', { pool: 'extra', cluster: 'eks_gc0_eu-north-1' }],
  ] as const)
    it(`for ${name} is not replaced by a default`, async () => {
      const problems = await answerProblems(released(), 'nodePool', { ...answers, [name]: [] });
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.match(problems[0]!, new RegExp(`^${name}: An answer is missing`));
    });
});

it('adding a GKE node pool with taints writes the attribute taint if the module has no taints', async () => {
  const before = Object.fromEntries(
    Object.entries(released()).map(([path, text]) => [path, text.replaceAll('v0.19.2-beta.0', 'v0.18.2-beta.0')]),
  );
  const { texts } = await scaffolded(before, 'nodePool', {
    cluster: 'gke_gc0_europe-north1',
    pool: 'extra',
    taints: ['dedicated=gpu:NoSchedule'],
  });
  const text = texts['gke_gc0_europe-north1_node_pool_extra.tf']!;
  assert.match(
    text,
    /\n {6}taint = \[\n\s+\{\n\s+key\s+= "dedicated"\n\s+value\s+= "gpu"\n\s+effect\s+= "NO_SCHEDULE"/,
  );
});

describe('the README scaffold', () => {
  it('adds a row for the state backend even if there is none', async () => {
    const before = readSamplePlatform('minimal');
    for (const path of Object.keys(before))
      before[path] = before[path]!.replace(/\n?\s*backend "[^]*?\n {2}\}\n/, '\n');
    delete before['README.md'];
    const { texts } = await scaffolded(before, 'readme', {});
    assert.match(texts['README.md']!, /\| State backend \| [^|]+ \|/);
  });
});

describe('catalog services', () => {
  for (const version of ['99.0.0-kbst.0', '1.2.3'])
    it(`reject the version ${version}`, async () => {
      const problems = await answerProblems(released(), 'service', { entry: 'cert-manager', version });
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.match(
        problems[0]!,
        /^version: .* (?:can't be used here|is not valid): use a version of cert-manager such as 1\.15\.1-kbst\.0/,
      );
    });

  it('can be added in older versions', async () => {
    const { texts } = await scaffolded(released(), 'service', { entry: 'cert-manager', version: 'v1.14.5-kbst.0' });
    assert.ok(Object.values(texts).some(text => text.includes('version = "1.14.5-kbst.0"')));
  });

  it('are offered in the light bulb of a cluster that does not have them', async () => {
    const texts = released();
    const path = 'eks_gc0_eu-north-1_cluster.tf';
    const { snapshot, uri } = await workspaceOf(texts);
    const line = texts[path]!.split('\n').findIndex(each => each.startsWith('module '));
    const at = { line, character: 3 };
    const titles = now(scaffoldActions(snapshot, uri(path), { start: at, end: at }, ['refactor.add'])).map(
      ({ title }) => title,
    );
    assert.deepEqual(
      titles.filter(title => title.includes('catalog')),
      ['cert-manager'].map(entry => `Add catalog service ${entry} to eks_gc0_eu-north-1`),
    );
  });
});
