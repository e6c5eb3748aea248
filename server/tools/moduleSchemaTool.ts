/** `kubestack_get_module_schema`: the inputs of a framework module at a version. */
import type { AttributeSchema, InputSchema, ModuleSchema, Schemas } from '../kubestack/schemas/schemas';
import { platformOutlines } from '../kubestack/platform/platform';
import { parseModuleSource } from '../kubestack/modules/moduleSource';
import type { Type } from '../hcl/model';
import { answerSchema, PAGE_INPUT } from './answerPages';
import { listSchema, objectSchema, type JsonSchema } from './jsonSchema';
import { optionalString, optionalStrings, section, ToolError, type Tool } from './tool';
import { rootOf } from './toolPaths';
import { isNamedAttribute } from './toolValue';
import { withoutTrailing } from '../../common/withoutTrailing';

const NAME: JsonSchema = { type: 'string' };
const ENTRY = objectSchema(
  {
    name: NAME,
    type: NAME,
    required: { ...NAME, description: 'Why it must be set; left out where it need not.' },
    default: {},
    values: { ...listSchema(NAME), description: 'Known values; others may be allowed.' },
    description: NAME,
    since: { ...NAME, description: 'First version that has it; left out where all do.' },
    until: { ...NAME, description: 'Last version that has it.' },
    replaced_by: { ...NAME, description: 'Its name in the typed schema.' },
    formerly: listSchema(NAME),
    unused: { type: 'boolean', description: 'Declared, but without effect.' },
  },
  ['name', 'type'],
);

export const moduleSchemaTool: Tool = {
  name: 'kubestack_get_module_schema',
  title: 'Get the schema of a Kubestack module',
  description:
    'Lists the arguments of a Kubestack module and the attributes of its configuration at a framework version, with types, defaults, required attributes and known values. Call it before you write an attribute: names differ between versions and providers.',
  input: objectSchema(
    {
      module: {
        ...NAME,
        minLength: 1,
        description:
          'Path in the framework, such as aws/cluster or google/cluster/node-pool; catalog/NAME; or a whole source.',
      },
      version: {
        ...NAME,
        description:
          'Such as v0.19.2-beta.0; head for the unreleased version. The version of the platforms by default, or else the newest release.',
      },
      attributes: { ...listSchema(NAME), description: 'Only these attributes and what is in them.' },
      ...PAGE_INPUT,
    },
    ['module'],
  ),
  output: answerSchema(
    {
      module: NAME,
      version: NAME,
      schema: { ...NAME, description: 'object: typed attributes; map: every attribute is a string.' },
      base_key_argument: NAME,
      providers: listSchema(NAME),
    },
    { attributes: ENTRY, arguments: ENTRY },
    ['module', 'schema', 'attributes', 'arguments'],
  ),
  run: (host, input) =>
    host.compute(rootOf(host, undefined).uri, function* ({ model, settings }) {
      const { schemas } = model;
      const platforms = yield* platformOutlines(model, settings.environments);
      const [inUse] = platforms.flatMap(({ frameworkVersions }) => frameworkVersions);
      const versions = { given: optionalString(input, 'version'), inUse };
      const schema = schemaOf(schemas, optionalString(input, 'module')!, versions);
      const names = optionalStrings(input, 'attributes');
      const isWanted = (path: string): boolean => !names || names.some(name => isNamedAttribute(path, name));
      const attributes = [...schema.attributes.values()].filter(({ path }) => isWanted(path));
      const inputs = names ? [] : [...schema.inputs.values()].filter(({ name }) => name !== 'configuration');
      if (names && attributes.length === 0)
        throw new ToolError(
          `${schema.path} has none of these attributes at ${schema.ref ?? 'any version'}. It has: ${topLevel(schema)}.`,
        );
      const required = attributes.filter(each => each.required !== 'no');
      return {
        summary: `${schema.path}${schema.ref === undefined ? '' : ` at ${schema.ref}`}: ${attributes.length} attributes; required: ${required.map(({ path }) => path).join(', ') || 'none'}.`,
        head: {
          module: schema.path,
          ...(schema.ref === undefined ? {} : { version: schema.ref }),
          schema: schema.generation,
          ...(schema.baseKeyInput === undefined ? {} : { base_key_argument: schema.baseKeyInput }),
          providers: schema.providersFromCaller,
        },
        sections: [section('attributes', attributes, attributeEntry), section('arguments', inputs, argumentEntry)],
      };
    }),
};

