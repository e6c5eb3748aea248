import fc from 'fast-check';
import { bracketForm, entry, ExpressionArbitraries, nothing, type Scope } from './arbitraryExpression';
import { declaredType, type DeclaredType } from './declaredType';
import { composed, expressionText, plain, quoted, type Expression } from './generatedExpression';
import { headCommit, judgedModule, variableTypes, type JudgedModule } from './judgedModule';

/** A call of a generated platform, for the judge and for whoever is judged. */
export interface GeneratedCall {
  /** `module.a`, or `module.a.module.b` in a local module. */
  readonly address: string;
  readonly kind: JudgedModule['kind'];
  readonly source: string;
  readonly version: string;
  /** Environment that the others inherit from. */
  readonly baseKey: string;
  readonly environments: readonly string[];
}

/** A platform as HCL text. Paths are relative to the root module. */
export interface GeneratedPlatform {
  readonly files: Readonly<Record<string, string>>;
  readonly calls: readonly GeneratedCall[];
}

/** A root module with some calls: the default has one to six, small enough to read when it fails. */
export const arbitraryPlatform: fc.Arbitrary<GeneratedPlatform> = platformOf(1, 6);

/**
 * Platforms with a number of module calls: clusters, node pools, services in the root and in local modules, of the head and
 * of releases of every generation, with locals, variables and their values.
 */
