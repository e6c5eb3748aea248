/** Explains why there is no conversion between two types, in Terraform's words. Source: go-cty's `MismatchMessage`. */
import { conversionFor, type PathStep } from './conversion';
import { quoteAsGo } from '../goQuoted';
import { compareText } from '../values/order';
import { sameType } from '../types/type';
import type { CollectionType, ObjectType, Type } from '../model';

export interface Mismatch {
  readonly message: string;
  /** From the given type to the part that doesn't match; empty if the types don't determine it. */
  readonly path: readonly PathStep[];
}

/**
 * Describes the first difference that prevents a conversion. Where Terraform picks any of several differences, this picks the first by name. The
 * result has no meaning for types with a conversion.
 */
export function mismatch(given: Type, wanted: Type): Mismatch {
  if (given.kind === 'object' && wanted.kind === 'object') return objectMismatch(given, wanted);
  const sought = SOUGHT[given.kind];
  if (isCollection(wanted) && sought) {
    if (wanted.kind === sought || (given.kind === 'tuple' && wanted.kind === 'set'))
      return elementMismatch(given, wanted);
    return required(wanted);
  }
  if (isCollection(given) && isCollection(wanted)) {
    const fits = wanted.kind === 'map' ? given.kind === 'map' : given.kind !== 'map';
    if (!fits) return required(wanted);
    const { message, path } = mismatch(given.element, wanted.element);
    const index = given.kind === 'list' ? [0, ...path] : [];
    return { message: `incorrect ${wanted.kind} element type: ${message}`, path: index };
  }
  return required(wanted);
}

/** The collection that a structural type can be converted to. */
const SOUGHT: Readonly<Partial<Record<Type['kind'], Type['kind']>>> = { tuple: 'list', object: 'map' };

const isCollection = (type: Type): type is CollectionType =>
  type.kind === 'list' || type.kind === 'set' || type.kind === 'map';

const required = (wanted: Type): Mismatch => ({ message: `${constraintName(wanted)} required`, path: [] });

/** Writes `list of any single type` instead of `list of dynamic`, the usual name of the type. */
function constraintName(type: Type): string {
  if (type.kind === 'any') return 'any type';
  if (!isCollection(type)) return type.kind;
  return `${type.kind} of ${type.element.kind === 'any' ? 'any single type' : constraintName(type.element)}`;
}

function objectMismatch(given: ObjectType, wanted: ObjectType): Mismatch {
  const names = [...wanted.attributes.keys()].sort(compareText);
  const missing = names.filter(name => !given.attributes.has(name) && !wanted.attributes.get(name)!.optional);
  if (missing.length > 0) return { message: missingAttributes(missing), path: [] };
  const misfit = (unsafe: boolean): string | undefined =>
    names.find(name => {
      const from = given.attributes.get(name)?.type;
      return from && !fits(from, wanted.attributes.get(name)!.type, unsafe);
    });
  const name = misfit(true) ?? misfit(false);
  if (name === undefined) return { message: 'incorrect object attributes', path: [] };
  const inner = mismatch(given.attributes.get(name)!.type, wanted.attributes.get(name)!.type);
  return { message: `attribute ${quoteAsGo(name)}: ${inner.message}`, path: [name, ...inner.path] };
}

function missingAttributes(names: readonly string[]): string {
  const quoted = names.map(quoteAsGo);
  if (quoted.length === 1) return `attribute ${quoted[0]} is required`;
  if (quoted.length === 2) return `attributes ${quoted[0]} and ${quoted[1]} are required`;
  return `attributes ${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)} are required`;
}

function fits(from: Type, to: Type, unsafe: boolean): boolean {
  return sameType(from, to) || conversionFor(from, to, unsafe) !== undefined;
}

function elementMismatch(given: Type, wanted: CollectionType): Mismatch {
  if (wanted.element.kind === 'any')
    return { message: `all ${wanted.kind} elements must have the same type`, path: [] };
  const parts: readonly (readonly [PathStep, Type])[] =
    given.kind === 'tuple'
      ? given.elements.map((type, i) => [i, type] as const)
      : given.kind === 'object'
        ? Array.from(given.attributes, ([name, { type }]) => [name, type] as const).sort((a, b) =>
            compareText(a[0], b[0]),
          )
        : [];
  const misfit = parts.find(([, type]) => !fits(type, wanted.element, true));
  if (!misfit) return { message: `all elements must be ${constraintName(wanted.element)}`, path: [] };
  const inner = mismatch(misfit[1], wanted.element);
  const step = typeof misfit[0] === 'number' ? String(misfit[0]) : quoteAsGo(misfit[0]);
  return { message: `element ${step}: ${inner.message}`, path: [misfit[0], ...inner.path] };
}
