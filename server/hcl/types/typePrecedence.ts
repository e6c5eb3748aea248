/** Compares how general types are, to find the type that others can be converted to. Source: go-cty's `convert`. */
import type { Type } from '../model';

/**
 * Negative if `a` is more general than `b`, positive if less, otherwise 0. Does not check whether a conversion exists. `any` is the least general.
 */
function compareTypePrecedence(a: Type, b: Type): number {
  if (a.kind === 'any' || b.kind === 'any') return Number(a.kind === 'any') - Number(b.kind === 'any');
  if (isPrimitive(a) && isPrimitive(b)) return Number(b.kind === 'string') - Number(a.kind === 'string');
  if (isCollection(a) && a.kind === b.kind && isCollection(b)) return compareTypePrecedence(a.element, b.element);
  if (a.kind === 'object' && b.kind === 'object') {
    if (a.attributes.size !== b.attributes.size) return 0;
    const pairs = Array.from(a.attributes, ([name, { type }]) => [type, b.attributes.get(name)?.type] as const);
    return compareParts(pairs);
  }
  if (a.kind === 'tuple' && b.kind === 'tuple') {
    if (a.elements.length !== b.elements.length) return 0;
    return compareParts(a.elements.map((element, i) => [element, b.elements[i]] as const));
  }
  return PRECEDENCE[`${a.kind} ${b.kind}`] ?? 0;
}

/** Pairs of kinds with a conversion between them. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  'list tuple': -1,
  'tuple list': 1,
  'map object': -1,
  'object map': 1,
  'tuple set': -1,
  'set tuple': 1,
  'list set': -1,
  'set list': 1,
};

const isPrimitive = (type: Type): boolean => type.kind === 'string' || type.kind === 'number' || type.kind === 'bool';

const isCollection = (type: Type): type is Type & { kind: 'list' | 'set' | 'map' } =>
  type.kind === 'list' || type.kind === 'set' || type.kind === 'map';

/** A type is more general only if none of its parts is less general. */
function compareParts(pairs: readonly (readonly [Type, Type | undefined])[]): number {
  let more = false;
  let less = false;
  for (const [a, b] of pairs) {
    if (!b) return 0;
    const order = compareTypePrecedence(a, b);
    more ||= order < 0;
    less ||= order > 0;
  }
  return Number(less) - Number(more);
}

/** Sorts types from general to special and keeps the order of types that can't be compared. Types in a cycle are left out. */
export function byTypePrecedence(types: readonly Type[]): Type[] {
  const lessGeneral = types.map((): number[] => []);
  const waitsFor = types.map(() => 0);
  for (let i = 0; i < types.length; i++) {
    for (let j = i + 1; j < types.length; j++) {
      const order = compareTypePrecedence(types[i]!, types[j]!);
      if (order === 0) continue;
      const [above, below] = order < 0 ? [i, j] : [j, i];
      lessGeneral[above]!.push(below);
      waitsFor[below]! += 1;
    }
  }
  const queue = types.map((_, i) => i).filter(i => waitsFor[i] === 0);
  for (const index of queue) {
    for (const below of lessGeneral[index]!) {
      waitsFor[below]! -= 1;
      if (waitsFor[below] === 0) queue.push(below);
    }
  }
  return queue.map(index => types[index]!);
}
