/** The initial platforms of the model: those of the test suites, a generated one, and a small one with many dependencies. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePlatform } from '../platforms/generate';
import { BLOCKS } from './vocabulary';

type Texts = Readonly<Record<string, string>>;

const framework = (path: string, ref = 'v0.18.0-beta.0'): string =>
  `github.com/kbst/terraform-kubestack//${path}?ref=${ref}`;

const cluster = (name: string): string => `module "${name}" {
  providers = {
    aws = aws.${name}
  }

  source = "${framework('aws/cluster')}"

  configuration = {
    apps = {
      name_prefix = "gc0"
      base_domain = "example.com"
    }
    ops = {}
  }
}
`;

const SMALL: Texts = {
  'a_cluster.tf': cluster('eks_a_eu-west-1'),
  'a_providers.tf': 'provider "aws" {\n  alias  = "eks_a_eu-west-1"\n  region = "eu-west-1"\n}\n',
  'b_cluster.tf': cluster('eks_b_eu-west-2'),
  'b_providers.tf': 'provider "aws" {\n  alias  = "eks_b_eu-west-2"\n  region = "eu-west-2"\n}\n',
  'a_pool.tf': BLOCKS[1]!,
  'dns.tf': `module "dns" {
  source = "${framework('kustomization/overlay')}"

  configuration = {
    apps = { namespace = module.eks_a_eu-west-1.current_config["name_prefix"] }
    ops  = {}
  }
}
`,
  'a_nginx.tf': 'module "eks_a_eu-west-1_service_nginx" {\n  source = "./modules/nginx"\n}\n',
  'b_nginx.tf': 'module "eks_b_eu-west-2_service_nginx" {\n  source = "./modules/nginx"\n}\n',
  'modules/nginx/main.tf': BLOCKS[4]!,
  'modules/nginx/variables.tf': 'variable "configuration" {}\nvariable "configuration_base_key" {}\n',
  'b_override.tf':
    'module "eks_b_eu-west-2" {\n  configuration = {\n    apps = { name_prefix = "o" }\n    prod = {}\n  }\n}\n',
  'computed.tf': `module "eks_d_eu-west-4" {
  source        = "${framework('aws/cluster')}"
  configuration = { for name in var.names : name => {} }
}
`,
  'c.tofu': cluster('eks_t_eu-west-3'),
  'j.tf.json': JSON.stringify({
    module: { 'eks_j_eu-west-1': { source: framework('aws/cluster'), configuration: { apps: {}, ops: {} } } },
  }),
  'variables.tf': 'variable "names" {\n  default = ["apps", "ops"]\n}\n',
  'names.auto.tfvars': 'names = ["apps", "ops", "loc"]\n',
  'README.md': '# Platform\n\n| Cluster | Provider |\n| --- | --- |\n| eks_a_eu-west-1 | aws |\n',
  Dockerfile: 'FROM kubestack/framework:v0.18.0-beta.0-eks\n',
  '.github/workflows/main.yaml': 'on:\n  push:\n    branches: [main]\n    tags: [apps-deploy-*]\njobs: {}\n',
};

const samples = join(__dirname, '../platforms');

/** Names of all of them. */
export const PLATFORM_NAMES = [
  'small',
  'minimal',
  'legacy',
  'released',
  'three-environments',
  'multi-cloud',
  'generated',
] as const;
export type PlatformName = (typeof PLATFORM_NAMES)[number];

/** Files by path. */
export function platformFiles(name: PlatformName): Texts {
  if (name === 'small') return SMALL;
  return name === 'generated' ? generatedFiles() : filesIn(join(samples, name));
}

function generatedFiles(): Texts {
  const folder = mkdtempSync(join(tmpdir(), 'kubestack-model-'));
  try {
    generatePlatform(folder, 2);
    return filesIn(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function filesIn(folder: string): Texts {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = entries.map(entry => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.map(path => [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );
}
