/**
 * Inheritance: how each generation of the framework merges an environment with the base. See docs/kubestack.md#inheritance; a judge in HCL and
 * recorded cases of the framework's own module compare it with terraform's results.
 */
import { t } from '../../../common/localization';
import type { MergeGeneration } from '../schemas/schemas';
import type { Type, MapValue, ObjectValue, Value } from '../../hcl/model';
import { markedLike } from '../../hcl/values/sensitivity';
import { withSharedKeys } from '../../hcl/values/sharedKeys';
import { map, marked, nullOf, object, unknown } from '../../hcl/values/value';

/** A merged value: the side that it comes from, and the base value. */
export interface Merged {
  readonly value: Value;
  readonly from: 'environment' | 'base';
  readonly base: Value | undefined;
  /** Set if both sides were merged part by part. */
  readonly parts?: ReadonlyMap<string, Merged>;
}

/** Terraform rejects the combination. */
export class MergeError extends Error {
  constructor(
    message: string,
    readonly value: Value,
  ) {
    super(message);
    this.name = 'MergeRefusal';
  }
}

type Structure = ObjectValue | MapValue;
const isStructure = (value: Value | undefined): value is Structure => value?.kind === 'object' || value?.kind === 'map';
const isEmpty = (value: Value): boolean => value.kind === 'null' || (value.kind === 'string' && value.value === '');

/**
 * Merges an environment with the base environment, attribute by attribute.
 * @param environment converted attributes of the environment (null only if the generation allows it)
 * @param base converted attributes of the base environment
 * @throws MergeError
 */
export function mergeEnvironment(
  generation: MergeGeneration,
  environment: Structure,
  base: Structure,
): Map<string, Merged> {
  const result = new Map<string, Merged>();
  for (const name of unionOfKeys(base, environment)) {
    const own = entryOf(environment, name);
    const inherited = entryOf(base, name);
    if (generation === 'baseKeysOnly' && inherited === undefined) continue;
    result.set(name, mergeAttribute(generation, own, inherited));
  }
  return result;
}

/** A part of a sensitive value is sensitive. */
function entryOf(structure: Structure, name: string): Value | undefined {
  const entry = structure.entries.get(name);
  return entry && markedLike(entry, structure);
}

function mergeAttribute(generation: MergeGeneration, own: Value | undefined, inherited: Value | undefined): Merged {
  switch (generation) {
    case 'nested':
      return mergeNested(own ?? nullOf(), inherited ?? nullOf());
    case 'shallow':
    case 'baseKeysOnly':
      return mergeShallow(own, inherited);
    case 'merge':
    case 'appsAndOps':
      return own ? fromEnvironment(own, inherited) : fromBase(inherited!);
  }
}

const fromEnvironment = (value: Value, base: Value | undefined): Merged => ({ value, from: 'environment', base });
const fromBase = (value: Value): Merged => ({ value, from: 'base', base: value });

/** 3.2: null inherits, everything else overrides. */
function mergeShallow(own: Value | undefined, inherited: Value | undefined): Merged {
  if (own && own.kind !== 'null') return fromEnvironment(own, inherited);
  if (inherited) return fromBase(inherited);
  throw new MergeError(t('null is only allowed for an attribute that the base environment has'), own ?? nullOf());
}

/** 3.1: objects and maps merge one level deep; null and "" inherit. */
function mergeNested(own: Value, inherited: Value): Merged {
  if (isStructure(own) && isStructure(inherited)) return mergeStructures(own, inherited);
  if (isStructure(own) && inherited.kind === 'unknown') return mergeWithUnknownBase(own, inherited);
  return choose(own, inherited);
}

/** An unknown value may be null or "", so it makes a known base value unknown. */
const choose = (own: Value, inherited: Value): Merged =>
  own.kind === 'unknown' || !isEmpty(own) ? fromEnvironment(own, inherited) : fromBase(inherited);

function mergeStructures(own: Structure, inherited: Structure): Merged {
  if (own.kind === 'map') {
    const added = [...own.entries].filter(([name]) => !inherited.entries.has(name)).map(([, value]) => value);
    // With one new key without a value, the framework uses the environment's map unchanged.
    if (added.some(isEmpty)) return fromEnvironment(own, inherited);
    const open = added.find(value => value.kind === 'unknown');
    if (open) return fromEnvironment(unknownLike(own, open), inherited);
  }
  const parts = new Map<string, Merged>();
  for (const name of unionOfKeys(inherited, own)) {
    parts.set(name, choose(entryOf(own, name) ?? nullOf(), entryOf(inherited, name) ?? nullOf()));
  }
  return combined(own, inherited, parts);
}

/** Values that the environment sets are certain; all others depend on the base. */
function mergeWithUnknownBase(own: Structure, inherited: Extract<Value, { kind: 'unknown' }>): Merged {
  if (own.kind === 'map') return fromEnvironment(unknownLike(own, inherited), inherited);
  const parts = new Map<string, Merged>();
  for (const [name, value] of own.entries) {
    parts.set(
      name,
      isEmpty(value)
        ? fromBase({ ...inherited, type: attributeType(inherited.type, name) })
        : fromEnvironment(value, inherited),
    );
  }
  return combined(own, inherited, parts);
}

function attributeType(type: Type, name: string): Type {
  return (type.kind === 'object' ? type.attributes.get(name)?.type : undefined) ?? { kind: 'any' };
}

function unknownLike(own: MapValue, cause: Extract<Value, { kind: 'unknown' }>): Value {
  return marked(unknown({ kind: 'map', element: own.element }, cause.expression, true), own.origin, undefined);
}

function combined(own: Structure, inherited: Value, parts: ReadonlyMap<string, Merged>): Merged {
  const entries = new Map([...parts].map(([name, part]) => [name, part.value]));
  const sensitive = own.sensitive === true || inherited.sensitive === true;
  const made = own.kind === 'map' ? map(own.element, entries) : object(entries);
  return { value: marked(made, own.origin, sensitive), from: 'environment', base: inherited, parts };
}

/** Keys in the order of the first, followed by those that only the second has. */
function unionOfKeys(first: Structure, second: Structure): string[] {
  return [...new Set([...first.entries.keys(), ...second.entries.keys()])];
}

/** The merged environment as one value, as the module reads it. */
export function mergedValue(attributes: ReadonlyMap<string, Merged>): ObjectValue {
  return object(withSharedKeys(new Map([...attributes].map(([name, merged]) => [name, merged.value]))));
}