export function platformOf(minCalls: number, maxCalls: number): fc.Arbitrary<GeneratedPlatform> {
  const environments = fc.constantFrom(['apps', 'ops'], ['apps-prod', 'apps', 'ops'], ['prod', 'stage', 'dev', 'ops']);
  return environments.chain(names =>
    fc
      .record({
        modules: fc.array(arbitraryCall(names), { minLength: minCalls, maxLength: maxCalls }),
        surroundings,
        crlf: fc.oneof({ weight: 7, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      })
      .map(parts => printPlatform(names, parts)),
  );
}

/** One call before its label is known: `@cluster` in its text stands for the nearest cluster before it. */
interface CallParts {
  readonly modulePath: string;
  readonly ref: string;
  readonly configuration: Expression;
  readonly baseKey: Expression | undefined;
  readonly baseName: string;
  /** Undefined in the root; else arguments of the binding of the local module around it. */
  readonly binding: Expression | undefined;
}

interface PlatformParts {
  readonly modules: readonly CallParts[];
  readonly surroundings: Readonly<Record<string, Expression>>;
  readonly crlf: boolean;
}

const rootScope: Scope = {
  string: ['local.name', 'var.domain', 'terraform.workspace', 'path.module', 'local.pools[0].name', 'local.words[0]'],
  number: ['local.size', 'var.limit', 'local.pools[1]["count"]', 'length(local.words)'],
  bool: ['local.enabled', 'var.spot', 'terraform.workspace == "ops"'].map(text =>
    text.includes(' ') ? `(${text})` : text,
  ),
  strings: ['local.words', 'var.zones', 'keys(local.labels)', 'local.pools[*].name'],
  map: ['local.labels', 'var.tags'],
  objects: ['local.pools'],
};

const clusterScope: Scope = {
  ...rootScope,
  string: [
    ...rootScope.string,
    'module.@cluster.current_config["name_prefix"]',
    'module.@cluster.current_config.base_domain',
    'module.@cluster.current_metadata["domain"]',
  ],
};

const localModuleScope: Scope = {
  ...nothing,
  string: ['var.namespace', 'local.suffix', 'terraform.workspace', 'path.module'],
  number: ['var.copies'],
  map: ['var.labels'],
};

const platformExpressions = new ExpressionArbitraries(rootScope, 'odd');
const poolExpressions = new ExpressionArbitraries(clusterScope, 'odd');
const localModuleExpressions = new ExpressionArbitraries(localModuleScope, 'odd');
const bindingExpressions = new ExpressionArbitraries(clusterScope, 'safe');
const literals = new ExpressionArbitraries(nothing, 'safe');

/** Values of the locals, variables and tfvars that expressions refer to. They never fail, or everything would. */
const surroundings = fc.record({
  name: literals.string(2),
  size: literals.number(2),
  enabled: literals.bool(2),
  words: listOf(literals.string(1)),
  labels: literals.string(1).map(team => composed('{ team = ', team, ', tier = "gold" }')),
  count: literals.number(1),
  domain: literals.string(0),
  limit: literals.number(0),
  spot: literals.bool(0),
  zones: listOf(literals.string(0)),
  tags: literals.string(0).map(team => composed('{ team = ', team, ' }')),
  givenDomain: literals.string(0),
  givenLimit: literals.number(0),
  givenTags: literals.string(0).map(team => composed('{ team = ', team, ' }')),
  suffix: literals.string(1).map(text => quoted('s', text)),
});

function listOf(element: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  return fc.array(element, { minLength: 1, maxLength: 3 }).map(items => ({ kind: 'list', items, form: 'line' }));
}

const refs = fc.oneof(
  { weight: 6, arbitrary: fc.constant(headCommit) },
  { weight: 3, arbitrary: fc.constantFrom('v0.19.2-beta.0', 'v0.18.1-beta.0', 'v0.16.0-beta.0', 'v0.14.0-beta.0') },
  { weight: 1, arbitrary: fc.constantFrom('v0.13.0-beta.0', 'v0.13.0-beta.1', 'v0.12.2-beta.0', 'v0.9.3-beta.0') },
);

function arbitraryCall(environments: readonly string[]): fc.Arbitrary<CallParts> {
  return refs.chain(ref => {
    const known = Object.keys(
      variableTypes.modules[ref] ?? { 'aws/cluster': 1, 'azurerm/cluster': 1, 'google/cluster': 1 },
    );
    const paths =
      ref === headCommit ? [...known, 'kustomization/overlay', 'kustomization/overlay'] : [...known, 'catalog'];
    return fc.constantFrom(...paths).chain(modulePath => callOf(environments, ref, modulePath));
  });
}

function callOf(environments: readonly string[], ref: string, modulePath: string): fc.Arbitrary<CallParts> {
  const described = judgedModule(sourceOf(modulePath, ref));
  const type = declaredType(described.type);
  const inLocalModule = described.kind === 'service' ? fc.boolean() : fc.constant(false);
  return inLocalModule.chain(local => {
    const expressions = local
      ? localModuleExpressions
      : described.kind === 'cluster'
        ? platformExpressions
        : poolExpressions;
    const binding = local ? bindingArguments : fc.constant(undefined);
    return fc.constantFrom(...environments, environments[0] ?? '').chain(baseName =>
      fc
        .record({
          configuration: configurationOf(environments, baseName, type, described, expressions),
          baseKey: baseKeyOf(baseName, described),
          binding,
        })
        .map(parts => ({ modulePath, ref, baseName, ...parts })),
    );
  });
}

const bindingArguments = fc
  .tuple(
    bindingExpressions.string(1),
    bindingExpressions.number(1),
    fc.constantFrom('local.labels', 'var.tags', '{ team = "x" }'),
  )
  .map(([namespace, copies, labels]) =>
    composed('namespace = ', namespace, '\ncopies = ', copies, `\nlabels = ${labels}\n`),
  );

function baseKeyOf(baseName: string, described: JudgedModule): fc.Arbitrary<Expression | undefined> {
  if (described.baseKeyArgument === undefined) return fc.constant(undefined);
  const written = fc.constantFrom(
    quoted(baseName),
    composed('lower("', baseName.toUpperCase(), '")'),
    composed(`"\${"${baseName.slice(0, 1)}"}`, `${baseName.slice(1)}"`),
  );
  return baseName === 'apps' ? fc.option(written, { nil: undefined }) : written;
}

/** Environments that mostly write the same attributes, so that something is overridden. */
function configurationOf(
  environments: readonly string[],
  baseName: string,
  type: DeclaredType,
  described: JudgedModule,
  expressions: ExpressionArbitraries,
): fc.Arbitrary<Expression> {
  const attributes = attributesOf(type);
  const focus = fc.subarray(Object.keys(attributes), {
    minLength: 1,
    maxLength: Math.min(Object.keys(attributes).length, 5),
  });
  return focus.chain(names => {
    const written = environments.map(name => {
      const always = name === baseName && described.kind === 'cluster';
      const some = fc.subarray(names.filter(one => !always || !fixed.has(one)));
      const value = some
        .chain(chosen => expressions.objectOf(attributes, chosen, 3))
        .map(object => (always ? withFixed(object) : object));
      return entry(fc.constant(name), value);
    });
    return fc.tuple(fc.tuple(...written), bracketForm, fc.nat(11)).map(([entries, form, way]) => {
      const object: Expression = { kind: 'object', entries, form };
      if (way === 0) return composed('merge({}, ', object, ')');
      return way === 1 ? composed('(', object, ')') : object;
    });
  });
}

/** What other calls may refer to: every cluster's base has it, so that references to it do not fail. */
const fixed: ReadonlyMap<string, string> = new Map([
  ['name_prefix', 'gc0'],
  ['base_domain', 'platform.halvard.example'],
  ['region', 'nl-ams'],
]);

function withFixed(object: Expression): Expression {
  if (object.kind !== 'object') return object;
  const entries = [...fixed].map(([name, value]) => ({
    key: { name, form: 'bare' as const },
    value: quoted(value),
    sign: '=' as const,
  }));
  return { ...object, entries: [...entries, ...object.entries] };
}

/** Attributes of one environment. Maps of strings keep any name: some that the framework reads, and some that it does not. */
function attributesOf(type: DeclaredType): Extract<DeclaredType, { kind: 'object' }>['attributes'] {
  const element = type.kind === 'map' ? type.element : type;
  if (element.kind === 'object') return element.attributes;
  const names = [
    'cluster_instance_type',
    'cluster_min_size',
    'cluster_version',
    'disable_default_ingress',
    'anything',
    '10',
  ];
  return Object.fromEntries(names.map(name => [name, { type: { kind: 'string' }, optional: true }]));
}

function sourceOf(modulePath: string, ref: string): string {
  if (modulePath === 'catalog') return 'kbst.xyz/catalog/nginx/kustomization';
  return `github.com/kbst/terraform-kubestack//${modulePath}?ref=${ref}`;
}

function printPlatform(
  environments: readonly string[],
  { modules, surroundings: values, crlf }: PlatformParts,
): GeneratedPlatform {
  const files: Record<string, string> = {};
  const calls: GeneratedCall[] = [];
  let cluster: string | undefined;
  for (const [index, parts] of modules.entries()) {
    const source = sourceOf(parts.modulePath, parts.ref);
    const { kind, baseKeyArgument, generation } = judgedModule(source);
    const label = `${kind === 'cluster' ? 'eks' : kind === 'service' ? 'svc' : 'pool'}_gc${index}_eu-west-1`;
    const lines = [`source = "${source}"`, ...(parts.modulePath === 'catalog' ? ['version = "1.10.1-kbst.0"'] : [])];
    if (parts.baseKey !== undefined && baseKeyArgument !== undefined)
      lines.push(`${baseKeyArgument} = ${expressionText(parts.baseKey, 2)}`);
    lines.push(`configuration = ${expressionText(parts.configuration, 2)}`);
    const text = moduleBlock(parts.binding === undefined ? label : 'overlay', lines);
    if (parts.binding === undefined) files[`${label}.tf`] = text;
    else {
      const folder = `modules/feature_${index}`;
      files[`${folder}/main.tf`] = text;
      files[`${folder}/variables.tf`] = localModuleVariables(values);
      files[`${label}.tf`] = moduleBlock(label, [`source = "./${folder}"`, expressionText(parts.binding, 2).trimEnd()]);
    }
    files[`${label}.tf`] =
      files[`${label}.tf`]?.replaceAll('module.@cluster', cluster === undefined ? '@none' : `module.${cluster}`) ?? '';
    if (cluster === undefined)
      files[`${label}.tf`] =
        files[`${label}.tf`]?.replace(
          /@none\.(?:current_config(?:\["\w+"\]|\.\w+)|current_metadata\["\w+"\])/g,
          'var.domain',
        ) ?? '';
    if (kind === 'cluster') cluster = label;
    const address = parts.binding === undefined ? `module.${label}` : `module.${label}.module.overlay`;
    const baseKey = generation === 'oldest' ? 'apps' : parts.baseName;
    calls.push({
      address,
      kind,
      source,
      version: parts.modulePath === 'catalog' ? '1.10.1-kbst.0' : parts.ref,
      baseKey,
      environments,
    });
  }
  const used = Object.values(files).join('\n');
  Object.assign(files, printSurroundings(values, used));
  const written = Object.entries(files).map(([file, text]) => [file, crlf ? text.replaceAll('\n', '\r\n') : text]);
  return { files: Object.fromEntries(written) as Record<string, string>, calls };
}

function moduleBlock(label: string, lines: readonly string[]): string {
  return `module "${label}" {\n${lines.map(line => `  ${line}`).join('\n\n')}\n}\n`;
}

/** Only what is referred to, so that a failing case is short. */
function printSurroundings(values: PlatformParts['surroundings'], used: string): Record<string, string> {
  const value = (name: string): string => expressionText(values[name] ?? plain('null'), 2);
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
  suffix = "\${var.namespace}-\${${expressionText(values['suffix'] ?? plain('""'), 2).replaceAll('\n', ' ')}}"
}
`;
}
