/** The differences between the arguments of an instance on both sides, and what they make the provider do. */
import { identityOf, unknownsIn } from '../hcl/evaluation/content';
import { fromJson } from '../hcl/values/json';
import { Num } from '../hcl/values/number';
import type { SourceRange, Value } from '../hcl/model';
import { nullOf } from '../hcl/values/value';
import { blockValue, type BlockList, type ConfigBlock } from './configBlock';
import { argumentName } from './providerValue';
import type { ConditionalFact, ResourceType } from './resourceFacts';

export type Path = readonly (string | number)[];

export interface Difference {
  readonly path: Path;
  /** Undefined if it is left out. */
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  readonly effect: 'replace' | 'update' | 'unknown';
  /** For an unknown effect: whether it may be a replacement. */
  readonly mayReplace: boolean;
  readonly range: SourceRange | undefined;
}

type Equality = 'equal' | 'different' | 'unknown';

const EMPTY: ConfigBlock = {
  attributes: new Map(),
  blocks: new Map(),
  range: { item: { uri: '', text: '' }, start: 0, end: 0 },
};

export interface ComparedArguments {
  readonly before: ConfigBlock;
  readonly after: ConfigBlock;
  /** Undefined for a type without facts: every difference is then unknown. */
  readonly facts: ResourceType | undefined;
}

export function compareArguments(compared: ComparedArguments): Difference[] {
  return new ArgumentComparison(compared).differences();
}

class ArgumentComparison {
  private readonly found: Difference[] = [];

  constructor(private readonly compared: ComparedArguments) {}

  differences(): Difference[] {
    this.compareBlocks(this.compared.before, this.compared.after, []);
    return this.found;
  }

  private compareBlocks(before: ConfigBlock, after: ConfigBlock, path: Path): void {
    for (const name of new Set([...before.attributes.keys(), ...after.attributes.keys()])) {
      const [from, to] = [before.attributes.get(name), after.attributes.get(name)];
      this.compareAttribute(
        [...path, name],
        from?.value,
        to?.value,
        to?.value.origin ?? to?.range ?? from?.value.origin ?? from?.range,
      );
    }
    for (const name of new Set([...before.blocks.keys(), ...after.blocks.keys()]))
      this.compareLists([...path, name], before.blocks.get(name), after.blocks.get(name));
  }

  private compareAttribute(
    path: Path,
    from: Value | undefined,
    to: Value | undefined,
    range: SourceRange | undefined,
  ): void {
    const { facts } = this.compared;
    const name = argumentName(path);
    const isComputed = facts?.computed.has(name) ?? false;
    const before = this.given(from, isComputed);
    const after = this.given(to, isComputed);
    if (!before && !after) return;
    // Left out, or removed: the provider keeps what it has.
    if (!after && isComputed && !facts?.defaults.has(name)) return;
    const type = facts?.types.get(name);
    const add = (equality: Equality): void => {
      if (equality !== 'equal') this.add({ path, before, after, equality, range });
    };
    if (before && after) return add(equalityOf(before, after, type));
    if (!facts) return add(unknownsIn([after ?? before!]).pending ? 'different' : 'unknown');
    const standard = facts.defaults.has(name) ? fromJson(JSON.stringify(facts.defaults.get(name))) : undefined;
    if (standard) return add(equalityOf(before ?? standard, after ?? standard, type));
    if (isComputed) return add(unknownsIn([after!]).pending ? 'different' : 'unknown');
    return add(equalityToNothing(before ?? after!));
  }

  /** Undefined for an argument that is left out. */
  private given(value: Value | undefined, isComputed: boolean): Value | undefined {
    if (!value || value.kind === 'null') return undefined;
    return isComputed && value.kind === 'string' && value.value === '' ? undefined : value;
  }

  private compareLists(path: Path, before: BlockList | undefined, after: BlockList | undefined): void {
    const { facts } = this.compared;
    const name = argumentName(path);
    const isEmpty = !after || (!after.unknown && after.blocks.length === 0);
    if (isEmpty && facts?.computed.has(name)) return;
    const range = after?.range ?? before?.range;
    if (before?.unknown || after?.unknown) {
      const [from, to] = [before && listValue(before), after && listValue(after)];
      const equality =
        from && to ? equalityOf(from, to, undefined) : unknownsIn([to ?? from!]).pending ? 'different' : 'unknown';
      if (equality !== 'equal') this.add({ path, before: from, after: to, equality, range });
      return;
    }
    const [from, to] = [before?.blocks ?? [], after?.blocks ?? []];
    const isSet = facts?.isSet(name);
    if (isSet) return this.compareSets(path, from, to, range);
    // Without facts, the order of several blocks may or may not count.
    if (isSet === undefined && (from.length > 1 || to.length > 1) && sameBlocks(from, to)) {
      if (!from.every((block, index) => identityOf(blockValue(block)) === identityOf(blockValue(to[index]!))))
        this.add({ path, before: listOf(from), after: listOf(to), equality: 'unknown', range });
      return;
    }
    for (let index = 0; index < Math.max(from.length, to.length); index++) {
      const [left, right] = [from[index], to[index]];
      if (left && right) this.compareBlocks(left, right, [...path, index]);
      else this.compareMissing([...path, index], left, right);
    }
  }

  /** A block that one side lacks: its own effect, and those of its arguments. */
  private compareMissing(path: Path, before: ConfigBlock | undefined, after: ConfigBlock | undefined): void {
    const value = (block: ConfigBlock | undefined): Value | undefined => block && blockValue(block);
    const range = (after ?? before)?.range;
    const count = this.found.length;
    this.add({ path, before: value(before), after: value(after), equality: 'different', range });
    this.compareBlocks(before ?? EMPTY, after ?? EMPTY, path);
    // One reason suffices, unless an argument has a stronger effect.
    const [own, ...others] = this.found.splice(count);
    const strongest = [own!, ...others].find(({ effect }) => effect === 'replace') ?? own!;
    this.found.push(strongest);
  }

