/**
 * Verifies that a migration preserves effective values: compares the former ones, converted to the new names and types, with the new ones.
 */
import { ConversionError, convert } from '../../hcl/conversion/convert';
import { STRING } from '../../hcl/types/type';
import { list, map, nullOf, string, whollyKnown } from '../../hcl/values/value';
import { printHcl } from '../../semantics/hclPrinter';
import { pairsOf, piecesOf } from './convertText';
import type { MigratedModule } from './migratedModule';
import type { Type, Value } from '../../hcl/model';

/** An attribute whose value differs. */
export interface MigrationDifference {
  readonly address: string;
  readonly environment: string;
  /** Dotted path in the new names. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Dotted path → text of every set value, in the new names and types. @param value effective under the old module */
export function carriedOver(value: Value, module: MigratedModule): Map<string, string> {
  const result = new Map<string, string>();
  if (value.kind !== 'object' && value.kind !== 'map') return result;
  const names = [...value.entries.keys()];
  for (const [name, entry] of value.entries) {
    const path = module.newPath(name);
    // If both names of an attribute are set, the new one takes effect.
    if (!path || (name === 'cluster_instance_type' && names.includes('cluster_instance_types'))) continue;
    const carried = carriedValue(entry, module.wasText(name), module.newType(path)!);
    if (carried) flatten(path, carried, result);
  }
  return result;
}

/** The same for values that are effective under the new module. */
export function inEffect(value: Value): Map<string, string> {
  const result = new Map<string, string>();
  if (value.kind === 'object' || value.kind === 'map')
    for (const [name, entry] of value.entries) flatten([name], entry, result);
  return result;
}

/** Undefined for a text that means unset. */
function carriedValue(value: Value, wasText: boolean, type: Type): Value | undefined {
  try {
    if (wasText && value.kind === 'string' && value.value === '') {
      if (type.kind === 'list' || type.kind === 'set') return convert(list(STRING, []), type);
      return type.kind === 'string' ? value : undefined;
    }
    return convert(wasText && value.kind === 'string' ? collected(value.value, type) : value, type);
  } catch (error) {
    if (error instanceof ConversionError) return value;
    throw error;
  }
}

function collected(text: string, type: Type): Value {
  switch (type.kind) {
    case 'list':
    case 'set':
      return list(STRING, piecesOf(text).map(string));
    case 'map':
      return map(
        STRING,
        new Map(pairsOf(text).map(([key, value]) => [key, value === null ? nullOf(STRING) : string(value)] as const)),
      );
    default:
      return string(text);
  }
}

function flatten(path: readonly string[], value: Value, into: Map<string, string>): void {
  if (value.kind === 'null') return;
  if ((value.kind === 'object' || value.kind === 'map') && value.entries.size > 0 && !value.sensitive) {
    for (const [name, entry] of value.entries) flatten([...path, name], entry, into);
    return;
  }
  if (value.kind === 'object' || value.kind === 'map') return;
  into.set(path.join('.'), whollyKnown(value) ? printHcl(value) : UNKNOWN);
}

/** Placeholder for a value known only after a plan. */
const UNKNOWN = '(known after plan)';

/** Attributes that differ, including those that only one side has. */
export function differentPaths(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Pick<MigrationDifference, 'path' | 'before' | 'after'>[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap(path => {
    const [old, now] = [before.get(path), after.get(path)];
    return old === now || old === UNKNOWN || now === UNKNOWN ? [] : [{ path, before: old, after: now }];
  });
}
