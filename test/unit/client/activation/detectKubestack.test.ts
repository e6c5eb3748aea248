import assert from 'node:assert/strict';
import { hasKubestack, isKubestackSource, likelyFirst } from '../../../../client/activation/detectKubestack';

describe('isKubestackSource()', () => {
  const kubestack = [
    'github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.2-beta.0',
    'github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.18.2-beta.0',
    'github.com/kbst/terraform-kubestack//kustomization/overlay?ref=main',
    'git::https://github.com/kbst/terraform-kubestack.git//google/cluster?ref=v0.18.2-beta.0',
    'git@github.com:kbst/terraform-kubestack.git//azurerm/cluster?ref=v0.18.2-beta.0',
    'git::ssh://git@github.com/kbst/terraform-kubestack//scaleway/cluster',
    'kbst.xyz/catalog/nginx/kustomization',
    'kubestack-modules/nginx/kustomization',
    'registry.terraform.io/kubestack-modules/cert-manager/kustomization',
  ];
  for (const source of kubestack) it(`accepts ${source}`, () => assert.equal(isKubestackSource(source), true));

  const others = [
    'terraform-aws-modules/vpc/aws',
    'github.com/kbst/terraform-kubestack',
    'github.com/someone/terraform-kubestack//aws/cluster',
    'kbst.xyz/catalog/nginx/helm',
    './modules/nginx',
    '',
  ];
  for (const source of others)
    it(`rejects ${source || 'an empty source'}`, () => assert.equal(isKubestackSource(source), false));
});

describe('hasKubestack()', () => {
  const call = (body: string) => `module "eks_zero" {\n${body}\n}\n`;
  const framework = '  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.2-beta.0"';

  it('finds a call of a framework module', () => {
    assert.equal(hasKubestack('/p/main.tf', `provider "aws" {}\n\n${call(framework)}`), true);
  });

  it('finds a call on one line, and with Windows line endings', () => {
    assert.equal(hasKubestack('/p/main.tf', `module "a" { ${framework.trim()} }`), true);
    assert.equal(hasKubestack('/p/main.tf', call(framework).replaceAll('\n', '\r\n')), true);
  });

  it('finds a local module that has a configuration', () => {
    const local = call('  source = "./modules/nginx"\n\n  configuration = {\n    apps = {}\n  }');
    assert.equal(hasKubestack('/p/nginx.tf', local), true);
  });

  it('finds a call below a block that is still being typed', () => {
    assert.equal(hasKubestack('/p/main.tf', `locals {\n  a = {\n\n${call(framework)}`), true);
  });

  it('finds a call after values with strings, comments and heredocs that contain braces', () => {
    const before = '  a = "${var.b["x"]} {"\n  # {\n  b = <<-EOT\n    { {\n  EOT\n  /* { */\n';
    assert.equal(hasKubestack('/p/main.tf', call(before + framework)), true);
  });

  it('ignores text that only mentions Kubestack', () => {
    const spoken = [
      `# ${framework}`,
      `/*\n${call(framework)}*/`,
      `locals {\n${framework}\n}`,
      `locals {\n  text = <<EOT\n${call(framework)}EOT\n}`,
      'module "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n}',
      'module "other" {\n  source = "./other"\n  settings = {\n    configuration = {}\n  }\n}',
      'module "other" {\n  source = "./other"\n  enabled = var.configuration == null\n}',
      'resource "aws_config" "configuration" {\n  configuration = {}\n}',
    ];
    for (const text of spoken) assert.equal(hasKubestack('/p/main.tf', text), false, text);
  });

  it('reads JSON syntax, also if its end is missing', () => {
    const json = JSON.stringify({
      module: { eks: { source: 'github.com/kbst/terraform-kubestack//aws/cluster?ref=v1' } },
    });
    assert.equal(hasKubestack('/p/main.tf.json', json), true);
    assert.equal(hasKubestack('/p/main.tf.json', json.slice(0, -3)), true);
    assert.equal(hasKubestack('/p/main.tf.json', '{"module": {"a": {"source": "./a", "configuration": {}}}}'), true);
    assert.equal(hasKubestack('/p/main.tf.json', '{"resource": {"a": {"configuration": {}}}}'), false);
  });

  describe('in long unclosed text', function () {
    // Each of these took a minute, or never ended, when parts of the text were scanned repeatedly.
    const texts: Readonly<Record<string, string>> = {
      brackets: `module "a" {\n  b = "${'{('.repeat(200_000)}\n  c = <<EOT\n${'x\n'.repeat(200_000)}`,
      'escaped quotes': `module "a" {\n  b = "${'\\"'.repeat(1_000_000)}`,
      'strings over lines': 'module "a" {\n'.repeat(200_000),
      heredocs: '<<A\n'.repeat(500_000),
      'blank lines in a heredoc': `<<A\n${'\n '.repeat(500_000)}`,
      comments: '/*'.repeat(1_000_000),
      'a string that is longer than the stack of regular expressions': `a = "${'a'.repeat(20_000_000)}"`,
    };
    for (const [what, text] of Object.entries(texts))
      it(`finds nothing in linear time: ${what}`, () => {
        assert.equal(hasKubestack('/p/main.tf', text), false);
        assert.equal(hasKubestack('/p/main.tf.json', `{"module": ${text}`), false);
      });
  });
});

describe('likelyFirst()', () => {
  it('sorts cluster files before others, and shallow paths before deep ones', () => {
    const paths = [
      '/r/a/b/c/variables.tf',
      '/r/z.tf',
      '/r/a/eks_gc0_eu-west-1_cluster.tf',
      '/r/clusters.tf',
      '/r/a.tf',
    ];
    assert.deepEqual(likelyFirst(paths), [
      '/r/clusters.tf',
      '/r/a/eks_gc0_eu-west-1_cluster.tf',
      '/r/a.tf',
      '/r/z.tf',
      '/r/a/b/c/variables.tf',
    ]);
  });
});
