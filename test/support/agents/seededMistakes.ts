/**
 * The mistakes of the agent's exam: those that coding agents make when they know Terraform, but not Kubestack. Each kind finds its own places in
 * the text of a platform, so that it can be applied to every platform.
 */
export type PlatformTexts = Readonly<Record<string, string>>;

export interface SeededMistake {
  readonly kind: string;
  /** The file, and the change in it. */
  readonly where: string;
  readonly texts: PlatformTexts;
}

export type Seeder = (texts: PlatformTexts) => Iterable<SeededMistake>;

interface Site {
  readonly file: string;
  readonly text: string;
  readonly match: RegExpExecArray;
}

function* sites(texts: PlatformTexts, pattern: RegExp, file = /\.tf$/): Iterable<Site> {
  for (const [name, text] of Object.entries(texts))
    if (file.test(name)) for (const match of text.matchAll(pattern)) yield { file: name, text, match };
}

/** Replaces each match by another text. */
const replacing = (
  kind: string,
  pattern: RegExp,
  replacement: (match: RegExpExecArray, site: Site, texts: PlatformTexts) => string | undefined,
  file?: RegExp,
): [string, Seeder] => [
  kind,
  function* (texts) {
    for (const site of sites(texts, pattern, file)) {
      const { match, text } = site;
      const now = replacement(match, site, texts);
      if (now === undefined || now === match[0]) continue;
      const changed = text.slice(0, match.index) + now + text.slice(match.index + match[0].length);
      const where = `${site.file}: ${match[0].trim().split('\n')[0]!} → ${now.trim().split('\n')[0] ?? 'nothing'}`;
      yield { kind, where, texts: { ...texts, [site.file]: changed } };
    }
  },
];

