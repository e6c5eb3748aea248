/** Converts values to types like Terraform converts arguments, variables and operands. Source of the rules: go-cty's `convert`. */
import { ExpectedError } from '../../../common/expectedError';
import { isTooLargeAs } from './convertedSize';
import { conversionFor, ConversionFailure, type PathStep } from './conversion';
import { withDefaults } from './defaults';
import { withoutOptional } from '../types/elementType';
import { mismatch } from './mismatch';
import { sameType } from '../types/type';
import { marked, typeOf, unknown } from '../values/value';
import type { Type, Value } from '../model';

/** Why a value can't be converted, with Terraform's message. */
export class ConversionError extends ExpectedError {
  override readonly name = 'ConversionError';

  constructor(
    /** Without a full stop, for example `attribute "key" is required`. */
    message: string,
    /** Attribute names, map keys and zero-based indexes from the converted value to the part with the problem. */
    readonly path: readonly PathStep[],
    /** The part with the problem; for a missing attribute, the object without it. */
    readonly value: Value,
  ) {
    super(message);
  }
}

/**
 * Converts a value to a type. Missing and null optional attributes get their default, or null if there is none, at every depth. The value itself is
 * never replaced by a default. Attributes that the type does not declare are removed. Unknown and null values get the type. Origins and sensitivity
 * are kept; a sensitive element makes its set sensitive. A value that would be too large is unknown.
 * @throws ConversionError
 */
export function convert(value: Value, type: Type): Value {
  if (isTooLargeAs(value, type)) return marked(unknown(withoutOptional(type)), value.origin, value.sensitive);
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

/** Whether a conversion exists between two types. It can still fail for particular values, for example `"a"` to a number. */
export function conversionExists(from: Type, to: Type): boolean {
  return sameType(from, withoutOptional(to)) || conversionFor(from, to, true) !== undefined;
}

/** The part of a value at a path, or its nearest ancestor that exists. */
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
