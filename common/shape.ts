/** Validates the structure of untrusted JSON. */
import { isRecord } from './isRecord';
import { ownProperty } from './ownProperty';

/**
 * The name of a type, a list of one shape, an object with the shapes of its required own properties (others are allowed), or a predicate.
 */
export type Shape =
  | 'string'
  | 'number'
  | 'boolean'
  | 'anything'
  | readonly [Shape]
  | { readonly [property: string]: Shape }
  | ((value: unknown) => boolean);

/** Whether a value from `JSON.parse` has a shape. */
export function fits(value: unknown, shape: Shape): boolean {
  if (typeof shape === 'function') return shape(value);
  if (typeof shape === 'string') return shape === 'anything' || typeof value === shape;
  if (isList(shape)) return Array.isArray(value) && value.every(element => fits(element, shape[0]));
  if (!isRecord(value)) return false;
  return Object.entries(shape).every(([name, inner]) =>
    fits(Object.hasOwn(value, name) ? ownProperty(value, name) : undefined, inner),
  );
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

/** An optional value. */
export const optional =
  (shape: Shape): Shape =>
  value =>
    value === undefined || fits(value, shape);

/** An optional value that may be null. */
export const nullable =
  (shape: Shape): Shape =>
  value =>
    value === null || value === undefined || fits(value, shape);

/** A value of one of several shapes. */
export const oneOfShapes =
  (...shapes: readonly Shape[]): Shape =>
  value =>
    shapes.some(shape => fits(value, shape));

/** One of several words. */
export const oneOfWords =
  (...words: readonly string[]): Shape =>
  value =>
    words.some(word => word === value);

/** A count. */
export const count: Shape = value => Number.isSafeInteger(value) && (value as number) >= 0;

/** An object with arbitrary keys, whose values all have one shape. */
export const recordOf =
  (shape: Shape): Shape =>
  value =>
    isRecord(value) && Object.values(value).every(inner => fits(inner, shape));
