/** Conversion of values to types, as terraform converts arguments, variables and operands. Source of the rules: go-cty's `convert`. */
import { conversionFor, ConversionFailure, type PathStep } from './conversion';
import { withDefaults } from './defaults';
import { withoutOptional } from '../types/elementType';
import { mismatch } from './mismatch';
import { sameType } from '../types/type';
import { typeOf } from '../values/value';
import type { Type, Value } from '../model';

/** Why a value can't be converted, in terraform's words. */
export class ConversionError extends Error {
  override readonly name = 'ConversionError';

  constructor(
    /** Without a full stop: `attribute "key" is required`. */
    message: string,
    /** Attribute names, map keys and zero-based indexes from the converted value to the offending part. */
    readonly path: readonly PathStep[],
    /** The offending part; for a missing attribute, the object that lacks it. */
    readonly value: Value,
  ) {
    super(message);
  }
}

/**
 * The value as one of the type. Optional attributes that are missing become null or their default, which also replaces a null
 * (at every depth, but never the value itself); attributes that the type doesn't declare are dropped; unknown and null stay and get
 * the type. Origins and sensitivity are kept on all that survives (a sensitive element of a set makes the set sensitive).
 * Throws {@link ConversionError}.
 */
export function convert(value: Value, type: Type): Value {
  const given = withDefaults(value, type);
  const from = typeOf(given);
  if (sameType(from, withoutOptional(type))) return given;
  const conversion = conversionFor(from, type, true);
  if (!conversion) {
    const { message, path } = mismatch(from, type);
    throw new ConversionError(message, path, partAt(value, path));
  }
  try {
    return conversion(given, []);
  } catch (error) {
    if (!(error instanceof ConversionFailure)) throw error;
    throw new ConversionError(error.message, error.path, partAt(value, error.path));
  }
}

/** Whether values of one type can be converted to the other in general; a particular value may still fail (`"a"` to a number). */
export function conversionExists(from: Type, to: Type): boolean {
  return sameType(from, withoutOptional(to)) || conversionFor(from, to, true) !== undefined;
}

/** The part of a value at a path, or the nearest one above it that was written. */
function partAt(value: Value, path: readonly PathStep[]): Value {
  let part = value;
  for (const step of path) {
    const next = typeof step === 'number' ? elementAt(part, step) : entryAt(part, step);
    if (!next) break;
    part = next;
  }
  return part;
}

function elementAt(value: Value, index: number): Value | undefined {
  return value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple' ? value.elements[index] : undefined;
}

function entryAt(value: Value, name: string): Value | undefined {
  return value.kind === 'map' || value.kind === 'object' ? value.entries.get(name) : undefined;
}
