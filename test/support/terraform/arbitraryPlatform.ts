import fc from 'fast-check';
import { ExpressionArbitraries, nothing, type NamesInScope } from './arbitraryExpression';
import { bracketForm, entry, weighted } from './arbitraryParts';
import { printPlatform, sourceOf, type CallParts, type GeneratedPlatform } from './generatedPlatform';
import { declaredType, type DeclaredType } from './declaredType';
import { composed, quotedTemplate, type GeneratedExpression } from './generatedExpression';
import { headCommit, judgedModule, variableTypes, type JudgedModule } from './judgedModule';

export type { GeneratedCall, GeneratedPlatform } from './generatedPlatform';

/** A root module with one to six calls, so that failing cases are readable. */
export const arbitraryPlatform: fc.Arbitrary<GeneratedPlatform> = platformFromParts(1, 6);

/**
 * Platforms with a number of module calls: clusters, node pools and services in the root and in local modules, of head and of releases of every
 * generation, with locals, variables and their values.
 */
export function platformFromParts(minCalls: number, maxCalls: number): fc.Arbitrary<GeneratedPlatform> {
  const environments = fc.constantFrom(['apps', 'ops'], ['apps-prod', 'apps', 'ops'], ['prod', 'stage', 'dev', 'ops']);
  return environments.chain(names =>
    fc
      .record({
        modules: fc.array(arbitraryCall(names), { minLength: minCalls, maxLength: maxCalls }),
        surroundings,
        crlf: weighted([7, fc.constant(false)], [1, fc.constant(true)]),
      })
      .map(parts => printPlatform(names, parts)),
  );
}

const rootScope: NamesInScope = {
  string: ['local.name', 'var.domain', 'terraform.workspace', 'path.module', 'local.pools[0].name', 'local.words[0]'],
  number: ['local.size', 'var.limit', 'local.pools[1]["count"]', 'length(local.words)'],
  bool: ['local.enabled', 'var.spot', 'terraform.workspace == "ops"'].map(text =>
    text.includes(' ') ? `(${text})` : text,
  ),
  strings: ['local.words', 'var.zones', 'keys(local.labels)', 'local.pools[*].name'],
  map: ['local.labels', 'var.tags'],
  objects: ['local.pools'],
};

const clusterScope: NamesInScope = {
  ...rootScope,
  string: [
    ...rootScope.string,
    'module.@cluster.current_config["name_prefix"]',
    'module.@cluster.current_config.base_domain',
    'module.@cluster.current_metadata["domain"]',
  ],
};

const localModuleScope: NamesInScope = {
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

/** Values of the locals, variables and tfvars that expressions refer to. They must not fail, since everything else would fail too. */
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
  suffix: literals.string(1).map(text => quotedTemplate('s', text)),
});

function listOf(element: fc.Arbitrary<GeneratedExpression>): fc.Arbitrary<GeneratedExpression> {
  return fc.array(element, { minLength: 1, maxLength: 3 }).map(items => ({ kind: 'list', items, form: 'line' }));
}

const refs = weighted<string>(
  [6, fc.constant(headCommit)],
  [3, fc.constantFrom('v0.19.2-beta.0', 'v0.18.1-beta.0', 'v0.16.0-beta.0', 'v0.14.0-beta.0')],
  [1, fc.constantFrom('v0.13.0-beta.0', 'v0.13.0-beta.1', 'v0.12.2-beta.0', 'v0.9.3-beta.0')],
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

function baseKeyOf(baseName: string, described: JudgedModule): fc.Arbitrary<GeneratedExpression | undefined> {
  if (described.baseKeyArgument === undefined) return fc.constant(undefined);
  const written = fc.constantFrom(
    quotedTemplate(baseName),
    composed('lower("', baseName.toUpperCase(), '")'),
    composed(`"\${"${baseName.slice(0, 1)}"}`, `${baseName.slice(1)}"`),
  );
  return baseName === 'apps' ? fc.option(written, { nil: undefined }) : written;
}

/** Environments that mostly set the same attributes, so that there are overrides. */
function configurationOf(
  environments: readonly string[],
  baseName: string,
  type: DeclaredType,
  described: JudgedModule,
  expressions: ExpressionArbitraries,
): fc.Arbitrary<GeneratedExpression> {
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
      const object: GeneratedExpression = { kind: 'object', entries, form };
      if (way === 0) return composed('merge({}, ', object, ')');
      return way === 1 ? composed('(', object, ')') : object;
    });
  });
}

/** Attributes that other calls can reference. The base of every cluster sets them, so that references don't fail. */
const fixed: ReadonlyMap<string, string> = new Map([
  ['name_prefix', 'gc0'],
  ['base_domain', 'platform.halvard.example'],
  ['region', 'nl-ams'],
]);

function withFixed(object: GeneratedExpression): GeneratedExpression {
  if (object.kind !== 'object') return object;
  const entries = [...fixed].map(([name, value]) => ({
    key: { name, form: 'bare' as const },
    value: quotedTemplate(value),
    sign: '=' as const,
  }));
  return { ...object, entries: [...entries, ...object.entries] };
}

/** Attributes of an environment. Maps of strings accept any name, so they have some that the framework uses, and some that it doesn't. */
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
