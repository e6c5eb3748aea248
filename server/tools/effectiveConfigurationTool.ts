/** `kubestack_get_effective_configuration`: the effective configuration of each environment, with origins. */
import { ownProperty } from '../../common/ownProperty';
import type { EffectiveAttribute, EffectiveModule } from '../../common/protocol';
import { callsWithin, toEffectiveModule } from '../features/effective/effectiveConfiguration';
import { promotionOrder } from '../kubestack/inheritance/promotionOrder';
import { environmentsOf } from '../kubestack/platform/platform';
import { configurationDiagnostics } from '../semantics/reportedDiagnostics';
import { closestName } from '../hcl/closestName';
import { shortened } from '../../common/shortened';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import { locationOf, type RequestContext } from '../semantics/requestContext';
import { SENSITIVE } from '../semantics/plainValue';
import { valueOrigins, type ValueOrigin } from '../semantics/valueOrigins';
import { answerSchema, PAGE_INPUT } from './answerPages';
import { listSchema, objectSchema, type JsonSchema } from './jsonSchema';
import { optionalString, optionalStrings, section, ToolError, type Tool, type ToolHost, type ToolInput } from './tool';
import { PATH_INPUT, pathInput, shownLocation, targetOfPath } from './toolPaths';
import { attributeName, isNamedAttribute, shownName, shownNames, valueEntry, VALUE_PROPERTIES } from './toolValue';

const ORIGINS = ['set', 'inherited', 'overridden'];
const NAME: JsonSchema = { type: 'string' };

interface RowValue {
  readonly shown: EffectiveAttribute;
  /** The locals and variables behind the value. */
  readonly why: readonly ValueOrigin[];
  /** The expression of the value. */
  readonly written: string | undefined;
}

/** One attribute of one module, in every environment that has it. */
interface Row {
  readonly module: string;
  readonly attribute: string;
  readonly values: ReadonlyMap<string, RowValue>;
}

export const effectiveConfigurationTool: Tool = {
  name: 'kubestack_get_effective_configuration',
  title: 'Get the effective configuration',
  description:
    'Tells what each environment of a platform really gets after inheritance: for every attribute the value, whether it is set there, inherited from the base or overrides it, and the file and line. Ask for one module, some environments or some attributes to get short answers. Call it instead of merging configuration in your head, and before you repeat a value that may be inherited.',
  input: objectSchema(
    {
      path: PATH_INPUT,
      module: { ...NAME, description: 'Label of a module block. All modules when left out.' },
      environments: { ...listSchema(NAME), description: 'All environments when left out.' },
      attributes: {
        ...listSchema(NAME),
        description: 'Such as base_domain, or default_node_pool for everything in it. All when left out.',
      },
      overrides_only: { type: 'boolean', description: 'Only attributes that an environment overrides.' },
      origins: { ...listSchema({ type: 'string', enum: ORIGINS }), description: 'Only values of these origins.' },
      ...PAGE_INPUT,
    },
    [],
  ),
  output: answerSchema(
    { environments: listSchema(NAME), problems: listSchema(NAME) },
    {
      attributes: objectSchema(
        {
          module: { ...NAME, description: 'Address: module.NAME' },
          attribute: NAME,
          environments: {
            type: 'object',
            additionalProperties: objectSchema(
              {
                ...VALUE_PROPERTIES,
                origin: { type: 'string', enum: ORIGINS },
                at: { ...NAME, description: 'file:line of the value that counts' },
                expression: {
                  ...NAME,
                  description: 'What is written there, if the value is computed from locals and variables.',
                },
                why: {
                  ...listSchema(objectSchema({ name: NAME, expression: NAME, at: NAME }, ['name', 'at'])),
                  description: 'The locals and variables that the value comes from, with what sets them.',
                },
                overrides: objectSchema({ ...VALUE_PROPERTIES, at: NAME }, ['value', 'at']),
              },
              ['value', 'origin', 'at'],
            ),
          },
        },
        ['module', 'attribute', 'environments'],
      ),
    },
    ['environments', 'attributes'],
  ),
  run: (host, input) =>
    host.compute(pathInput(host, input).uri, function* (request) {
      const target = targetOfPath(request, host, optionalString(input, 'path'));
      const all = callsWithin(request, target.uri, target.isFile);
      const wanted = optionalString(input, 'module');
      const calls = all.filter(call => wanted === undefined || call.name === wanted || call.address === wanted);
      if (calls.length === 0)
        throw new ToolError(
          all.length === 0
            ? 'There is no Kubestack module here. Call kubestack_describe_platform to see where the platforms are.'
            : `There is no module "${wanted!}". Use one of: ${listed(all.map(({ name }) => name))}.`,
        );
      const { keys, base } = yield* environmentsOf(calls, request.model);
      const environments = promotionOrder(keys, base, request.settings.environments);
      const chosen = chosenEnvironments(environments, optionalStrings(input, 'environments'));
      const rows: Row[] = [];
      const problems = new Set<string>();
      const modules = calls.map(call => [call, toEffectiveModule(request, call)] as const);
      const names = attributeNames(
        modules.map(([, module]) => module),
        optionalStrings(input, 'attributes'),
      );
      for (const [call, module] of modules) {
        for (const row of rowsOf(request, [call, module], chosen, { ...input, attributes: names })) rows.push(row);
        for (const { message } of configurationDiagnostics(request, call)) problems.add(`${call.address}: ${message}`);
        yield;
      }
      return {
        summary: `${rows.length} attributes of ${calls.length} modules in ${shownNames(chosen)}. All environments inherit from ${shownName(base)}.`,
        head: { environments: chosen, ...(problems.size > 0 ? { problems: [...problems].slice(0, 10) } : {}) },
        sections: [section('attributes', rows, row => rowEntry(host, request, row))],
      };
    }),
};

