import { now } from '../../../../../common/now';
import assert from 'node:assert/strict';
import { formatHcl } from '../../../../../server/edits/formatItem';
import { answerProblems, scaffolded, type Texts } from '../../../../support/scaffold/scaffolded';

const HEAD = 'e70912c9678842452798826a9ae7d97bc7bb1f30';
const NEWEST = 'v0.19.2-beta.0';
const COMMON = { base_domain: 'infra.your-company.org' };
export const CLOUD_LAYOUTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  eks: { layout: 'eks', region: 'eu-north-1', ...COMMON },
  gke: {
    layout: 'gke',
    region: 'us-east1',
    project_id: 'acme-platform',
    cluster_min_master_version: '1.31',
    ...COMMON,
  },
  aks: { layout: 'aks', region: 'northeurope', resource_group: 'acme-platform', ...COMMON },
  scw: {
    layout: 'scw',
    region: 'nl-ams',
    cluster_version: '1.34',
    organization_id: '5a7e0f6c-3f0e-4d3c-9b1f-2d6b3a1c8e40',
    project_id: 'c1b2f4d8-90ab-4c55-8f21-7e6d5a4b3c21',
    ...COMMON,
  },
  'multi-cloud': {
    layout: 'multi-cloud',
    ...COMMON,
    clusters: [
      { provider: 'eks', region: 'eu-north-1' },
      { provider: 'eks', region: 'eu-north-1' },
      {
        provider: 'gke',
        region: 'us-east1',
        name_prefix: 'ml0',
        project_id: 'acme-ml',
        cluster_min_master_version: '1.31',
      },
    ],
  },
};

