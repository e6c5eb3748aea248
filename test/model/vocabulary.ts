/** Texts for typing, pasting and replacing: valid text of platforms, and text that breaks its surroundings. */

const framework = (path: string, ref: string): string => `github.com/kbst/terraform-kubestack//${path}?ref=${ref}`;

/** Typed character by character. */
export const TYPED: readonly string[] = [
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
    '\r\n',
    '\r',
    '#',
    '/*',
    '*/',
    '<<EOT\n',
    'EOT\n',
    '${',
    '%{ if true }',
  ],
  ...[
    'apps = {}\n',
    'ops = {\n}\n',
    '  name_prefix = "gc1"\n',
    'configuration_base_key = "ops"\n',
    'var.',
    'local.x',
    'module.a',
  ],
  ...['😀', 'é', '👩‍💻', '\ud83d', '\ude00', '\u2028', '\ufeff', '𝒳', 'ﬀ', '\u0301', '\t', ' '],
  ...[
    '1',
    '-1',
    '1e3',
    'null',
    'true',
    'terraform.workspace',
    'path.module',
    'max(1, 2)',
    '[for k, v in var.a : k => v]',
  ],
  ...['# kubestack:ignore KS409\n', '/', '\\', '\\u0041', '$', '%', '~', '?', ':', '=>', '...', '!', '&&'],
];

/** Replaces another word, quoted if that one was. */
export const WORDS: readonly string[] = [
  ...[
    'apps',
    'ops',
    'apps-prod',
    'loc',
    'dev',
    'gc0',
    'gc1',
    'eu-west-1',
    'eu-west-2',
    'us-east-1',
    'default',
    'a',
    'x',
  ],
  ...[
    'configuration',
    'configuration_base_key',
    'source',
    'providers',
    'module',
    'variable',
    'provider',
    'locals',
    'aws',
  ],
  ...[
    'name_prefix',
    'base_domain',
    'cluster_min_size',
    '3',
    '15',
    'null',
    'true',
    '',
    '__proto__',
    'constructor',
    'toString',
  ],
  ...[
    './modules/nginx',
    './modules/new',
    '../x',
    framework('aws/cluster', 'v0.19.2-beta.0'),
    framework('aws/cluster', 'main'),
  ],
];

/** Pasted as a whole. All of these texts are valid. */
export const BLOCKS: readonly string[] = [
  `module "eks_c_eu-west-3" {
  providers = {
    aws = aws.eks_c_eu-west-3
  }

  source = "${framework('aws/cluster', 'v0.18.0-beta.0')}"

  configuration = {
    apps = {
      name_prefix = "c"
      base_domain = var.base_domain
    }
    ops = {}
  }
}
`,
  `module "pool_extra" {
  source       = "${framework('aws/cluster/node-pool', 'v0.18.0-beta.0')}"
  cluster_name = module.eks_a_eu-west-1.current_metadata["name"]

  configuration = {
    apps = { name = "extra" }
    ops  = {}
  }
}
`,
  'module "eks_c_eu-west-3_service_nginx" {\n  source = "./modules/nginx"\n}\n',
  'module "x" {\n  source = "./modules/new"\n}\n',
  `module "nginx" {
  source = "${framework('kustomization/overlay', 'main')}"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = { namespace = "nginx", common_labels = { a = "b" } }
    apps      = {}
    ops       = { namespace = terraform.workspace == "ops" ? "a" : local.name }
  }
}
`,
  'provider "aws" {\n  alias  = "eks_c_eu-west-3"\n  region = "eu-west-3"\n}\n',
  'variable "base_domain" {\n  type    = string\n  default = "c.example"\n}\n',
  'locals {\n  name = "${var.base_domain}-x"\n  size = 3\n}\n',
  'output "o" {\n  value = module.eks_a_eu-west-1.current_config\n}\n',
  '# A comment, alone.\n',
  '\n\n\n',
];

/** Ordinary edits: the text to find, and its replacement. */
export const REWRITES: readonly (readonly [RegExp, string])[] = [
  [/"gc0"/g, '"gc1"'],
  [/"gc1"/g, '"gc0"'],
  [/\bops( *)= \{\}/g, 'ops$1= {}\n    loc = {}'],
  [/\bops\b/g, 'dev'],
  [/\bdev\b/g, 'ops'],
  [/\bapps\b/g, 'apps-prod'],
  [/ {2}configuration = \{/g, '  configuration_base_key = "ops"\n  configuration = {'],
  [/ {2}configuration_base_key *= .*\n/g, ''],
  [/module "\w+/g, '$&x'],
  [/\bmodule\.(\w)/g, 'module.x$1'],
  [/v0\.18\.\d+(?:-beta\.\d)?/g, 'v0.19.2-beta.0'],
  [/v0\.19\.\d+(?:-beta\.\d)?/g, 'v0.18.0-beta.0'],
  [/\?ref=[\w.-]+/g, '?ref=main'],
  [/\?ref=main/g, '?ref=v0.18.0-beta.0'],
  [/aws\/cluster(?=\?)/g, 'aws/cluster/node-pool'],
  [/kustomization\/overlay/g, 'aws/cluster/elb-dns'],
  [/alias( *)= "/g, 'alias$1= "o'],
  [/region( *)= "[\w-]+"/g, 'region$1= "eu-north-1"'],
  [/ {2}source\b/g, '  providers = {\n    kustomization = kustomization.eks_b_eu-west-2\n  }\n  source'],
  [/\{\}/g, '{ name_prefix = "y" }'],
  [/= "([^"\n]*)"/g, '= "$1-x"'],
  [/= "([^"\n]*)-x"/g, '= "$1"'],
  [/= (\d+)/g, '= 1$1'],
  [/"\.\/modules\/(\w+)"/g, '"./modules/$1_moved"'],
  [/^.*\n/gm, ''],
  [/^\n/gm, '# A line.\n'],
  [/\| (\w+) /g, '| $1x '],
  [/FROM (\S+)/g, 'FROM kubestack/framework:v0.19.2-beta.0-aks'],
  [/branches: .*/g, 'branches: [main, apps]'],
];