/** An attribute in an environment, with the text before its name. */
const ATTRIBUTE = /^( {6,8})(\w+)( *)(= (?!\{$|\[$).+)$/gm;
/** The block of the last environment in a configuration, with its content. */
const LAST_ENVIRONMENT = /\n {4}ops = \{(?:\}|\n[^]*?\n {4}\})/g;
const CLUSTER_FILE = /_cluster\.tf$/;

const OTHER_ZONE: Readonly<Record<string, string>> = {
  'eu-central-1a': 'eu-west-1a',
  'eu-north-1a': 'us-east-1a',
  'fr-par-1': 'nl-ams-1',
  'europe-west4-a': 'us-central1-a',
  'europe-north1-a': 'europe-west1-b',
};

/** Attribute names in the other generation of the schema. */
const RENAMED: Readonly<Record<string, string>> = {
  max_size: 'cluster_max_size',
  min_size: 'cluster_min_size',
  desired_capacity: 'cluster_desired_capacity',
  instance_types: 'cluster_instance_type',
  max_node_count: 'cluster_max_node_count',
  min_node_count: 'cluster_min_node_count',
  machine_type: 'cluster_machine_type',
  cluster_max_size: 'max_size',
  cluster_min_size: 'min_size',
  default_node_pool_vm_size: 'vm_size',
  default_node_pool_max_count: 'max_count',
  cluster_machine_type: 'machine_type',
};

function* removedRows(texts: PlatformTexts): Iterable<SeededMistake> {
  for (const { file, text, match } of sites(texts, /^\| (?:eks|gke|aks|scw)_\S+ \|.*\n?/gm, /README\.md$/))
    yield {
      kind: 'README row missing',
      where: match[0].split('|')[1]!.trim(),
      texts: { ...texts, [file]: text.replace(match[0], '') },
    };
}

function* renamedFiles(texts: PlatformTexts): Iterable<SeededMistake> {
  for (const [name, text] of Object.entries(texts)) {
    if (!CLUSTER_FILE.test(name) && !/_node_pool_\w+\.tf$/.test(name)) continue;
    const { [name]: _, ...others } = texts;
    yield { kind: 'file named otherwise', where: name, texts: { ...others, 'new_infrastructure.tf': text } };
  }
}

/** The attributes of the base, repeated in `ops`. */
function* repeatedValues(texts: PlatformTexts): Iterable<SeededMistake> {
  for (const [file, text] of Object.entries(texts)) {
    if (!CLUSTER_FILE.test(file)) continue;
    const base = /\n {4}apps(?:-prod)? = \{\n([^]*?)\n {4}\}/.exec(text)?.[1] ?? '';
    for (const [line, name = ''] of base.matchAll(/^ {6}(\w+) += (?![{[]$).+$/gm)) {
      const ops = /\n {4}ops = \{\n([^]*?)\n {4}\}/.exec(text)?.[1] ?? '';
      if (new RegExp(`^ {6}${name} +=`, 'm').test(ops)) continue;
      const changed = text.replace(/(\n {4}ops = \{\n)/, (_, head: string) => `${head}${line}\n`);
      yield {
        kind: 'inherited value repeated',
        where: `${file}: ${line.trim()}`,
        texts: { ...texts, [file]: changed },
      };
    }
  }
}

function* wrongInstructions(texts: PlatformTexts): Iterable<SeededMistake> {
  for (const line of [
    '- Framework version: v0.15.0-beta.1',
    '- Environments: `apps`, `staging`, `ops`',
    'Base environment: prod',
  ])
    yield {
      kind: 'AGENTS.md of another platform',
      where: line,
      texts: { ...texts, 'AGENTS.md': `# Agents\n\n${line}\n` },
    };
}

const aliasOfOther = (alias: string, texts: PlatformTexts, provider: string): string | undefined => {
  const aliases = Object.values(texts).flatMap(text =>
    [...text.matchAll(new RegExp(`provider "${provider}" \\{\\n\\s+alias\\s+= "([^"]+)"`, 'g'))].map(
      ([, name]) => name!,
    ),
  );
  return aliases.find(name => name !== alias);
};

/** Kinds of mistakes; a kind can have several seeders. */
export const SEEDERS: readonly (readonly [kind: string, seeder: Seeder])[] = [
  replacing(
    'attribute misspelled',
    ATTRIBUTE,
    ([, indent, name, space, rest]) => `${indent!}${name!}s${space!}${rest!}`,
  ),
  replacing('environment misspelled', /^ {4}ops = \{/gm, () => '    opps = {'),
  replacing('environment missing', LAST_ENVIRONMENT, () => ''),
  replacing('environment of another platform', /^ {4}ops = \{/gm, () => '    staging = {}\n\n    ops = {'),
  ['inherited value repeated', repeatedValues],
  replacing(
    'base key that does not exist',
    /^( {2}configuration) = \{\n {4}apps = /gm,
    match => `  configuration_base_key = "prod"\n${match[0]}`,
  ),
  replacing(
    'base key that does not exist',
    /^ {2}configuration_base_key = "apps-prod"$/gm,
    () => '  configuration_base_key = "production"',
  ),
  replacing(
    'base key of one module differs',
    /^ {2}configuration_base_key = "apps-prod"$/gm,
    () => '  configuration_base_key = "apps"',
  ),
  replacing(
    'provider of another cluster',
    /^( {4}(\w+) += \w+\.)((?:eks|gke|aks|scw)_\S+)$/gm,
    ([, head, provider, alias], _, texts) => {
      const other = aliasOfOther(alias!, texts, provider!);
      return other === undefined ? undefined : head! + other;
    },
  ),
  replacing(
    'provider reaches another cluster',
    /(kubeconfig_raw = module\.)((?:eks|gke|aks|scw)_[\w-]+)(?=\.kubeconfig)/g,
    ([, head, alias], _, texts) => {
      const other = aliasOfOther(alias!, texts, 'kustomization');
      return other === undefined ? undefined : head! + other;
    },
  ),
  replacing('providers left out', /^ {2}providers = \{\n[^}]*\n {2}\}\n\n?/gm, () => ''),
  replacing(
    'zone of another region',
    /"?(?:eu-central-1a|eu-north-1a|fr-par-1|europe-west4-a|europe-north1-a)\b/g,
    ([zone]) => (zone.startsWith('"') ? '"' : '') + OTHER_ZONE[zone.replace('"', '')]!,
  ),
  replacing('attribute of another version', ATTRIBUTE, ([, indent, name, space, rest]) =>
    Object.hasOwn(RENAMED, name!) ? `${indent!}${RENAMED[name!]!}${space!}${rest!}` : undefined,
  ),
  ['README row missing', removedRows],
  replacing(
    'README names another version',
    /\| Framework version \| \S+ \|/g,
    () => '| Framework version | v0.18.0-beta.0 |',
    /README\.md$/,
  ),
  replacing(
    'README names other environments',
    /\| Environment names \| [^|]+ \|/g,
    () => '| Environment names | prod, ops |',
    /README\.md$/,
  ),
  ['AGENTS.md of another platform', wrongInstructions],
  replacing(
    'framework version of one module differs',
    /(terraform-kubestack\/\/[\w/-]+)\?ref=[\w.-]+/g,
    ([, head]) => `${head!}?ref=v0.18.1-beta.0`,
  ),
  replacing('framework version left out', /(terraform-kubestack\/\/[\w/-]+)\?ref=[\w.-]+/g, ([, head]) => head),
  replacing(
    'framework version that was never released',
    /(terraform-kubestack\/\/[\w/-]+)\?ref=v[\w.-]+/g,
    ([, head]) => `${head!}?ref=v1.4.0`,
  ),
  replacing('image of another version', /^FROM \S+/gm, () => 'FROM kubestack/framework:v0.16.0-beta.0', /^Dockerfile$/),
  replacing('sizes out of order', /^( {6,8}\w*min_\w+ += )\d+$/gm, ([, head]) => `${head!}50`),
  replacing(
    'required attribute removed',
    /^ {6}(?:name_prefix|base_domain|cluster_availability_zones|resource_group|project_id) += .*\n/gm,
    () => '',
    CLUSTER_FILE,
  ),
  replacing(
    'name prefix differs from the label',
    /^( {6}name_prefix += )"\w+"$/gm,
    ([, head]) => `${head!}"zz9"`,
    CLUSTER_FILE,
  ),
  replacing(
    'region differs from the label',
    /^( {6}region += )"[\w-]+"$/gm,
    ([, head]) => `${head!}"us-east1"`,
    CLUSTER_FILE,
  ),
  replacing(
    'secret in the code',
    /^( {6})(name_prefix += .+|max_size +=.+|max_count +=.+)$/gm,
    ([line, indent]) => `${line}\n${indent!}db_password = "hunter2-Xk39fLq0pZ7w"`,
  ),
  replacing(
    'secret in the code',
    /^locals \{$|^terraform \{$/gm,
    ([line]) => `locals {\n  aws_secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz"\n}\n\n${line}`,
  ),
  replacing(
    'string for a list',
    /^( {6,8}(?:zones|instance_types|cluster_availability_zones|availability_zones) += )\[([^\]]*)\]$/gm,
    ([, head, list]) => `${head!}"${list!.replace(/[" ]/g, '')}"`,
  ),
  replacing(
    'list for a string',
    /^( {6}cluster_availability_zones += )"([^"]*)"$/gm,
    ([, head, list]) =>
      `${head!}[${list!
        .split(',')
        .map(each => `"${each}"`)
        .join(', ')}]`,
  ),
  replacing(
    'cluster that does not exist',
    /module\.((?:eks|gke|aks|scw)_[^._\s]+)_([\w-]+)(?=\.(?:cluster|current_metadata|current_config|kubeconfig)\b)/g,
    ([, head, region]) => `module.${head!}9_${region!}`,
  ),
  replacing(
    'pool of another cluster',
    /^( {2}cluster_metadata += module\.|  cluster_name += module\.)([\w-]+)/gm,
    ([, head, own], _, texts) => {
      const other = Object.keys(texts)
        .flatMap(name => /^(.*)_cluster\.tf$/.exec(name)?.[1] ?? [])
        .find(name => name !== own);
      return other === undefined ? undefined : head! + other;
    },
  ),
  replacing(
    'source that does not exist',
    /source += "\.\/modules\/(\w+)"/g,
    ([, name]) => `source = "./modules/${name!}s"`,
  ),
  replacing(
    'source at another path',
    /terraform-kubestack\/\/(\w+)\/cluster(?=\?)/g,
    ([, provider]) => `terraform-kubestack//${provider!}/clusters`,
  ),
  replacing('environment unset', /^ {4}ops = \{/gm, () => '    unused = null\n\n    ops = {'),
  ['file named otherwise', renamedFiles],
  replacing(
    'taint written as before',
    /node_taints += \["([^"]+)"\]/g,
    ([, taint]) => `node_taints = ["${taint!.replace(/[=:]/g, ' ')}"]`,
  ),
];
