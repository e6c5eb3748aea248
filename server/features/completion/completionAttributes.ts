/** Completion of an environment's attributes at any depth, as declared by the module's version. */
import { t } from '../../../common/localization';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { object } from '../../hcl/values/value';
import type { Type, Value } from '../../hcl/model';
import type { ResolvedAttribute } from '../../kubestack/inheritance/effectiveAttributes';
import { environmentType } from '../../kubestack/inheritance/environmentConversion';
import type { ModuleInterface } from '../../kubestack/modules/moduleInterface';
import type { AttributeSchema } from '../../kubestack/schemas/schemas';
import { baseKeyAt } from './completionEnvironments';
import { snippetText, type Suggestion } from './completionItems';
import { likelyValue } from './completionRegions';
import type { CompletionContext, ModuleAtCursor } from './completionContext';
import { usagesAt } from '../../semantics/usages';
import { printKey, printShort } from '../../semantics/hclPrinter';
import { typeAt, typeText } from '../../hcl/types/type';
import { valueSnippet } from './valueSnippet';

interface Declared {
  readonly name: string;
  readonly type: Type;
  readonly schema: AttributeSchema | undefined;
}

/** @param path below `configuration`: the environment, then keys and `*` for elements of lists */
export function attributeSuggestions(completionContext: CompletionContext, module: ModuleAtCursor): Suggestion[] {
  const { context } = completionContext;
  const [environment = '', ...path] = context.path;
  const inEffect = valuesInEffect(completionContext, module, environment);
  const declared = attributesAt(module.interface, path);
  const names = new Set(declared.map(({ name }) => name));
  const inherited = keysInEffect(inEffect, path).filter(
    name => !names.has(name) && declaresAnyKey(module.interface, path),
  );
  const all = [
    ...declared,
    ...inherited.map((name): Declared => ({ name, type: elementTypeAt(module.interface, path), schema: undefined })),
  ];
  const uses = (name: string): number => {
    const dotted = [...path, name].join('.');
    return usagesAt(completionContext).reduce((sum, usage) => sum + usage.useOf(module.usageKey, dotted), 0);
  };
  return all
    .filter(({ name }) => !context.siblings.has(name))
    .map(each => ({ each, count: uses(each.name) }))
    .sort((a, b) => b.count - a.count)
    .map(({ each, count }) =>
      suggest(completionContext, module, { environment, path }, each, valueAt(inEffect, [...path, each.name]), count),
    );
}

function suggest(
  context: CompletionContext,
  module: ModuleAtCursor,
  { environment, path }: { environment: string; path: readonly string[] },
  { name, type, schema }: Declared,
  current: Value | undefined,
  count: number,
): Suggestion {
  const isBase = environment === baseKeyAt(context);
  const full = [...path, name];
  const bundled = module.interface.schema;
  const within = (inner: string): AttributeSchema | undefined => bundled?.attributes.get(`${full.join('.')}.${inner}`);
  const required = isRequired(schema, isBase, path) || (isBase && path.length === 0 && hasRequired(type, within));
  const facts = [
    typeText(type),
    required ? t('required') : undefined,
    current && !isBase ? t('inherits {0}', printShort(current, 40)) : undefined,
    !current && schema?.default !== undefined && schema.default !== null
      ? t('default {0}', JSON.stringify(schema.default))
      : undefined,
  ];
  const likely = isBase && path.length === 0 ? likelyValue(context, module, name, type) : undefined;
  const key = printKey(name);
  return {
    label: name,
    kind: type.kind === 'object' || type.kind === 'map' ? CompletionItemKind.Module : CompletionItemKind.Field,
    detail: facts.filter(fact => fact !== undefined).join(' · '),
    documented: {
      of: 'attribute',
      uri: context.uri,
      module: module.label,
      environment,
      path: full,
      schema: bundled && { path: bundled.path, ref: bundled.ref },
    },
    rank: required && !current ? 0 : count > 0 ? 1 : schema?.unused || schema?.replacedBy !== undefined ? 3 : 2,
    ...(schema?.unused ? { deprecated: true } : {}),
    ...(context.context.quoted
      ? {}
      : context.context.hasValue
        ? { insert: key }
        : {
            insert: `${key} = `,
            snippet: `${snippetText(key)} = ${valueSnippet(type, { schema, current: isBase ? likely : current, complete: isBase, within })}`,
          }),
  };
}

