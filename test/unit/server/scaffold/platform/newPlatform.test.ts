import { now } from '../../../../../common/now';
import assert from 'node:assert/strict';
import { formatHcl } from '../../../../../server/edits/formatItem';
import { CLOUD_LAYOUTS } from '../../../../support/scaffold/cloudLayouts';
import { answered, answerProblems, scaffolded, type Texts } from '../../../../support/scaffold/scaffolded';

const HEAD = 'e70912c9678842452798826a9ae7d97bc7bb1f30';
const NEWEST = 'v0.19.2-beta.0';
const COMMON = { base_domain: 'infra.your-company.org' };

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
    const order = [
      ...['git commit -m "New', 'docker build', 'aws configure sso', 'a bucket', ' init`', 'workspace new ops'],
      ...['Plan ops.', 'select ops', 'gc0-ops-eu-north-1.aws.infra.your-company.org: `', 'select apps'],
      ...['gc0-apps-eu-north-1.aws.infra.your-company.org', 'Add Pipeline…', 'git push -u origin HEAD'],
    ];
    const steps = order.map(text => followUp.findIndex(step => step.includes(text)));
    assert.deepEqual(steps, [...order.keys()]);
    assert.equal(followUp.length, order.length);
  });

  it('leads to the first promotion, with the storage for the state and the credentials of the pipeline', async () => {
    const answers = {
      ...CLOUD_LAYOUTS['eks'],
      ...{ backend: 's3', bucket: 'acme-state', backend_region: 'eu-north-1', ci: 'github' },
    };
    const { followUp, steps } = await scaffolded({}, 'platform', answers);
    const order = [
      ...['git commit', 'docker build', 'aws configure sso', 'aws s3api create-bucket', 'put-bucket-versioning'],
      ...[
        'put-public-access-block',
        ' init`',
        'workspace new ops',
        'Plan ops.',
        'select ops',
        'gc0-ops-eu-north-1.aws.',
      ],
      ...['gh secret set KBST_AUTH_AWS', 'gh variable set KUBESTACK_PACKAGE', 'git push -u origin HEAD'],
      ...['git tag -a -m "Promote to apps" apps-deploy-', 'gc0-apps-eu-north-1.aws.'],
    ];
    assert.deepEqual(
      order.map(text => followUp.findIndex(step => step.includes(text))),
      [...order.keys()],
    );
    assert.equal(followUp.length, order.length);
    assert.match(followUp[3] ?? '', /LocationConstraint=eu-north-1`\.$/);
    const apps = 'module.eks_gc0_eu-north-1.module.cluster.aws_route53_zone.current[0]';
    assert.ok(followUp.at(-1)?.includes(`\`terraform workspace select apps\`, \`terraform state show "${apps}"\``));
    assert.deepEqual(steps.at(-1)?.check, {
      delegated: 'gc0-apps-eu-north-1.aws.infra.your-company.org',
      zone: 'terraform state show "module.eks_gc0_eu-north-1.module.cluster.aws_route53_zone.current[0]"',
      workspace: 'apps',
    });
    // Of a half-created platform, `state list` prints something, too.
    assert.deepEqual(steps[9]?.check, {
      command: 'terraform plan -detailed-exitcode -lock=false -input=false',
      openCode: 2,
      workspace: 'ops',
    });
  });

  for (const [backend, details, missing] of [
    ['s3', { backend_region: 'eu-north-1' }, ['get-bucket-versioning', 'get-public-access-block']],
    ['gcs', {}, ['versioning_enabled']],
    [
      'azurerm',
      { storage_account: 'acmestate', container: 'acme-state' },
      ['isVersioningEnabled', 'role assignment list'],
    ],
    ['scaleway', { backend_region: 'fr-par' }, ['EnableVersioning']],
  ] as const)
    it(`can repair an existing storage that lacks a property (${backend})`, async () => {
      const answers = { ...CLOUD_LAYOUTS['eks'], backend, bucket: 'acme-state', ...details };
      const { steps } = await scaffolded({}, 'platform', answers);
      for (const property of missing) {
        const [step] = steps.filter(({ check }) => check && 'command' in check && check.command.includes(property));
        assert.equal(step?.commands.length, 1, property);
        assert.ok(step.check && 'lines' in step.check && step.check.lines?.length === 1);
        assert.doesNotMatch(
          JSON.stringify(step.commands),
          / create-bucket| buckets create| account create| bucket create/,
        );
      }
    });

  it('creates the identity providers of a pipeline without keys, and checks all of its variables', async () => {
    for (const [layout, provider, variables] of [
      ['eks', 'create-open-id-connect-provider', ['AWS_PLAN_ROLE', 'AWS_APPLY_ROLE']],
      ['gke', 'create-oidc', ['GOOGLE_PLAN_ACCOUNT', 'GOOGLE_APPLY_ACCOUNT', 'GOOGLE_IDENTITY_PROVIDER']],
      ['aks', undefined, ['ARM_PLAN_CLIENT_ID', 'ARM_APPLY_CLIENT_ID', 'ARM_TENANT_ID', 'ARM_SUBSCRIPTION_ID']],
    ] as const) {
      const answers = { ...CLOUD_LAYOUTS[layout], ci: 'github', credentials: 'oidc' };
      const { followUp, steps } = await scaffolded({}, 'platform', answers);
      const roles = steps.find(({ text }) => text.startsWith('Create two roles'));
      assert.deepEqual(roles?.check && 'lines' in roles.check && roles.check.lines, variables);
      const at = followUp.findIndex(text => provider !== undefined && text.includes(provider));
      assert.equal(at >= 0, provider !== undefined, layout);
      assert.ok(at < steps.indexOf(roles!), layout);
    }
  });

  it('needs no keys on request, and ignores the file with temporary credentials', async () => {
    const { texts, followUp } = await scaffolded({}, 'platform', {
      ...CLOUD_LAYOUTS['gke'],
      ...{ ci: 'github', credentials: 'oidc' },
    });
    const workflow = texts['.github/workflows/main.yaml'] ?? '';
    assert.match(workflow, /id-token: write/);
    assert.doesNotMatch(workflow, /secrets\./);
    assert.match(texts['.gitignore'] ?? '', /^gha-creds-\*\.json$/m);
    assert.match(
      followUp.join('\n'),
      /`repo:OWNER\/REPOSITORY:ref:refs\/heads\/\*`.*gh variable set GOOGLE_PLAN_ACCOUNT/,
    );
    const refused = await answered({}, 'platform', { ...CLOUD_LAYOUTS['gke'], ci: 'gitlab', credentials: 'oidc' });
    assert.ok('problems' in refused && refused.problems[0]?.answer === 'credentials');
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
