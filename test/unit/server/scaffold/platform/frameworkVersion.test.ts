import assert from 'node:assert/strict';
import { githubPipelineText } from '../../../../../server/scaffold/pipeline/githubPipeline';
import { newDiagnostics } from '../../../../support/scaffold/diagnosticsOf';
import { effective } from '../../../../support/scaffold/effective';
import { readSamplePlatform } from '../../../../support/scaffold/platformFiles';
import { answerProblems, scaffolded, type Texts } from '../../../../support/scaffold/scaffolded';

const HEAD = 'e70912c9678842452798826a9ae7d97bc7bb1f30';
const RELEASE = 'v0.19.2-beta.0';

const refsOf = (texts: Texts): string[] => [
  ...new Set(Object.values(texts).flatMap(text => [...text.matchAll(/\?ref=([^"&]+)/g)].map(match => match[1] ?? ''))),
];

describe('changing the framework version', () => {
  it('updates every module, the image and the README, and nothing else', async () => {
    const before = readSamplePlatform('released');
    const { texts, followUp } = await scaffolded(before, 'frameworkVersion', { to: 'v0.19.1-beta.0' });
    const written = Object.fromEntries(
      Object.entries(before).map(([path, text]) => [
        path,
        /\.tf$|Dockerfile$/.test(path) || path === 'README.md' ? text.replaceAll(RELEASE, 'v0.19.1-beta.0') : text,
      ]),
    );
    // Their newest versions break the modules: see providerBounds.test.ts.
    const { 'versions.tf': bounds = '', ...others } = texts;
    assert.match(bounds, /aws = \{[^}]*"~> 5\.0"[\s\S]*azuread = \{[^}]*"~> 2\.0"[\s\S]*azurerm = \{[^}]*"~> 3\.0"/);
    const { 'versions.tf': _, ...expected } = written;
    assert.deepEqual(others, expected);
    assert.match(followUp.join('\n'), /init -upgrade`[\s\S]*\.terraform\.lock\.hcl/);
    assert.deepEqual(await effective(texts), await effective(before));
  });

  it('is promoted without the local environment, as every change is', async () => {
    const before = Object.fromEntries(
      Object.entries(readSamplePlatform('released')).map(([path, text]) => [
        path,
        path.endsWith('.tf') ? text.replace(/^ {4}ops( *)= \{/m, '    loc$1= {}\n    ops$1= {') : text,
      ]),
    );
    const { texts } = await scaffolded(before, 'pipeline', { ci: 'github' });
    const version = await scaffolded(texts, 'frameworkVersion', { to: 'v0.19.1-beta.0' });
    assert.doesNotMatch(version.followUp.join('\n'), /\bloc\b/);
    assert.match(version.followUp.join('\n'), /applies the change to ops and plans it for apps/);
    const added = await scaffolded(before, 'environment', { env: 'apps-dev' });
    assert.doesNotMatch([...added.followUp, ...added.notes].join('\n'), /\bloc\b/);
    const pipeline = await scaffolded(before, 'pipeline', { ci: 'github' });
    assert.doesNotMatch(pipeline.texts['.github/workflows/main.yaml']!, /\bloc\b/);
  });

  it('updates the local that the modules use', async () => {
    const released = readSamplePlatform('released');
    const locals = (ref: string): string => `locals {\n  framework = "${ref}"\n}\n`;
    const computed = (ref: string): Texts => ({
      ...Object.fromEntries(
        Object.entries(released).map(([path, text]) => [
          path,
          text.replace(/(terraform-kubestack\/\/[^"]*\?ref=)[^"]*/g, '$1${local.framework}'),
        ]),
      ),
      'framework.tf': locals(ref),
    });
    const { texts } = await scaffolded(computed(RELEASE), 'frameworkVersion', { to: 'v0.19.1-beta.0' });
    assert.equal(texts['framework.tf'], locals('v0.19.1-beta.0'));
    assert.deepEqual(refsOf(texts), ['${local.framework}']);
    const migrated = await scaffolded(computed(RELEASE), 'frameworkVersion', { to: HEAD });
    const written = await scaffolded(released, 'frameworkVersion', { to: HEAD });
    assert.equal(migrated.texts['framework.tf'], locals(HEAD));
    for (const [path, text] of Object.entries(written.texts)) {
      if (!path.endsWith('.tf')) continue;
      assert.equal(migrated.texts[path]?.replaceAll('${local.framework}', HEAD), text, path);
    }
  });

  it('is refused if the version is computed and no string could be changed', async () => {
    const platform = readSamplePlatform('released');
    const path = Object.keys(platform).find(each => each.endsWith('eu-north-1_cluster.tf'))!;
    const text = `locals {\n  framework = join(".", ["v0", "19", "2-beta", "0"])\n}\n\n${platform[path]!.replace(RELEASE, '${local.framework}')}`;
    const problems = await answerProblems({ ...platform, [path]: text }, 'frameworkVersion', { to: 'v0.19.1-beta.0' });
    assert.match(JSON.stringify(problems), /The version of eks_gc0_eu-north-1 is computed/);
  });

  it('to the current version changes nothing', async () => {
    const { changed, notes, followUp } = await scaffolded(readSamplePlatform('released'), 'frameworkVersion', {
      to: RELEASE,
    });
    assert.deepEqual([changed, followUp], [[], []]);
    assert.match(notes.join('\n'), /Nothing changes/);
  });

  it('unifies different versions, also in modules that nothing calls', async () => {
    const before = readSamplePlatform('three-environments');
    const { texts: unbound } = await scaffolded(before, 'removeService', { feature: 'metrics_server' });
    const path = Object.keys(unbound).find(each => each.endsWith('scw_web0_fr-par_cluster.tf')) ?? '';
    const mixed = { ...unbound, [path]: (unbound[path] ?? '').replace(HEAD, 'a'.repeat(40)) };
    const { texts } = await scaffolded(mixed, 'frameworkVersion', { to: HEAD });
    assert.deepEqual(refsOf(texts), [HEAD]);
    assert.deepEqual({ ...texts, Dockerfile: '' }, { ...unbound, Dockerfile: '' });
  });

  it('converts the configuration to the object generation', async () => {
    const before = readSamplePlatform('released');
    const { texts, notes } = await scaffolded(before, 'frameworkVersion', { to: HEAD });
    assert.deepEqual(refsOf(texts), [HEAD]);
    assert.match(texts['Dockerfile'] ?? '', new RegExp(`:${HEAD}`));
    assert.match(texts['eks_gc0_eu-north-1_cluster.tf'] ?? '', /default_node_pool = \{/);
    assert.doesNotMatch(texts['eks_gc0_eu-north-1_node_pool_spot.tf'] ?? '', /cluster_name/);
    assert.match(notes.join('\n'), /This pins a commit/);
    assert.deepEqual(
      (await newDiagnostics(before, texts)).filter(each => !/KS103|KS104/.test(each)),
      [],
    );
  });

  it('adds the provider that EKS clusters require since then', async () => {
    const before = readSamplePlatform('legacy');
    const { texts, changed } = await scaffolded(before, 'frameworkVersion', { to: RELEASE });
    assert.deepEqual(changed, ['Dockerfile', 'Dockerfile.loc', 'clusters.tf', 'eks_zero_providers.tf']);
    assert.match(texts['clusters.tf']!, /aws {8}= aws\.eks_zero\n {4}kubernetes = kubernetes\.eks_zero\n/);
    assert.match(
      texts['eks_zero_providers.tf']!,
      /^locals \{[^}]*\}\n\nprovider "kubernetes" \{\n {2}alias = "eks_zero"\n/,
    );
    assert.equal(texts['Dockerfile.loc'], before['Dockerfile.loc']!.replace('v0.12.2-beta.0', RELEASE));
    assert.deepEqual(await newDiagnostics(before, texts), []);
    assert.deepEqual((await scaffolded(texts, 'frameworkVersion', { to: RELEASE })).changed, []);
  });

  describe('across releases that change more than the configuration', () => {
    /** The starter for EKS of v0.15 and v0.16. */
    const starter = (ref: string, attributes = ''): Texts => ({
      'eks_zero_cluster.tf': `module "eks_zero" {\n  providers = {\n    aws = aws.eks_zero\n  }\n\n  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=${ref}"\n\n  configuration = {\n    apps = {\n      name_prefix = "a"\n${attributes}    }\n    ops = {}\n  }\n}\n`,
      'eks_zero_providers.tf': `provider "aws" {\n  alias  = "eks_zero"\n  region = "eu-west-1"\n}\n\nlocals {\n  eks_zero_kubeconfig = yamldecode(module.eks_zero.kubeconfig)\n}\n\nprovider "kubernetes" {\n  alias = "eks_zero"\n\n  host = local.eks_zero_kubeconfig["clusters"][0]["cluster"]["server"]\n\n  exec {\n    api_version = local.eks_zero_kubeconfig["users"][0]["user"]["exec"]["apiVersion"]\n    args        = local.eks_zero_kubeconfig["users"][0]["user"]["exec"]["args"]\n    command     = local.eks_zero_kubeconfig["users"][0]["user"]["exec"]["command"]\n  }\n}\n`,
      'outputs.tf': 'output "kubeconfig" {\n  value = module.eks_zero.kubeconfig\n}\n',
    });
    const TOKEN = 'token = local.eks_zero_kubeconfig["users"][0]["user"]["token"]';

    it('authenticates with the token of the kubeconfig from v0.17 on', async () => {
      const before = starter('v0.16.3-beta.0');
      const { texts } = await scaffolded(before, 'frameworkVersion', { to: RELEASE });
      assert.doesNotMatch(texts['eks_zero_providers.tf']!, /exec/);
      assert.ok(texts['eks_zero_providers.tf']!.includes(TOKEN), texts['eks_zero_providers.tf']);
      assert.match(texts['eks_zero_cluster.tf']!, /kubernetes = kubernetes\.eks_zero/);
      assert.equal(texts['outputs.tf'], before['outputs.tf']);
      assert.deepEqual(await newDiagnostics(before, texts), []);
    });

    it('keeps the command of the kubeconfig before v0.17', async () => {
      const before = starter('v0.15.0-beta.0');
      const { texts } = await scaffolded(before, 'frameworkVersion', { to: 'v0.16.3-beta.0' });
      assert.equal(texts['eks_zero_providers.tf'], before['eks_zero_providers.tf']);
    });

    it('marks outputs with a kubeconfig as sensitive after v0.19.2', async () => {
      const { texts } = await scaffolded(starter(RELEASE), 'frameworkVersion', { to: HEAD });
      assert.match(texts['outputs.tf']!, /value {5}= module\.eks_zero\.kubeconfig\n {2}sensitive = true\n/);
    });

    it('says what is replaced, and how to prevent that', async () => {
      const { notes, followUp } = await scaffolded(starter('v0.15.1-beta.1'), 'frameworkVersion', {
        to: 'v0.16.0-beta.0',
      });
      assert.deepEqual(notes, [
        '3 more changes of the framework apply. 2 of them destroy or replace resources.',
        'v0.16.0-beta.0, eks_zero: The default node pool has subnets of its own, which replaces it. Set cluster_vpc_legacy_node_subnets to "true" to keep the subnets.',
        'v0.16.0-beta.0, eks_zero: The AMI type of the default node pool follows its instance type: pools with ARM or GPU instances are replaced.',
        'v0.16.0-beta.0, eks_zero: The default node pool has the Kubernetes version of its cluster.',
      ]);
      assert.equal(
        followUp[0],
        'v0.16.0-beta.0, eks_zero: Set cluster_vpc_legacy_node_subnets to "true" to keep the subnets.',
      );
      const kept = starter('v0.15.1-beta.1', '      cluster_vpc_legacy_node_subnets = "true"\n');
      const { notes: fewer } = await scaffolded(kept, 'frameworkVersion', { to: 'v0.16.0-beta.0' });
      assert.doesNotMatch(fewer.join('\n'), /subnets/);
    });

    it('says that clusters stop applying overlays, and which release to apply first', async () => {
      const before = readSamplePlatform('legacy');
      const { notes, followUp } = await scaffolded(before, 'frameworkVersion', { to: RELEASE });
      assert.match(notes.join('\n'), /v0\.15\.0-beta\.0, eks_zero and gke_zero: Clusters no longer apply manifests/);
      assert.match(followUp.join('\n'), /v0\.15\.1-beta\.0, eks_zero and gke_zero: Apply v0\.15\.0-beta\.0 in every/);
      const first = await scaffolded(before, 'frameworkVersion', { to: 'v0.15.0-beta.0' });
      assert.doesNotMatch(first.followUp.join('\n'), /Apply v0\.15/);
      const {
        'manifests/overlays/apps/kustomization.yaml': apps,
        'manifests/overlays/ops/kustomization.yaml': ops,
        ...bare
      } = before;
      assert.ok(apps !== undefined && ops !== undefined);
      assert.doesNotMatch((await scaffolded(bare, 'frameworkVersion', { to: RELEASE })).notes.join('\n'), /overlays/);
    });

    it('renames and removes inputs', async () => {
      const call = (ref: string, argument: string): Texts => ({
        'main.tf': `module "gke_zero" {\n  source = "github.com/kbst/terraform-kubestack//google/cluster?ref=${ref}"\n\n${argument}  configuration = {\n    apps = {}\n    ops  = {}\n  }\n}\n`,
      });
      const older = call('v0.9.3-beta.0', '  base_key = "ops"\n');
      const renamed = await scaffolded(older, 'frameworkVersion', { to: 'v0.9.3-beta.1' });
      assert.equal(renamed.texts['main.tf'], call('v0.9.3-beta.1', '  configuration_base_key = "ops"\n')['main.tf']);
      const path = call('v0.14.1-beta.0', '  manifest_path = "deploy"\n');
      const removed = await scaffolded(path, 'frameworkVersion', { to: 'v0.15.0-beta.0' });
      assert.doesNotMatch(removed.texts['main.tf']!, /manifest_path/);
      assert.match(removed.notes.join('\n'), /no longer apply manifests/);
    });

    it('renames the attributes of the node pool on AKS', async () => {
      const call = (ref: string, prefix: string, count: string): Texts => ({
        'main.tf': `module "aks_zero" {\n  source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=${ref}"\n\n  configuration = {\n    apps = {\n      ${prefix}_vm_size = "Standard_D2"\n      ${prefix}_${count} = "2"\n    }\n    ops = {}\n  }\n}\n`,
      });
      const before = call('v0.4.0-beta.0', 'agent_pool_profile', 'count');
      const { texts } = await scaffolded(before, 'frameworkVersion', { to: 'v0.5.0-beta.0' });
      assert.match(
        texts['main.tf']!,
        /default_node_pool_vm_size += "Standard_D2"\n +default_node_pool_node_count = "2"/,
      );
    });

    it('configures the provider of Azure, which clusters configured themselves before v0.16', async () => {
      const before = {
        'main.tf':
          'module "aks_zero" {\n  source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.15.1-beta.1"\n\n  configuration = {\n    apps = {}\n    ops  = {}\n  }\n}\n',
      };
      const { texts } = await scaffolded(before, 'frameworkVersion', { to: RELEASE });
      assert.equal(texts['aks_zero_providers.tf'], 'provider "azurerm" {\n  features {}\n}\n');
      const again = await scaffolded({ ...texts, 'main.tf': before['main.tf'] }, 'frameworkVersion', { to: RELEASE });
      assert.deepEqual(again.changed, ['main.tf']);
    });
  });

  it("adds missing providers to the cluster's providers file", async () => {
    const before = {
      'eks_zero_cluster.tf': `module "eks_zero" {\n  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.16.3-beta.0"\n\n  configuration = {\n    apps = {\n      name_prefix = "a"\n    }\n    ops = {}\n  }\n}\n`,
      'eks_zero_providers.tf': 'provider "aws" {\n  alias  = "eks_zero"\n  region = "eu-west-1"\n}\n',
    };
    const { texts } = await scaffolded(before, 'frameworkVersion', { to: RELEASE });
    assert.match(
      texts['eks_zero_cluster.tf']!,
      /^module "eks_zero" \{\n {2}providers = \{\n {4}aws {8}= aws\.eks_zero\n {4}kubernetes = kubernetes\.eks_zero\n {2}\}\n\n {2}source = /,
    );
  });

  it('renames attributes to their names in the new version', async () => {
    const before = readSamplePlatform('released');
    const pool = 'gke_gc0_europe-north1_node_pool_highmem.tf';
    const older = Object.fromEntries(
      Object.entries(before).map(([path, text]) => [path, text.replaceAll(RELEASE, 'v0.19.1-beta.0')]),
    );
    const taint = (name: string): string =>
      `      # for analysts\n      ${name} = [{ key = "a", value = "b", effect = "NO_SCHEDULE" }]\n\n`;
    older[pool] = older[pool]!.replace('    apps = {\n', `    apps = {\n${taint('taint')}`);
    const { texts } = await scaffolded(older, 'frameworkVersion', { to: RELEASE });
    assert.equal(texts[pool], before[pool]!.replace('    apps = {\n', `    apps = {\n${taint('taints')}`));
    assert.deepEqual(await newDiagnostics(older, texts), []);
  });

  it('makes the pipeline run the program of the new image', async () => {
    const facts = { mainBranch: 'main', environments: ['ops', 'apps'], providers: ['aws' as const] };
    const path = '.github/workflows/main.yaml';
    const before = {
      ...readSamplePlatform('released'),
      [path]: githubPipelineText({ ...facts, program: 'terraform' }),
    };
    const { texts } = await scaffolded(before, 'frameworkVersion', { to: HEAD });
    assert.equal(texts[path], githubPipelineText({ ...facts, program: 'tofu' }));
  });

  it('is refused if it would drop a set attribute', async () => {
    const pool = { cluster: 'gke_gc0_europe-north1', pool: 'gpu', labels: { dedicated: 'gpu' } };
    const { texts } = await scaffolded(readSamplePlatform('released'), 'nodePool', pool);
    assert.deepEqual(await answerProblems(texts, 'frameworkVersion', { to: 'v0.18.2-beta.0' }), [
      'to: v0.18.2-beta.0 has no labels of gke_gc0_europe-north1_node_pool_gpu. Remove it first, or choose a newer version.',
    ]);
  });

  for (const [platform, to, problem] of [
    ['released', 'latest', /^to: "latest" is not valid: use a release tag/],
    ['released', 'v0.1.0-alpha.0', /^to: v0\.1\.0-alpha\.0 has no .*azurerm\/cluster/],
    ['three-environments', RELEASE, /^to: .* To go back, revert/],
    ['multi-cloud', RELEASE, /^uri: This platform uses its own copy/],
  ] as const) {
    it(`to ${to} is refused in ${platform}`, async () => {
      assert.match(
        (await answerProblems(readSamplePlatform(platform), 'frameworkVersion', { to })).join('\n'),
        problem,
      );
    });
  }
});