/** Required attributes are set in the base; parts of an object are required wherever the object is set. */
function isRequired(schema: AttributeSchema | undefined, isBase: boolean, path: readonly string[]): boolean {
  if (!schema || schema.required === 'no') return false;
  return isBase || (schema.required === 'type' && path.length > 0);
}

/** An object of the base with required attributes. */
const hasRequired = (type: Type, within: (inner: string) => AttributeSchema | undefined): boolean =>
  type.kind === 'object' &&
  [...type.attributes.keys()].some(name =>
    ['precondition', 'index', 'effective'].includes(within(name)?.required ?? 'no'),
  );

/** The attributes at a path below an environment. */
export function attributesAt(module: ModuleInterface, path: readonly string[]): Declared[] {
  const type = typeBelow(environmentType(module.configurationType), path);
  const prefix = path.map(step => `${step}.`).join('');
  const schemaOf = (name: string): AttributeSchema | undefined => module.schema?.attributes.get(prefix + name);
  if (type?.kind === 'object')
    return [...type.attributes].map(([name, attribute]) => ({ name, type: attribute.type, schema: schemaOf(name) }));
  // For string maps and `any`, the bundled schema knows which keys the module reads.
  if (path.length > 0 || !type) return [];
  const schemas = [...(module.schema?.attributes.values() ?? [])].filter(schema => !schema.path.includes('.'));
  return schemas.map(schema => ({ name: schema.path, type: schema.type, schema }));
}

/** The type at a path of the cursor; undefined if it is not declared, or in the arguments of a function. */
export const typeBelow = (type: Type, path: readonly string[]): Type | undefined =>
  path.includes('()') ? undefined : typeAt(type, path);

const declaresAnyKey = (module: ModuleInterface, path: readonly string[]): boolean =>
  path.length > 0 && typeBelow(environmentType(module.configurationType), path)?.kind === 'map';

function elementTypeAt(module: ModuleInterface, path: readonly string[]): Type {
  const type = typeBelow(environmentType(module.configurationType), path);
  return type?.kind === 'map' ? type.element : { kind: 'any' };
}

/** The environment's effective values if nothing more is written; for a new environment, those of the base. */
function valuesInEffect(
  context: CompletionContext,
  module: ModuleAtCursor,
  environment: string,
): readonly ResolvedAttribute[] {
  const [call] = module.calls;
  if (!call) return [];
  const { environments, baseKey } = context.request.model.effectiveConfiguration(call);
  return (environments.get(environment) ?? environments.get(baseKey))?.attributes ?? [];
}

const startsWith = (path: readonly string[], start: readonly string[]): boolean =>
  start.every((step, index) => path[index] === step);

function valueAt(attributes: readonly ResolvedAttribute[], path: readonly string[]): Value | undefined {
  const below = attributes.filter(attribute => startsWith(attribute.path, path));
  const [first] = below;
  if (!first) return undefined;
  if (first.path.length === path.length) return first.value;
  return object(new Map(below.map(({ path: full, value }) => [full.slice(path.length).join('.'), value])));
}

function keysInEffect(attributes: readonly ResolvedAttribute[], path: readonly string[]): string[] {
  const keys = attributes.flatMap(attribute => {
    if (attribute.path.length > path.length && startsWith(attribute.path, path)) return [attribute.path[path.length]!];
    const { value } = attribute;
    const isHere = attribute.path.length === path.length && startsWith(attribute.path, path);
    return isHere && (value.kind === 'map' || value.kind === 'object') ? [...value.entries.keys()] : [];
  });
  return [...new Set(keys)];
}
