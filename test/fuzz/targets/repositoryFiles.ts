/** The files of a repository that the server reads, with inputs in their languages. */
import type { FuzzTarget } from '../target';
import { fileTarget } from './fileTarget';
import { samples, texts } from './corpus';

const HCL: readonly string[] = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '"',
    '=',
    ',',
    '.',
    '\n',
    '#',
    '//',
    '/*',
    '*/',
    '<<EOT\n',
    '<<-EOT\n',
    'EOT\n',
    '${',
    '%{',
    '~}',
  ],
  ...[
    '%{ if true }',
    '%{ else }',
    '%{ endif }',
    '%{ for k, v in x }',
    '%{ endfor }',
    '?',
    ':',
    '=>',
    '...',
    '&&',
    '||',
    '!',
    '==',
    '*',
  ],
  ...[
    'module "a" {\n',
    'variable "a" {\n',
    'locals {\n',
    'provider "aws" {\n',
    'terraform {\n',
    'output "a" {\n',
    'moved {\n',
    '}\n',
  ],
  ...[
    'configuration = {\n',
    'configuration_base_key = "ops"\n',
    'apps = {}\n',
    'ops = {}\n',
    'source = "./modules/nginx"\n',
  ],
  ...[
    'for_each = {}\n',
    'count = 2\n',
    'providers = {\n',
    'aws = aws.a\n',
    'depends_on = [module.a]\n',
    'version = "1.0.0"\n',
  ],
  ...[
    'var.a',
    'local.a',
    'module.a',
    'module.a.current_config["b"]',
    'each.key',
    'self',
    'terraform.workspace',
    'path.module',
    'data.a.b.c',
  ],
  ...[
    '[for x in y : x if x]',
    '{for k, v in y : k => v...}',
    'x[*].y',
    'x.*.y',
    'x[0]',
    'x.0',
    '-1',
    '1e9',
    '0x1',
    '1.5',
    'true',
    'null',
  ],
  ...[
    'max(1, 2)',
    'merge({}, {})',
    'yamldecode("a: &a [*a]")',
    'jsondecode("[")',
    'regex("(a+)+$", "aaaaaaaa")',
    'format("%s %d", 1)',
  ],
  ...[
    'templatefile("a", {})',
    'file("README.md")',
    'fileset(".", "**")',
    'cidrsubnet("10.0.0.0/8", 8, 1)',
    'timestamp()',
    'try(x, 1)',
  ],
  ...[
    'range(1000)',
    'setproduct([1], [2])',
    'split(",", "a,b")',
    'replace("a", "/a/", "b")',
    'base64decode("x")',
    'can(1)',
    'flatten([[]])',
  ],
  ...[
    'optional(string, "a")',
    'object({ a = string })',
    'map(any)',
    'list(list(string))',
    'tuple([string])',
    'sensitive = true\n',
  ],
  ...[
    '# kubestack:ignore KS401\n',
    'github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.0-beta.0',
    'kbst.xyz/catalog/nginx/kustomization',
  ],
];

const YAML: readonly string[] = [
  ...[
    '- ',
    ': ',
    '\n',
    '  ',
    '---\n',
    '...\n',
    '&a ',
    '*a',
    '<<: *a\n',
    '!!str ',
    '!tag ',
    '|\n',
    '>-\n',
    '? ',
    '# ',
    '{',
    '}',
    '[',
    ']',
    "'",
    '"',
  ],
  ...[
    'on:\n',
    'jobs:\n',
    'steps:\n',
    'branches:\n',
    'tags:\n',
    'if: ',
    'run: ',
    'uses: ',
    'needs: ',
    'env:\n',
    'with:\n',
    'strategy:\n',
  ],
  ...[
    "${{ github.ref == 'refs/heads/main' }}",
    '${{ ',
    ' }}',
    "startsWith(github.ref, 'refs/tags/apps-deploy-')",
    '$CI_COMMIT_TAG',
    '=~ /^a/',
  ],
  ...[
    'rules:\n',
    'only:\n',
    'script:\n',
    'stages:\n',
    'include:\n',
    'extends: ',
    'pipelines:\n',
    'trigger:\n',
    'terraform workspace select ops',
  ],
  ...[
    'apiVersion: v1\n',
    'kind: Namespace\n',
    'resources:\n',
    'metadata:\n',
    'name: ',
    'namespace: ',
    'kustomize.config.k8s.io/v1beta1',
  ],
];

const PIPELINES = texts(
  `name: main
on:
  push:
    branches: [main, "*"]
    tags: ["apps-deploy-*", "ops-deploy-*"]
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - if: github.ref == 'refs/heads/main'
        run: |
          docker run kbst terraform workspace select ops || terraform workspace new ops
          docker run kbst terraform apply --auto-approve
      - if: startsWith(github.ref, 'refs/tags/apps-deploy-')
        run: terraform workspace select apps
`,
  `stages: [plan, apply]
variables: &vars
  TF_IN_AUTOMATION: "1"
.base: &base
  image: docker:20
  variables: *vars
plan:
  <<: *base
  stage: plan
  rules:
    - if: $CI_COMMIT_BRANCH == "main"
      when: on_success
    - if: $CI_COMMIT_TAG =~ /^apps-deploy-/
  script:
    - terraform workspace select ops
    - terraform plan
`,
  `image: docker
pipelines:
  default:
    - step: &validate
        script: [make validate]
  branches:
    main:
      - step: { script: [terraform workspace select ops, terraform apply] }
  tags:
    apps-deploy-*:
      - step: *validate
`,
  `trigger:
  branches: { include: [main] }
  tags: { include: [apps-deploy-*] }
pool: { vmImage: ubuntu-latest }
steps:
  - script: terraform workspace select apps
    condition: startsWith(variables['Build.SourceBranch'], 'refs/tags/apps-deploy-')
`,
);

