/** Platforms with unrealistically many parts, and modules that call each other. */
import { cluster, clusterOf, clusterWith, lines, numbered, type Files, type WorstCase } from '../worstCase';

const SOURCE = 'github.com/kbst/terraform-kubestack//google/cluster';

const main = (name: string, size: number, text: (size: number) => string): WorstCase => ({
  name,
  size,
  files: count => ({ 'main.tf': text(count) }),
});

const environments = (count: number, text: (index: number) => string = () => ''): string =>
  `{\n${lines(count, index => `    e${index} = {${text(index)}}`)}\n  }`;

const attributes = (count: number): string => lines(count, index => `      a${index} = ${index}`);

/** Folders that call each other, as specified by `calls`. */
const folders = (count: number, calls: (index: number) => readonly number[]): Files =>
  Object.fromEntries([
    ['main.tf', `module "m0" {\n  source = "./m0"\n}\n${cluster()}`],
    ...numbered(count, index => index).map(
      (index: number) =>
        [
          `m${index}/main.tf`,
          calls(index)
            .map((called, call) => `module "c${call}" {\n  source = "../m${called}"\n}\n`)
            .join('') + (index === count - 1 ? cluster() : ''),
        ] as const,
    ),
  ]);

export const PLATFORMS: readonly WorstCase[] = [
  {
    name: 'modules that call the next one twice',
    size: 14,
    files: count => folders(count, index => (index + 1 < count ? [index + 1, index + 1] : [])),
  },
  {
    name: 'modules that all call each other',
    size: 60,
    files: count => folders(count, () => numbered(count, index => index)),
  },
  {
    name: 'modules that all call those after them',
    size: 60,
    files: count => folders(count, index => numbered(count - index - 1, other => index + other + 1)),
  },
  {
    name: 'a chain of modules',
    size: 1000,
    files: count => folders(count, index => (index + 1 < count ? [index + 1] : [])),
  },
  { name: 'a ring of modules', size: 1000, files: count => folders(count, index => [(index + 1) % count]) },
  {
    name: 'calls of one local module',
    size: 5000,
    open: 'm0/main.tf',
    files: count => ({
      'main.tf': lines(count, index => `module "c${index}" {\n  source = "./m0"\n  a = ${index}\n}`),
      'm0/main.tf': `variable "a" {}\n${cluster('      cluster_machine_type = var.a')}`,
    }),
  },
  main('modules of one name', 20_000, count => lines(count, () => `module "a" {\n  source = "${SOURCE}"\n}`)),
  main('modules of two names', 20_000, count =>
    lines(count, index => `module "a${index % 2}" {\n  source = "${SOURCE}"\n}`),
  ),
  main('many modules', 15_000, count => lines(count, index => `module "a${index}" {\n  source = "${SOURCE}"\n}`)),
  main('many modules without a source', 30_000, count => lines(count, index => `module "a${index}" {\n}`)),
  main('many clusters', 1500, count => lines(count, index => cluster('', `gke_gc${index}_europe-west1`))),
  main(
    'node pools of one cluster',
    3000,
    count =>
      cluster() +
      lines(
        count,
        index =>
          `module "p${index}" {\n  source = "${SOURCE}/node-pool"\n  cluster_metadata = module.gke_gc0_europe-west1.current_metadata\n  configuration = { apps = { name = "p" }, ops = {} }\n}`,
      ),
  ),
  main('environments', 40_000, count => clusterWith(environments(count))),
  main('environments with an attribute', 20_000, count =>
    clusterWith(environments(count, () => ' name_prefix = "a" ')),
  ),
  main('environments of one name', 40_000, count => clusterWith(`{\n${lines(count, () => '    apps = {}')}\n  }`)),
  main('environments in many calls', 100, count =>
    lines(count, index => clusterWith(environments(count), `gke_gc${index}_europe-west1`)),
  ),
  main('environments and inherited attributes', 200, count =>
    clusterWith(`{\n    apps = {\n${attributes(count)}\n    }\n${lines(count, index => `    e${index} = {}`)}\n  }`),
  ),
  main('attributes', 40_000, count => clusterWith(`{\n    apps = {\n${attributes(count)}\n    }\n    ops = {}\n  }`)),
  main('attributes of one name', 40_000, count =>
    clusterWith(`{\n    apps = {\n${lines(count, () => '      name_prefix = "a"')}\n    }\n    ops = {}\n  }`),
  ),
  main('attributes with long values', 900, count =>
    clusterWith(
      `{\n    apps = {\n${lines(count, index => `      a${index} = "${'a'.repeat(count)}"`)}\n    }\n    ops = {}\n  }`,
    ),
  ),
  main('a nested attribute', 20_000, count =>
    clusterWith(
      `{\n    apps = {\n      default_node_pool = ${'{ a = '.repeat(count)}1${' }'.repeat(count)}\n    }\n    ops = {}\n  }`,
    ),
  ),
  main('labels of nodes', 30_000, count =>
    clusterWith(
      `{\n    apps = {\n      labels = {\n${attributes(count)}\n      }\n    }\n    ops = { labels = { a = 1 } }\n  }`,
    ),
  ),
  main('taints', 30_000, count =>
    clusterWith(
      `{\n    apps = {\n      taints = [${numbered(count, index => `"a=${index}:NoSchedule"`).join(', ')}]\n    }\n    ops = {}\n  }`,
    ),
  ),
  main('zones', 60_000, count =>
    clusterWith(
      `{\n    apps = {\n      cluster_node_locations = "${numbered(count, () => 'europe-west1-b').join()}"\n    }\n    ops = {}\n  }`,
    ),
  ),
  main(
    'arguments of a call',
    40_000,
    count => `module "a" {\n  source = "${SOURCE}"\n${lines(count, index => `  a${index} = 1`)}\n}\n`,
  ),
  main(
    'entries of providers',
    40_000,
    count =>
      `module "a" {\n  source = "${SOURCE}"\n  providers = {\n${lines(count, index => `    a${index} = a.a${index}`)}\n  }\n}\n`,
  ),
  main(
    'provider blocks',
    20_000,
    count => cluster() + lines(count, index => `provider "google" {\n  alias = "a${index}"\n}`),
  ),
  main('provider blocks of one name', 30_000, count => cluster() + lines(count, () => 'provider "google" {\n}')),
  main(
    'required providers',
    20_000,
    count =>
      `${cluster()}terraform {\n  required_providers {\n${lines(count, index => `    a${index} = { source = "a/a${index}" }`)}\n  }\n}\n`,
  ),
  main(
    'terraform blocks',
    20_000,
    count => cluster() + lines(count, () => 'terraform {\n  required_version = ">= 1.0"\n}'),
  ),
  main(
    'variables',
    20_000,
    count => clusterOf('var.a7')['main.tf']! + lines(count, index => `variable "a${index}" {\n  default = 1\n}`),
  ),
  main(
    'variables of one name',
    20_000,
    count => clusterOf('var.a')['main.tf']! + lines(count, () => 'variable "a" {\n  default = 1\n}'),
  ),
  main(
    'outputs',
    20_000,
    count =>
      cluster() +
      lines(count, index => `output "a${index}" {\n  value = module.gke_gc0_europe-west1.current_config\n}`),
  ),
  main(
    'resources',
    20_000,
    count =>
      cluster() + lines(count, index => `resource "a" "a${index}" {\n  a = module.gke_gc0_europe-west1.cluster\n}`),
  ),
  main(
    'moved blocks',
    20_000,
    count => cluster() + lines(count, index => `moved {\n  from = module.a${index}\n  to = module.a${index + 1}\n}`),
  ),
  main(
    'uses of one module',
    40_000,
    count => `${cluster()}locals {\n${lines(count, index => `  a${index} = module.gke_gc0_europe-west1.cluster`)}\n}\n`,
  ),
  {
    name: 'calls with all variables of a module',
    size: 2000,
    files: count => ({
      'main.tf': `${cluster()}module "a" {\n  source = "./a"\n${lines(count, index => `  a${index} = ${index}`)}\n}\n`,
      'a/main.tf': lines(
        count,
        index => `variable "a${index}" {\n  type = number\n}\noutput "o${index}" {\n  value = var.a${index}\n}`,
      ),
    }),
  },
  {
    name: 'files of a module',
    size: 3000,
    files: count => ({
      'main.tf': cluster(),
      ...Object.fromEntries(numbered(count, index => [`a${index}.tf`, `locals {\n  a${index} = 1\n}\n`] as const)),
    }),
  },
  {
    name: 'overrides',
    size: 1000,
    files: count => ({
      'main.tf': cluster(),
      ...Object.fromEntries(
        numbered(count, index => [`a${index}_override.tf`, cluster(`      name_prefix = "a${index}"`)] as const),
      ),
    }),
  },
  {
    name: 'values files of a module',
    size: 3000,
    files: count => ({
      'main.tf': cluster(),
      ...Object.fromEntries(numbered(count, index => [`a${index}.auto.tfvars`, 'a = 1\n'] as const)),
    }),
  },
  {
    name: 'platforms',
    size: 300,
    open: 'p0/main.tf',
    files: count => Object.fromEntries(numbered(count, index => [`p${index}/main.tf`, cluster()] as const)),
  },
  {
    name: 'installed modules',
    size: 20_000,
    files: count => ({
      'main.tf': cluster(),
      '.terraform/modules/modules.json': JSON.stringify({
        Modules: numbered(count, index => ({ Key: `a${index}`, Source: 'a', Dir: 'a' })),
      }),
    }),
  },
  {
    name: 'nested installed modules',
    size: 400_000,
    files: count => ({
      'main.tf': cluster(),
      '.terraform/modules/modules.json': `{"Modules":${'['.repeat(count)}${']'.repeat(count)}}`,
    }),
  },
];