describe('creating a platform', () => {
  for (const [layout, answers] of Object.entries(CLOUD_LAYOUTS)) {
    for (const environments of [
      ['apps', 'ops'],
      ['apps-prod', 'apps', 'ops'],
    ]) {
      for (const version of layout === 'scw' ? [HEAD] : [NEWEST, HEAD]) {
        it(`as ${layout} with ${environments.join(', ')} on ${version.slice(0, 8)} is consistent`, async () => {
          const { texts } = await scaffolded({}, 'platform', { ...answers, environments, version });
          assertAgrees(texts, environments, version);
        });
      }
    }
  }

  it('writes exactly the necessary files', async () => {
    const { changed } = await scaffolded({ LICENSE: '' }, 'platform', CLOUD_LAYOUTS['eks']!);
    assert.deepEqual(changed, [
      '.gitignore',
      'Dockerfile',
      'README.md',
      'eks_gc0_eu-north-1_cluster.tf',
      'eks_gc0_eu-north-1_providers.tf',
      'versions.tf',
    ]);
  });

  it('adds a state backend and a pipeline on request', async () => {
    const { texts, changed } = await scaffolded({}, 'platform', {
      ...CLOUD_LAYOUTS['scw'],
      backend: 'scaleway',
      bucket: 'acme-state',
      backend_region: 'fr-par',
      ci: 'github',
    });
    assert.ok(changed.includes('state.tf') && changed.includes('.github/workflows/main.yaml'));
    assert.match(texts['README.md']!, /\| State backend \| Scaleway Object Storage, acme-state \|/);
    assert.match(texts['.github/workflows/main.yaml']!, /KBST_AUTH_SCW/);
    assert.match(texts['.github/workflows/main.yaml']!, /tofu/);
  });

  it('plans only after the modules and the workspaces exist, and is pushed at the end', async () => {
    const { followUp } = await scaffolded({}, 'platform', CLOUD_LAYOUTS['eks']!);
    const order = ['git commit', 'a bucket', ' init`', 'workspace new ops', 'Plan ops.', 'select ops', 'select apps'];
    const steps = order.map(text => followUp.findIndex(step => step.includes(text)));
    assert.deepEqual(steps, [...order.keys()]);
    assert.match(followUp.at(-1) ?? '', /git push -u origin HEAD/);
  });

  it('gives two clusters in the same region different names', async () => {
    const { changed } = await scaffolded({}, 'platform', CLOUD_LAYOUTS['multi-cloud']!);
    assert.deepEqual(
      changed.filter(path => path.endsWith('_cluster.tf')),
      ['eks_gc0_eu-north-1_cluster.tf', 'eks_gc1_eu-north-1_cluster.tf', 'gke_ml0_us-east1_cluster.tf'],
    );
  });

  it('adds its tables to an existing README', async () => {
    const before = { 'README.md': '# Acme\n\nOur platform.\n\n## License\n\nOurs.\n' };
    const { texts } = await scaffolded(before, 'platform', CLOUD_LAYOUTS['eks']!);
    assert.match(texts['README.md']!, /^# Acme\n\nOur platform\.\n\n## Platform\n[^]*\n## License\n\nOurs\.\n$/);
  });

  it('on Scaleway pins the commit that supports it', async () => {
    const { texts, notes } = await scaffolded({}, 'platform', CLOUD_LAYOUTS['scw']!);
    assert.equal(texts['Dockerfile'], `FROM ghcr.io/kbst/terraform-kubestack/dev:${HEAD}-scw\n`);
    assert.match(notes.join('\n'), /This pins a commit/);
  });

  for (const [what, before, answers, problem] of [
    [
      'a folder with files',
      { 'main.tf': '' },
      CLOUD_LAYOUTS['eks'],
      /^uri: This folder is not empty: it has main\.tf\./,
    ],
    ['no layout', {}, {}, /^layout: An answer is missing: choose eks, gke, aks, scw or multi-cloud/],
    ['no clusters', {}, { layout: 'multi-cloud' }, /^clusters: An answer is missing/],
    [
      'a release without Scaleway',
      {},
      { ...CLOUD_LAYOUTS['scw'], version: NEWEST },
      /^version: v0\.19\.2-beta\.0 doesn't support Kapsule \(Scaleway\): use the commit e709/,
    ],
    [
      'a version that is too old',
      {},
      { ...CLOUD_LAYOUTS['eks'], version: 'v0.9.0-beta.0' },
      /^version: v0\.9\.0-beta\.0 is too old/,
    ],
    ['a branch', {}, { ...CLOUD_LAYOUTS['eks'], version: 'master' }, /^version: "master" is not valid/],
    ['one environment', {}, { ...CLOUD_LAYOUTS['eks'], environments: ['ops'] }, /^environments: ops is too few/],
    ['no ops', {}, { ...CLOUD_LAYOUTS['eks'], environments: ['prod', 'dev'] }, /^environments: ops is missing/],
    [
      'a reserved word',
      {},
      { ...CLOUD_LAYOUTS['eks'], environments: ['default', 'ops'] },
      /^environments: "default" is not valid/,
    ],
    [
      'a base that is not the first',
      {},
      { ...CLOUD_LAYOUTS['eks'], environments: 'apps-prod,apps,ops', base: 'apps' },
      /^base: The base must be the most critical/,
    ],
    [
      'an unknown pipeline',
      {},
      { ...CLOUD_LAYOUTS['eks'], ci: 'cron' },
      /^ci: "cron" is not valid: choose github or gitlab/,
    ],
    [
      'a problem in one cluster',
      {},
      { layout: 'multi-cloud', ...COMMON, clusters: [{ provider: 'eks', region: 'mars' }] },
      /^clusters\[0\]\.region: "mars"/,
    ],
  ] as const) {
    it(`is rejected: ${what}`, async () => {
      assert.match((await answerProblems(before, 'platform', answers!)).join('\n'), problem);
    });
  }
});

/** A1, A2, A6, and the format of every file. */
function assertAgrees(texts: Texts, environments: readonly string[], version: string): void {
  const files = Object.entries(texts).filter(([path]) => path.endsWith('.tf'));
  for (const [path, text] of files) assert.equal(now(formatHcl(text)), text, path);
  const refs = new Set(files.flatMap(([, text]) => [...text.matchAll(/\?ref=([^"]+)/g)].map(match => match[1])));
  assert.deepEqual([...refs], [version]);
  assert.ok(texts['Dockerfile']!.includes(`:${version}`));
  assert.ok(texts['README.md']!.includes(`| Framework version | ${version} |`));
  assert.ok(texts['README.md']!.includes(`| Environment names | ${environments.join(', ')} |`));
  for (const [path, text] of files.filter(([each]) => each.endsWith('_cluster.tf'))) {
    const keys = [...text.matchAll(/^ {4}([a-z-]+) = \{/gm)]
      .map(match => match[1])
      .filter(key => environments.includes(key!));
    assert.deepEqual(keys, environments, path);
    assert.equal(text.includes('configuration_base_key = "apps-prod"'), environments.includes('apps-prod'));
    assert.ok(texts['README.md']!.includes(`| ${path.replace('_cluster.tf', '')} |`));
  }
  assert.doesNotMatch(Object.values(texts).join('\n'), /\{\{|= ""|undefined|\[object/);
}