const MANIFEST = texts(
  JSON.stringify({
    Modules: [
      { Key: '', Source: '', Dir: '.' },
      {
        Key: 'pool_extra',
        Source: 'git::https://github.com/kbst/terraform-kubestack.git//aws/cluster/node-pool?ref=v0.18.0-beta.0',
        Dir: 'modules/nginx',
      },
      { Key: 'a.b', Source: 'registry.terraform.io/a/b/c', Version: '1.2.3', Dir: '.terraform/modules/a.b' },
    ],
  }),
  '{"Modules":[]}',
  '[]',
);

export const repositoryFiles: readonly FuzzTarget[] = [
  fileTarget({
    name: 'hcl',
    corpus: () => samples(/\.(?:tf|tofu)$/),
    dictionary: HCL,
    structure: 'lines',
    platform: 'small',
    paths: ['fuzzed.tf', 'a_cluster.tf', 'b_override.tf', 'modules/nginx/main.tf', 'variables.tf'],
    beside: 'a_pool.tf',
  }),
  fileTarget({
    name: 'hcl-json',
    corpus: () =>
      texts(
        '{"module":{"eks_j_eu-west-1":{"source":"github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.0-beta.0","configuration":{"apps":{"name_prefix":"${var.names[0]}"},"ops":{}}}}}',
        '{"variable":{"names":{"default":["apps"],"type":"list(string)"}},"locals":[{"a":1},{"b":"%{ if true }x%{ endif }"}],"//":"comment"}',
        '{"provider":{"aws":[{"alias":"a","region":"eu-west-1"},{"alias":"b"}]},"terraform":{"required_providers":{"aws":{"source":"hashicorp/aws"}}},"output":{"o":{"value":"${module.a}"}}}',
      ),
    dictionary: HCL,
    structure: 'json',
    platform: 'small',
    paths: ['j.tf.json', 'x_override.tf.json', 'modules/nginx/main.tf.json'],
    beside: 'a_pool.tf',
  }),
  fileTarget({
    name: 'tfvars',
    corpus: () => [
      ...samples(/\.tfvars$/),
      ...texts('names = ["a", "b"]\nmap = { a = 1, "b" = [null] }\n', '{"names":["apps","ops"]}'),
    ],
    dictionary: HCL,
    structure: 'lines',
    platform: 'small',
    paths: ['names.auto.tfvars', 'terraform.tfvars', 'x.auto.tfvars.json'],
    beside: 'computed.tf',
  }),
  fileTarget({
    name: 'modules',
    corpus: () => MANIFEST,
    dictionary: [
      '"Modules"',
      '"Key"',
      '"Source"',
      '"Dir"',
      '"Version"',
      'modules/nginx',
      '../',
      '.',
      '/',
      'file:///',
      'a.b.c',
    ],
    structure: 'json',
    platform: 'small',
    paths: ['.terraform/modules/modules.json'],
    beside: 'a_pool.tf',
  }),
  fileTarget({
    name: 'environment',
    corpus: () => texts('ops', 'apps\n', 'default', ''),
    dictionary: ['ops', 'apps', 'loc', '\n', ' ', '|', '`', '\r'],
    platform: 'small',
    paths: ['.terraform/environment'],
    beside: 'modules/nginx/main.tf',
  }),
  fileTarget({
    name: 'pipelines',
    corpus: () => [...PIPELINES, ...samples(/\.ya?ml$/)],
    dictionary: YAML,
    structure: 'lines',
    platform: 'small',
    paths: [
      '.github/workflows/main.yaml',
      '.github/workflows/other.yml',
      '.gitlab-ci.yml',
      'bitbucket-pipelines.yml',
      'azure-pipelines.yml',
    ],
    beside: 'a_cluster.tf',
  }),
  fileTarget({
    name: 'readme',
    corpus: () => samples(/README\.md$/),
    dictionary: [
      '|',
      ' --- |',
      '\n',
      '# ',
      '### Clusters\n',
      '### Configuration\n',
      '`',
      '```\n',
      '<!--',
      '-->',
      '\\|',
      '[a](b)',
      '| a | b |\n',
      'eks_a_eu-west-1',
    ],
    structure: 'lines',
    platform: 'minimal',
    paths: ['README.md'],
    beside: 'eks_web0_eu-central-1_cluster.tf',
  }),
  fileTarget({
    name: 'dockerfile',
    corpus: () => [
      ...samples(/Dockerfile/),
      ...texts(
        '# Locked.\nprovider "registry.opentofu.org/hashicorp/aws" {\n  version = "5.0.0"\n}\n',
        '*.tfstate\n.terraform/\n',
      ),
    ],
    dictionary: [
      'FROM ',
      'FROM kubestack/framework:v0.19.2-beta.0',
      '-eks',
      ' AS x',
      '--platform=',
      'ARG A\n',
      '$A',
      '${A}',
      '\\\n',
      '# escape=`\n',
      '\n',
      '@sha256:',
    ],
    structure: 'lines',
    platform: 'small',
    paths: ['Dockerfile', 'Dockerfile.loc', '.terraform.lock.hcl', '.gitignore', '.dockerignore'],
    beside: 'a_cluster.tf',
  }),
  fileTarget({
    name: 'manifests',
    corpus: () => samples(/\.ya?ml$/),
    dictionary: YAML,
    structure: 'lines',
    platform: 'multi-cloud',
    paths: [
      'modules/ingress_nginx/manifests/upstream.yaml',
      'modules/ingress_nginx/manifests/kustomization.yaml',
      'modules/cert_manager/manifests/upstream.yaml',
    ],
    beside: 'modules/ingress_nginx/main.tf',
  }),
];
