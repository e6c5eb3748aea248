/** The differences between the arguments of an instance on both sides, and what they make the provider do. */
import { identityOf, isPlanKnown, unknownsIn } from '../hcl/evaluation/content';
import { fromJson } from '../hcl/values/json';
import type { SourceRange, Value } from '../hcl/model';
import { blockValue, type BlockList, type ConfigBlock } from './configBlock';
import { equalityInNotation } from './notations';
import { argumentName } from './providerValue';
import { effectOf } from './effects';
import type { ResourceType } from './resourceFacts';
import { equalityOf, equalityToNothing, type Equality } from './valueEquality';

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
  /** Takes steps. @returns whether the budget permits them; otherwise the result is incomplete */
  readonly afford: (steps: number) => boolean;
}

/** Steps of comparing an argument. */
const STEPS_PER_ARGUMENT = 5;

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
      if (!this.compared.afford(STEPS_PER_ARGUMENT)) return;
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
    if (before && after) {
      const equality = equalityOf(before, after, type);
      const notation = facts?.equal.get(name);
      return add(
        equality !== 'equal' && notation !== undefined ? equalityInNotation(before, after, notation) : equality,
      );
    }
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
    const all = [own!, ...others];
    const strongest =
      all.find(({ effect }) => effect === 'replace') ??
      all.find(({ effect, mayReplace }) => effect === 'unknown' && mayReplace) ??
      own!;
    this.found.push(strongest);
  }

  private compareSets(
    path: Path,
    before: readonly ConfigBlock[],
    after: readonly ConfigBlock[],
    range: SourceRange | undefined,
  ): void {
    const [rest, others] = withoutIdentical(before, after);
    const added: ConfigBlock[] = [];
    for (const block of others) {
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
    const [own, ...inner] = this.found.splice(count);
    const replaces = inner.some(({ effect }) => effect === 'replace');
    this.found.push(
      replaces && own!.effect !== 'replace'
        ? { ...own!, ...(own!.effect === 'unknown' ? { mayReplace: true } : { effect: 'replace' }) }
        : own!,
    );
  }

  private isSameElement(a: ConfigBlock, b: ConfigBlock, path: Path): boolean {
    if (!this.compared.afford(STEPS_PER_ARGUMENT)) return false;
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
    const effect = facts ? effectOf({ path, before, after }, this.compared, facts) : 'unknown';
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

/** Sets without the blocks that both have, since comparing all with all takes long. */
function withoutIdentical(
  before: readonly ConfigBlock[],
  after: readonly ConfigBlock[],
): readonly [before: ConfigBlock[], after: readonly ConfigBlock[]] {
  const identities = new Map<string, ConfigBlock[]>();
  for (const block of before) {
    const value = blockValue(block);
    const key = isPlanKnown(value) ? identityOf(value) : '';
    const same = identities.get(key);
    if (same) same.push(block);
    else identities.set(key, [block]);
  }
  const others = after.filter(block => {
    const value = blockValue(block);
    return !isPlanKnown(value) || identities.get(identityOf(value))?.pop() === undefined;
  });
  const left = new Set([...identities.values()].flat());
  return [before.filter(block => left.has(block)), others];
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
