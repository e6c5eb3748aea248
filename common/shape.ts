/** What JSON that others wrote has to look like before we work with it. */

/**
 * The name of a type; a list of one shape; the properties that an object must have of its own, where others do not matter; or a function
 * that decides.
 */
export type Shape =
  | 'string'
  | 'number'
  | 'boolean'
  | 'anything'
  | readonly [Shape]
  | { readonly [property: string]: Shape }
  | ((value: unknown) => boolean);

/** Whether a value, as `JSON.parse` makes it, looks like that. */
export function fits(value: unknown, shape: Shape): boolean {
  if (typeof shape === 'function') return shape(value);
  if (typeof shape === 'string') return shape === 'anything' || typeof value === shape;
  if (isList(shape)) return Array.isArray(value) && value.every(element => fits(element, shape[0]));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(shape).every(([name, inner]) =>
    fits(Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined, inner),
  );
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

/** The shape, or nothing at all. */
export const optional =
  (shape: Shape): Shape =>
  value =>
    value === undefined || fits(value, shape);

/** The shape, null, or nothing at all. */
export const nullable =
  (shape: Shape): Shape =>
  value =>
    value === null || value === undefined || fits(value, shape);

/** One of several shapes. */
export const oneOfShapes =
  (...shapes: readonly Shape[]): Shape =>
  value =>
    shapes.some(shape => fits(value, shape));

/** An object whose values all have one shape, whatever their names are. */
export const recordOf =
  (shape: Shape): Shape =>
  value =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(inner => fits(inner, shape));