function chosenEnvironments(names: readonly string[], wanted: readonly string[] | undefined): readonly string[] {
  const unknown = wanted?.find(name => !names.includes(name));
  if (unknown !== undefined) throw new ToolError(`There is no environment "${unknown}". Use one of: ${listed(names)}.`);
  return wanted ? names.filter(name => wanted.includes(name)) : names;
}

/**
 * The names of attributes in an input, completed: `min_size` is also `default_node_pool.min_size`.
 * @throws ToolError for a name that no module has
 */
function attributeNames(
  modules: readonly EffectiveModule[],
  wanted: readonly string[] | undefined,
): readonly string[] | undefined {
  if (!wanted) return undefined;
  const all = new Set(
    modules
      .flatMap(({ environments }) => Object.values(environments).flat())
      .flatMap(({ path }) => path.map((_, index) => attributeName(path.slice(0, index + 1)))),
  );
  return wanted.flatMap(name => {
    const named = [...all].filter(each => each === name || each.endsWith(`.${name}`));
    if (named.length > 0) return named;
    const likely = closestName(
      name,
      [...all].flatMap(each => [each, each.slice(each.lastIndexOf('.') + 1)]),
    );
    throw new ToolError(
      `No module sets or inherits an attribute "${name}".${likely === undefined ? '' : ` Did you mean "${likely}"?`} kubestack_get_module_schema lists all attributes of a module.`,
    );
  });
}

const listed = (names: readonly string[]): string =>
  names.length > 30
    ? `${shownNames(names.slice(0, 30))} and ${names.length - 30} more`
    : shownNames(names) || 'none is known';

function rowsOf(
  { model }: RequestContext,
  [call, module]: readonly [ModuleCall, EffectiveModule],
  environments: readonly string[],
  input: ToolInput,
): Row[] {
  const attributes = optionalStrings(input, 'attributes');
  const origins = optionalStrings(input, 'origins') ?? (input.overrides_only === true ? ['overridden'] : ORIGINS);
  const rows = new Map<string, Map<string, RowValue>>();
  for (const environment of environments) {
    const resolved = model.effectiveConfiguration(call).environments.get(environment)?.attributes ?? [];
    for (const [index, each] of (ownProperty(module.environments, environment) ?? []).entries()) {
      const name = attributeName(each.path);
      if (attributes && !attributes.some(wanted => isNamedAttribute(name, wanted))) continue;
      if (!origins.includes(each.origin) || (input.overrides_only === true && each.origin !== 'overridden')) continue;
      const range = resolved[index]?.range;
      const value = {
        shown: each,
        why: range && each.expression !== SENSITIVE ? valueOrigins(call.instance, range) : [],
        written: range && range.item.text.slice(range.valueStart ?? range.start, range.end),
      };
      const values = rows.get(name);
      if (values) values.set(environment, value);
      else rows.set(name, new Map([[environment, value]]));
    }
  }
  return [...rows].map(([attribute, values]) => ({ module: module.address, attribute, values }));
}

const rowEntry = (host: ToolHost, request: RequestContext, { module, attribute, values }: Row): object => ({
  module,
  attribute,
  environments: Object.fromEntries(
    [...values].map(([environment, { shown: each, why, written }]) => [
      environment,
      {
        ...valueEntry(each),
        origin: each.origin,
        at: shownLocation(host, each.location),
        ...(why.length > 0
          ? {
              ...(written === undefined ? {} : { expression: shortened(written, 200) }),
              why: why.map(({ name, expression, range }) => ({
                name,
                ...(expression === undefined ? {} : { expression: shortened(expression, 200) }),
                at: shownLocation(host, locationOf(request, range)),
              })),
            }
          : {}),
        ...(each.overrides
          ? { overrides: { ...valueEntry(each.overrides), at: shownLocation(host, each.overrides.location) } }
          : {}),
      },
    ]),
  ),
});
