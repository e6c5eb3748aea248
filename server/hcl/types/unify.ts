/**
 * The one type that several types can be converted to: of the two branches of a conditional, of the elements of a list. Source of
 * the rules: go-cty's `convert.UnifyUnsafe` and `convert.Unify`.
 */
import { conversionFor } from '../conversion/conversion';
import { byTypePrecedence } from './typePrecedence';
import { ANY, listOf, mapOf, objectOf, sameType, setOf, tupleOf } from './type';
import type { CollectionType, Type } from '../model';

/**
 * The most general of the types, or one made of them, that all can be converted to; `undefined` if there is none, or no types.
 * Conversions that can fail for a particular value count too: this is the variant of conditionals and of every function that
 * terraform has (`coalesce`, `concat`, `lookup`, `setunion`, `tolist`, …). The result is `any`, and terraform's value then unknown,
 * where a collection, object or tuple type meets a type that is not known yet.
 */
export function unify(types: readonly Type[]): Type | undefined {
  return unifyTypes(types, true);
}

/** {@link unify} with only the conversions that can't fail; a map of maps being converted brings its elements together so. */
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

/** The first of the types, in order of generality, that all the others can be converted to. */
function mostGeneral(types: readonly Type[], unsafe: boolean): Type | undefined {
  return byTypePrecedence(types).find(wanted => allConvert(types, wanted, unsafe));
}

function ifAllConvert(types: readonly Type[], wanted: Type, unsafe: boolean): Type | undefined {
  return allConvert(types, wanted, unsafe) ? wanted : undefined;
}

function allConvert(types: readonly Type[], wanted: Type, unsafe: boolean): boolean {
  return types.every(type => sameType(type, wanted) || conversionFor(type, wanted, unsafe) !== undefined);
}

/** Types of one kind that is not primitive. */
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

/** An object with the same attributes, or else a map. */
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

/** A tuple of the same length, or else a list. */
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

/** A collection whose elements all the parts of the types can be. */
function unifyAsElements(
  types: readonly Type[],
  collection: (element: Type) => CollectionType,
  unsafe: boolean,
): CollectionType | undefined {
  const element = unifyTypes(types.flatMap(innerTypes), unsafe);
  const wanted = element && collection(element);
  return wanted && allConvert(types, wanted, unsafe) ? wanted : undefined;
}

/** Maps with objects are unified as maps, lists with tuples as lists, if that works. */
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
