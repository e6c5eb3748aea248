/**
 * Finds the common type of several types, for example of the branches of a conditional or the elements of a list. Source of the rules: go-cty's
 * `convert.UnifyUnsafe` and `convert.Unify`.
 */
import { conversionFor } from '../conversion/conversion';
import { byTypePrecedence } from './typePrecedence';
import { ANY, listOf, mapOf, objectOf, sameType, setOf, tupleOf } from './type';
import type { CollectionType, Type } from '../model';

/**
 * The most general type, or a new type made of them, to which all types can be converted; undefined if there is none, or no types. Includes
 * conversions that can fail for particular values, as Terraform's conditionals and functions do (`coalesce`, `concat`, `lookup`, `setunion`,
 * `tolist`, …). The result is `any`, and Terraform's value unknown, if a collection, object or tuple type is combined with an unknown type.
 */
export function unify(types: readonly Type[]): Type | undefined {
  return unifyTypes(types, true);
}

/** Like {@link unify}, but only with conversions that can't fail. Used to convert a map of maps. */
export function unifySafely(types: readonly Type[]): Type | undefined {
  return unifyTypes(types, false);
}

function unifyTypes(types: readonly Type[], unsafe: boolean): Type | undefined {
  const first = types[0];
  if (!first) return undefined;
  if (types.every(type => sameType(type, first))) return first;
  const kinds = new Set(types.map(type => type.kind));
  const someUnknown = kinds.delete('any');
  const structural = [...kinds].every(kind => STRUCTURAL.has(kind));
  if (structural && kinds.size === 1) return someUnknown ? ANY : unifyAlike(types, unsafe);
  if (isPair(kinds, 'map', 'object') || isPair(kinds, 'list', 'tuple')) {
    return unifyAsCollection(types, unsafe) ?? mostGeneral(types, unsafe);
  }
  if (kinds.has('object') && kinds.has('tuple')) return undefined;
  return mostGeneral(types, unsafe);
}

const STRUCTURAL: ReadonlySet<Type['kind']> = new Set<Type['kind']>(['list', 'set', 'map', 'object', 'tuple']);

const isPair = (kinds: ReadonlySet<string>, one: string, other: string): boolean =>
  kinds.size === 2 && kinds.has(one) && kinds.has(other);

/** The most general of the types to which all others can be converted. */
function mostGeneral(types: readonly Type[], unsafe: boolean): Type | undefined {
  return byTypePrecedence(types).find(wanted => allConvert(types, wanted, unsafe));
}

function ifAllConvert(types: readonly Type[], wanted: Type, unsafe: boolean): Type | undefined {
  return allConvert(types, wanted, unsafe) ? wanted : undefined;
}

function allConvert(types: readonly Type[], wanted: Type, unsafe: boolean): boolean {
  return types.every(type => sameType(type, wanted) || conversionFor(type, wanted, unsafe) !== undefined);
}

/** Unifies collections, objects or tuples of the same kind. */
function unifyAlike(types: readonly Type[], unsafe: boolean): Type | undefined {
  switch (types[0]?.kind) {
    case 'list':
    case 'set':
    case 'map':
      return unifyCollections(types, types[0], unsafe);
    case 'object':
      return unifyObjects(types, unsafe);
    case 'tuple':
      return unifyTuples(types, unsafe);
    default:
      return undefined;
  }
}

function unifyCollections(types: readonly Type[], { kind }: CollectionType, unsafe: boolean): Type | undefined {
  const element = unifyTypes(types.flatMap(innerTypes), unsafe);
  return element && ifAllConvert(types, COLLECTION[kind](element), unsafe);
}

const COLLECTION = { list: listOf, set: setOf, map: mapOf };

/** An object type if all have the same attributes, otherwise a map type. */
function unifyObjects(types: readonly Type[], unsafe: boolean): Type | undefined {
  const objects = types.flatMap(type => (type.kind === 'object' ? [type.attributes] : []));
  const names = [...(objects[0]?.keys() ?? [])];
  if (!objects.every(attributes => attributes.size === names.length && names.every(name => attributes.has(name)))) {
    return unifyAsElements(types, mapOf, unsafe);
  }
  const attributes: [string, Type][] = [];
  for (const name of names) {
    const type = unifyTypes(
      objects.flatMap(object => object.get(name)?.type ?? []),
      unsafe,
    );
    if (!type) return undefined;
    attributes.push([name, type]);
  }
  return ifAllConvert(types, objectOf(attributes), unsafe) ?? unifyAsElements(types, mapOf, unsafe);
}

/** A tuple type if all have the same length, otherwise a list type. */
function unifyTuples(types: readonly Type[], unsafe: boolean): Type | undefined {
  const tuples = types.flatMap(type => (type.kind === 'tuple' ? [type.elements] : []));
  const length = tuples[0]?.length ?? 0;
  if (!tuples.every(elements => elements.length === length)) return unifyAsElements(types, listOf, unsafe);
  const elements: Type[] = [];
  for (let i = 0; i < length; i++) {
    const type = unifyTypes(
      tuples.map(tuple => tuple[i]!),
      unsafe,
    );
    if (!type) return undefined;
    elements.push(type);
  }
  return ifAllConvert(types, tupleOf(elements), unsafe) ?? unifyAsElements(types, listOf, unsafe);
}

/** A collection type to whose elements all elements and attributes can be converted. */
function unifyAsElements(
  types: readonly Type[],
  collection: (element: Type) => CollectionType,
  unsafe: boolean,
): CollectionType | undefined {
  const element = unifyTypes(types.flatMap(innerTypes), unsafe);
  const wanted = element && collection(element);
  return wanted && allConvert(types, wanted, unsafe) ? wanted : undefined;
}

/** Unifies maps and objects as maps, and lists and tuples as lists; undefined if that fails. */
function unifyAsCollection(types: readonly Type[], unsafe: boolean): Type | undefined {
  const isStructure = (type: Type): boolean => type.kind === 'object' || type.kind === 'tuple';
  const structures = types.filter(isStructure);
  const made = unifyAsElements(structures, structures[0]?.kind === 'tuple' ? listOf : mapOf, unsafe);
  if (!made) return undefined;
  const unified = unifyTypes(
    types.map(type => (isStructure(type) ? made : type)),
    unsafe,
  );
  return unified?.kind === made.kind ? unified : undefined;
}

function innerTypes(type: Type): readonly Type[] {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return [type.element];
    case 'tuple':
      return type.elements;
    case 'object':
      return Array.from(type.attributes.values(), attribute => attribute.type);
    default:
      return [];
  }
}
