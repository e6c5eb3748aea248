/** Whether two values of an argument are equal for a provider. */
import { identityOf, unknownsIn } from '../hcl/evaluation/content';
import { haveDifferentEnds } from '../hcl/evaluation/knownEnds';
import type { Value } from '../hcl/model';
import { Num } from '../hcl/values/number';
import { sortedKeys } from '../hcl/values/order';
import { nullOf } from '../hcl/values/value';

/** Comparisons of the elements of two sets that have no key. */
const MAX_COMPARISONS = 100_000;

export type Equality = 'equal' | 'different' | 'unknown';

/** Whether a value equals that of an argument that is left out. */
export function equalityToNothing(value: Value): Equality {
  switch (value.kind) {
    case 'null':
      return 'equal';
    case 'unknown':
      return value.content === 'pending' ? 'different' : 'unknown';
    case 'string':
      return value.value === '' ? 'equal' : 'different';
    case 'bool':
      return value.value ? 'different' : 'equal';
    case 'number':
      return value.value.toText() === '0' ? 'equal' : 'different';
    case 'list':
    case 'set':
    case 'tuple':
      return value.elements.length === 0 ? 'equal' : 'different';
    case 'map':
    case 'object': {
      const given = [...value.entries.values()].filter(({ kind }) => kind !== 'null');
      return given.length === 0 ? 'equal' : 'different';
    }
  }
}

/** @param type of the argument in the facts: a set has no order */
export function equalityOf(before: Value, after: Value, type?: string): Equality {
  if (isDisjoint(before, after, type)) return 'different';
  if (after.kind === 'unknown') {
    if (after.content === 'pending') return 'different';
    if (after.content === undefined) return 'unknown';
    return before.kind === 'unknown' && before.content === after.content ? 'equal' : 'unknown';
  }
  if (before.kind === 'unknown') return unknownsIn([after]).pending ? 'different' : 'unknown';
  const [left, right] = [elementsOf(before), elementsOf(after)];
  if (left && right) {
    const isSet = type
      ? type.startsWith('set(') || type === 'block set'
      : before.kind === 'set' || after.kind === 'set';
    if (isSet) return equalityOfSets(left, right);
    const sameList = equalityOfLists(left, right);
    // Without facts, the order may or may not count.
    return type === undefined && sameList === 'different' && equalityOfSets(left, right) === 'equal'
      ? 'unknown'
      : sameList;
  }
  const [from, to] = [entriesOf(before), entriesOf(after)];
  if (from && to) return equalityOfMaps(from, to);
  if (before.kind === 'null' || after.kind === 'null')
    return equalityToNothing(before.kind === 'null' ? after : before);
  return scalarText(before, type) === scalarText(after, type) ? 'equal' : 'different';
}

/** Whether no value that one side can have is one that the other side can have. */
function isDisjoint(before: Value, after: Value, type: string | undefined): boolean {
  const possible = (value: Value): readonly Value[] | undefined => (value.kind === 'unknown' ? value.oneOf : [value]);
  if (before.kind !== 'unknown' && after.kind !== 'unknown') return false;
  if (haveDifferentEnds(before, after)) return true;
  const [from, to] = [possible(before), possible(after)];
  return (
    from !== undefined && to !== undefined && from.every(a => to.every(b => equalityOf(a, b, type) === 'different'))
  );
}

const elementsOf = (value: Value): readonly Value[] | undefined =>
  value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple' ? value.elements : undefined;

const entriesOf = (value: Value): ReadonlyMap<string, Value> | undefined =>
  value.kind === 'map' || value.kind === 'object' ? value.entries : undefined;

function combined(equalities: Iterable<Equality>): Equality {
  let result: Equality = 'equal';
  for (const each of equalities) {
    if (each === 'different') return 'different';
    if (each === 'unknown') result = 'unknown';
  }
  return result;
}

const equalityOfLists = (before: readonly Value[], after: readonly Value[]): Equality =>
  before.length === after.length
    ? combined(before.map((value, index) => equalityOf(value, after[index]!, undefined)))
    : 'different';

function equalityOfSets(before: readonly Value[], after: readonly Value[]): Equality {
  const [from, to] = [new Elements(before), new Elements(after)];
  if (Math.max(from.others.length * after.length, to.others.length * before.length) > MAX_COMPARISONS) return 'unknown';
  // Duplicates don't count.
  const remaining = before.filter(value => !to.hasEqual(value));
  const additional = after.filter(value => !from.hasEqual(value));
  if (remaining.length === 0 && additional.length === 0) return 'equal';
  const contained = unknownsIn([...remaining, ...additional]);
  if (contained.pending) return 'different';
  if (contained.uncertain) return 'unknown';
  return contained.opaque && remaining.length > 0 && additional.length > 0 ? 'unknown' : 'different';
}

/** Elements of a set. Comparing all with all takes long, so those with a key are found by it. */
class Elements {
  private readonly keyed = new Set<string>();
  /** What may be equal to something that is written differently. */
  readonly others: Value[] = [];

  constructor(private readonly values: readonly Value[]) {
    for (const value of values) {
      const key = keyOf(value);
      if (key === undefined) this.others.push(value);
      else this.keyed.add(key);
    }
  }

  /** Whether a value of the other side is in the set. */
  hasEqual(value: Value): boolean {
    const key = keyOf(value);
    if (key !== undefined && this.keyed.has(key)) return true;
    const candidates = key === undefined ? this.values : this.others;
    return candidates.some(each => equalityOf(each, value, undefined) === 'equal');
  }
}

/** A text that is the same for equal values. Undefined if equal values may have another one: nothing equals what is empty, and a set a list. */
function keyOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'null':
    case 'set':
      return undefined;
    case 'unknown':
      return value.content === 'pending' ? undefined : value.content;
    case 'list':
    case 'tuple': {
      const keys = value.elements.map(keyOf);
      return keys.includes(undefined) ? undefined : `[${keys.join()}]`;
    }
    case 'map':
    case 'object': {
      const given = sortedKeys(value.entries).filter(name => value.entries.get(name)!.kind !== 'null');
      const keys = given.map(name => keyOf(value.entries.get(name)!));
      return keys.includes(undefined)
        ? undefined
        : `{${given.map((name, index) => `${JSON.stringify(name)}:${keys[index]!}`).join()}}`;
    }
    default:
      return JSON.stringify(scalarText(value, undefined));
  }
}

function equalityOfMaps(before: ReadonlyMap<string, Value>, after: ReadonlyMap<string, Value>): Equality {
  const names = new Set([...before.keys(), ...after.keys()]);
  return combined(
    [...names].map(name => {
      const [from, to] = [before.get(name) ?? nullOf(), after.get(name) ?? nullOf()];
      if (from.kind === 'null' && to.kind === 'null') return 'equal';
      if (from.kind === 'null' || to.kind === 'null') {
        const value = from.kind === 'null' ? to : from;
        return value.kind === 'unknown' && value.content !== 'pending' ? 'unknown' : 'different';
      }
      return equalityOf(from, to, undefined);
    }),
  );
}

/** Numbers and bools are equal to their notation as a string. */
function scalarText(value: Value, type: string | undefined): string {
  switch (value.kind) {
    case 'string':
      return (type === 'number' && Num.parse(value.value)?.toText()) || value.value;
    case 'number':
      return value.value.toText();
    case 'bool':
      return String(value.value);
    default:
      return identityOf(value);
  }
}