function schemaOf(
  schemas: Schemas,
  module: string,
  { given, inUse }: { readonly given: string | undefined; readonly inUse: string | undefined },
): ModuleSchema {
  const source = parseModuleSource(module);
  if (source.form === 'catalog') return catalogSchema(schemas, source.entry);
  const path = withoutTrailing((source.form === 'framework' ? source.path : module).replace(/^\/+/, ''), '/');
  if (path.startsWith('catalog/')) return catalogSchema(schemas, path.slice('catalog/'.length));
  if (!schemas.paths.includes(path))
    throw new ToolError(
      `There is no module "${path}". Use one of: ${[...schemas.paths].filter(each => each !== 'catalog').join(', ')}, catalog/NAME.`,
    );
  const ref = given ?? (source.form === 'framework' ? source.ref : undefined) ?? inUse;
  const found = ref === undefined ? (schemas.newestRelease(path) ?? schemas.head(path)) : schemas.moduleFor(path, ref);
  if (found) return found;
  const problem = schemas.knownRef(ref) === undefined ? 'is not a known version' : `has no ${path}`;
  throw new ToolError(
    `${ref ?? ''} ${problem}. Use one of: ${schemas.releases
      .filter(each => schemas.moduleFor(path, each))
      .slice(-12)
      .reverse()
      .join(', ')}, head.`,
  );
}

function catalogSchema(schemas: Schemas, entry: string): ModuleSchema {
  if (schemas.catalogEntries.has(entry)) return schemas.catalog(entry);
  throw new ToolError(`The catalog has no "${entry}". It has: ${[...schemas.catalogEntries.keys()].join(', ')}.`);
}

const topLevel = ({ attributes }: ModuleSchema): string =>
  [...attributes.keys()].filter(path => !path.includes('.')).join(', ');

const WHY = {
  precondition: 'without it the plan stops',
  index: 'without it the plan fails',
  type: 'wherever the object around it is written: it is not inherited when left out',
} as const;

function attributeEntry(each: AttributeSchema): object {
  const required =
    each.required === 'no'
      ? undefined
      : each.required === 'effective'
        ? (each.requiredReason?.message ?? 'required')
        : WHY[each.required];
  return {
    name: each.path,
    type: typeText(each.type),
    ...(required === undefined ? {} : { required }),
    ...(each.default === undefined ? {} : { default: each.default }),
    ...(each.values ? { values: each.values } : {}),
    ...(each.hint === undefined ? {} : { description: each.hint.message }),
    ...(each.since === undefined ? {} : { since: each.since }),
    ...(each.until === undefined ? {} : { until: each.until }),
    ...(each.replacedBy === undefined ? {} : { replaced_by: each.replacedBy }),
    ...(each.formerly.length > 0 ? { formerly: each.formerly } : {}),
    ...(each.unused ? { unused: true } : {}),
  };
}

const argumentEntry = ({ name, type, required, default: otherwise, hint }: InputSchema): object => ({
  name,
  type: typeText(type),
  ...(required ? { required: 'required argument' } : {}),
  ...(otherwise === undefined ? {} : { default: otherwise }),
  ...(hint === undefined ? {} : { description: hint.message }),
});

/** As a type constraint: `list(string)`; attributes of objects have separate entries. */
function typeText(type: Type): string {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind}(${typeText(type.element)})`;
    default:
      return type.kind;
  }
}