  private compareSets(
    path: Path,
    before: readonly ConfigBlock[],
    after: readonly ConfigBlock[],
    range: SourceRange | undefined,
  ): void {
    const rest = [...before];
    const added: ConfigBlock[] = [];
    for (const block of after) {
      const index = rest.findIndex(other => this.isSameElement(other, block, path));
      if (index >= 0) rest.splice(index, 1);
      else added.push(block);
    }
    if (rest.length === 0 && added.length === 0) return;
    const contained = unknownsIn([...rest, ...added].map(blockValue));
    const isUncertain =
      contained.uncertain || (contained.opaque && rest.length > 0 && added.length > 0 && !contained.pending);
    const count = this.found.length;
    this.add({
      path,
      before: listOf(before),
      after: listOf(after),
      equality: isUncertain ? 'unknown' : 'different',
      range,
    });
    for (const block of rest) this.compareBlocks(block, EMPTY, path);
    for (const block of added) this.compareBlocks(EMPTY, block, path);
    const [own, ...others] = this.found.splice(count);
    const replaces = others.some(({ effect }) => effect === 'replace');
    this.found.push(
      replaces && own!.effect !== 'replace'
        ? { ...own!, ...(own!.effect === 'unknown' ? { mayReplace: true } : { effect: 'replace' }) }
        : own!,
    );
  }

  private isSameElement(a: ConfigBlock, b: ConfigBlock, path: Path): boolean {
    const inner = new ArgumentComparison(this.compared);
    inner.compareBlocks(a, b, path);
    return inner.found.length === 0;
  }

  private add({
    path,
    before,
    after,
    equality,
    range,
  }: Omit<Difference, 'effect' | 'mayReplace'> & { equality: Equality }): void {
    const { facts } = this.compared;
    const effect = facts ? effectOf(path, before, after, facts) : 'unknown';
    if (effect === 'none') return;
    const isCertain = equality === 'different' && effect !== 'unknown';
    this.found.push({
      path,
      before,
      after,
      effect: isCertain ? effect : 'unknown',
      mayReplace: effect === 'replace' || effect === 'unknown',
      range,
    });
  }
}

const listOf = (blocks: readonly ConfigBlock[]): Value => ({ kind: 'tuple', elements: blocks.map(blockValue) });
const listValue = (list: BlockList): Value => list.unknown ?? listOf(list.blocks);

const sameBlocks = (a: readonly ConfigBlock[], b: readonly ConfigBlock[]): boolean => {
  const texts = (blocks: readonly ConfigBlock[]): string =>
    blocks
      .map(block => identityOf(blockValue(block)))
      .sort()
      .join('\n');
  return a.length === b.length && texts(a) === texts(b);
};

function effectOf(
  path: Path,
  before: Value | undefined,
  after: Value | undefined,
  facts: ResourceType,
): 'replace' | 'update' | 'unknown' | 'none' {
  const name = argumentName(path);
  const holds = (conditions: readonly ConditionalFact[]): boolean | undefined =>
    conditionHolds(conditions, name, before, after);
  const ignored = holds(facts.ignoreWhen);
  if (ignored === true) return 'none';
  const updates = holds(facts.updateWhen);
  if (updates === true && ignored === false) return 'update';
  const replaces = facts.replace.has(name) || holds(facts.replaceWhen);
  if (ignored === undefined || updates === undefined || replaces === undefined) return 'unknown';
  return replaces ? 'replace' : 'update';
}

/** Undefined if it depends on something unknown. */
function conditionHolds(
  conditions: readonly ConditionalFact[],
  name: string,
  before: Value | undefined,
  after: Value | undefined,
): boolean | undefined {
  let result: boolean | undefined = false;
  for (const { path, when } of conditions) {
    if (path !== name) continue;
    const holds =
      when === 'changed'
        ? true
        : when === 'added'
          ? !before && after !== undefined
          : when === 'removed'
            ? before !== undefined && !after
            : when === 'changed-from-set'
              ? before !== undefined && !isNothing(before)
              : undefined;
    if (holds) return true;
    if (holds === undefined) result = undefined;
  }
  return result;
}

const isNothing = (value: Value): boolean => equalityToNothing(value) === 'equal';

/** Whether a value equals that of an argument that is left out. */
function equalityToNothing(value: Value): Equality {
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
export function equalityOf(before: Value, after: Value, type: string | undefined): Equality {
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
    const sameSet = equalityOfSets(left, right);
    if (isSet) return sameSet;
    const sameList = equalityOfLists(left, right);
    // Without facts, the order may or may not count.
    return type === undefined && sameList === 'different' && sameSet === 'equal' ? 'unknown' : sameList;
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
  const rest = [...before];
  const added: Value[] = [];
  for (const value of after) {
    const index = rest.findIndex(other => equalityOf(other, value, undefined) === 'equal');
    if (index >= 0) rest.splice(index, 1);
    else added.push(value);
  }
  // Duplicates don't count.
  const remaining = rest.filter(value => !after.some(other => equalityOf(value, other, undefined) === 'equal'));
  const additional = added.filter(value => !before.some(other => equalityOf(other, value, undefined) === 'equal'));
  if (remaining.length === 0 && additional.length === 0) return 'equal';
  const contained = unknownsIn([...remaining, ...additional]);
  if (contained.pending) return 'different';
  if (contained.uncertain) return 'unknown';
  return contained.opaque && remaining.length > 0 && additional.length > 0 ? 'unknown' : 'different';
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
