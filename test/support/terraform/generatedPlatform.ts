import { printExpression, generatedAtom, type GeneratedExpression } from './generatedExpression';
import { judgedModule, type JudgedModule } from './judgedModule';

/** A call in a generated platform. */
export interface GeneratedCall {
  /** `module.a`, or `module.a.module.b` in a local module. */
  readonly address: string;
  readonly kind: JudgedModule['kind'];
  readonly source: string;
  readonly version: string;
  /** The base environment. */
  readonly baseKey: string;
  readonly environments: readonly string[];
}

/** A platform as HCL text. Paths are relative to the root module. */
export interface GeneratedPlatform {
  readonly files: Readonly<Record<string, string>>;
  readonly calls: readonly GeneratedCall[];
}

/** A call without a label. `@cluster` in its text refers to the nearest cluster before it. */
export interface CallParts {
  readonly modulePath: string;
  readonly ref: string;
  readonly configuration: GeneratedExpression;
  readonly baseKey: GeneratedExpression | undefined;
  readonly baseName: string;
  /** Undefined in the root; else the arguments of the call of the surrounding local module. */
  readonly binding: GeneratedExpression | undefined;
}

export interface PlatformParts {
  readonly modules: readonly CallParts[];
  readonly surroundings: Readonly<Record<string, GeneratedExpression>>;
  readonly crlf: boolean;
}

/** Source of a module in a call. */
export function sourceOf(modulePath: string, ref: string): string {
  if (modulePath === 'catalog') return 'kbst.xyz/catalog/nginx/kustomization';
  return `github.com/kbst/terraform-kubestack//${modulePath}?ref=${ref}`;
}

/** Assigns a label and a file to every call, and prints the platform. */
export function printPlatform(
  environments: readonly string[],
  { modules, surroundings: values, crlf }: PlatformParts,
): GeneratedPlatform {
  const files: Record<string, string> = {};
  const calls: GeneratedCall[] = [];
  let cluster: string | undefined;
  for (const [index, parts] of modules.entries()) {
    const source = sourceOf(parts.modulePath, parts.ref);
    const { kind, generation } = judgedModule(source);
    const label = `${labelPrefixes[kind]}_gc${index}_eu-west-1`;
    const folder = parts.binding === undefined ? undefined : `modules/feature_${index}`;
    Object.assign(files, printCall(parts, label, folder, cluster));
    if (folder !== undefined) files[`${folder}/variables.tf`] = localModuleVariables(values);
    if (kind === 'cluster' && parts.modulePath !== 'kind/cluster' && hasCurrentOutputs(parts.ref)) cluster = label;
    const address = folder === undefined ? `module.${label}` : `module.${label}.module.overlay`;
    const version = parts.modulePath === 'catalog' ? catalogVersion : parts.ref;
    const baseKey = generation === 'oldest' ? 'apps' : parts.baseName;
    calls.push({ address, kind, source, version, baseKey, environments });
  }
  Object.assign(files, printSurroundings(values, Object.values(files).join('\n')));
  const written = Object.entries(files).map(([file, text]) => [file, crlf ? text.replaceAll('\n', '\r\n') : text]);
  return { files: Object.fromEntries(written) as Record<string, string>, calls };
}

/** Clusters have `current_config` and `current_metadata` both as outputs since v0.13 of the framework (its `outputs.tf`). */
const hasCurrentOutputs = (ref: string): boolean => !/^v0\.(?:\d|1[0-2])\./.test(ref);

const catalogVersion = '1.10.1-kbst.0';
const labelPrefixes = { cluster: 'eks', service: 'svc', 'node-pool': 'pool' } as const;

/** The files of a call: its file in the root, and those of its local module, if any. */
function printCall(
  parts: CallParts,
  label: string,
  folder: string | undefined,
  cluster: string | undefined,
): Record<string, string> {
  const source = sourceOf(parts.modulePath, parts.ref);
  const { baseKeyArgument } = judgedModule(source);
  const lines = [`source = "${source}"`];
  if (parts.modulePath === 'catalog') lines.push(`version = "${catalogVersion}"`);
  if (parts.baseKey !== undefined && baseKeyArgument !== undefined) {
    lines.push(`${baseKeyArgument} = ${printExpression(parts.baseKey, 2)}`);
  }
  lines.push(`configuration = ${printExpression(parts.configuration, 2)}`);
  if (folder === undefined || parts.binding === undefined) {
    return { [`${label}.tf`]: withCluster(moduleBlock(label, lines), cluster) };
  }
  const binding = moduleBlock(label, [`source = "./${folder}"`, printExpression(parts.binding, 2).trimEnd()]);
  return { [`${label}.tf`]: withCluster(binding, cluster), [`${folder}/main.tf`]: moduleBlock('overlay', lines) };
}

/** Replaces references to a cluster by references to this one, or to a variable if there is none. */
function withCluster(text: string, cluster: string | undefined): string {
  if (cluster !== undefined) return text.replaceAll('module.@cluster', `module.${cluster}`);
  return text.replace(
    /module\.@cluster\.(?:current_config(?:\["\w+"\]|\.\w+)|current_metadata\["\w+"\])/g,
    'var.domain',
  );
}

function moduleBlock(label: string, lines: readonly string[]): string {
  return `module "${label}" {\n${lines.map(line => `  ${line}`).join('\n\n')}\n}\n`;
}

/** Prints only values that are referenced, so that failing cases are short. */
function printSurroundings(values: PlatformParts['surroundings'], used: string): Record<string, string> {
  const value = (name: string): string => printExpression(values[name] ?? generatedAtom('null'), 2);
  const pools = `[{ name = "first", count = ${value('count')} }, { name = ${value('domain')}, count = 2 }]`;
  const locals = {
    name: value('name'),
    size: value('size'),
    enabled: value('enabled'),
    words: value('words'),
    labels: value('labels'),
    pools,
  };
  const written = Object.entries(locals).filter(([name]) => used.includes(`local.${name}`));
  const types = { domain: 'string', limit: 'number', spot: 'bool', zones: 'list(string)', tags: 'map(string)' };
  const variables = Object.entries(types).filter(([name]) => used.includes(`var.${name}`));
  const given = { domain: value('givenDomain'), limit: value('givenLimit') };
  const files: Record<string, string> = {};
  if (written.length > 0)
    files['locals.tf'] = `locals {\n${written.map(([name, text]) => `  ${name} = ${text}`).join('\n')}\n}\n`;
  if (variables.length > 0) {
    files['variables.tf'] = variables
      .map(([name, type]) => `variable "${name}" {\n  type    = ${type}\n  default = ${value(name)}\n}\n`)
      .join('\n');
    const assigned = Object.entries(given).filter(([name]) => variables.some(([variable]) => variable === name));
    if (assigned.length > 0) files['terraform.tfvars'] = assigned.map(([name, text]) => `${name} = ${text}\n`).join('');
    if (used.includes('var.tags')) files['team.auto.tfvars'] = `tags = ${value('givenTags')}\n`;
  }
  return files;
}

function localModuleVariables(values: PlatformParts['surroundings']): string {
  return `variable "namespace" {
  type = string
}

variable "copies" {
  type    = number
  default = 1
}

variable "labels" {
  type    = map(string)
  default = {}
}

locals {
  suffix = "\${var.namespace}-\${${printExpression(values['suffix'] ?? generatedAtom('""'), 2).replaceAll('\n', ' ')}}"
}
`;
}
