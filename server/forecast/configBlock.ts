/** The evaluated arguments and nested blocks of a resource. */
import { elementOf, isPlanKnown, opaqueValue, pendingValue, identityOf, unknownsIn } from '../hcl/evaluation/content';
import { iterate } from '../hcl/iterate';
import type { SourceRange, Value } from '../hcl/model';
import { object, tuple, unknown } from '../hcl/values/value';
import type { Attribute, Block, Expression, Item } from '../syntax/ast';
import { findAttribute } from '../workspace/declarations';

export interface EvaluatedAttribute {
  readonly value: Value;
  readonly range: SourceRange;
}

export interface BlockList {
  readonly blocks: readonly ConfigBlock[];
  /** Set if the number of blocks is unknown: what a plan knows about all of them together. */
  readonly unknown?: Value;
  readonly range: SourceRange;
}

export interface ConfigBlock {
  readonly attributes: ReadonlyMap<string, EvaluatedAttribute>;
  readonly blocks: ReadonlyMap<string, BlockList>;
  readonly range: SourceRange;
}

/** Names that are available in a block: the iterators of `dynamic` blocks. */
type Names = readonly (readonly [string, Value])[];

export interface BlockContext {
  readonly evaluate: (item: Item, expression: Expression, names: Names) => Value;
  /** Whether the budget permits so many more blocks; asked before they are made. */
  readonly mayMake: (blocks: number) => boolean;
}

/** Arguments that Terraform itself reads. */
const META_ARGUMENTS: ReadonlySet<string> = new Set([
  'count',
  'for_each',
  'provider',
  'depends_on',
  'lifecycle',
  'connection',
  'provisioner',
]);

const MAX_BLOCK_DEPTH = 20;

interface Part {
  readonly item: Item;
  readonly body: Block['body'];
  readonly range: SourceRange;
}

/** @param parts the block, followed by those of override files, which replace arguments and blocks of the same type */
export function resourceArguments(
  parts: readonly { readonly item: Item; readonly block: Block }[],
  context: BlockContext,
): ConfigBlock {
  const evaluated = parts.map(({ item, block }) => {
    const body = block.body.filter(entry => !META_ARGUMENTS.has(entry.kind === 'attribute' ? entry.name : entry.type));
    const range = { item, start: block.start, end: block.end };
    return evaluateBody({ item, body, range }, context, [], 0);
  });
  const [first, ...overrides] = evaluated;
  if (overrides.length === 0) return first!;
  return {
    attributes: new Map(evaluated.flatMap(({ attributes }) => [...attributes])),
    blocks: new Map(evaluated.flatMap(({ blocks }) => [...blocks])),
    range: first!.range,
  };
}

function evaluateBody({ item, body, range }: Part, context: BlockContext, names: Names, depth: number): ConfigBlock {
  const attributes = new Map<string, EvaluatedAttribute>();
  const lists = new Map<string, { blocks: ConfigBlock[]; unknown: Value[]; range: SourceRange }>();
  const listOf = (type: string, at: SourceRange) => {
    let list = lists.get(type);
    if (!list) lists.set(type, (list = { blocks: [], unknown: [], range: at }));
    return list;
  };
  for (const entry of body) {
    const at = { item, start: entry.start, end: entry.end };
    if (entry.kind === 'attribute') {
      attributes.set(entry.name, { value: context.evaluate(item, entry.value, names), range: valueRange(at, entry) });
    } else {
      const type = entry.type === 'dynamic' ? (entry.labels[0]?.name ?? '') : entry.type;
      const list = listOf(type, at);
      const nested = (inner: Block, more: Names): ConfigBlock =>
        evaluateBody({ item, body: inner.body, range: at }, context, more, depth + 1);
      if (depth >= MAX_BLOCK_DEPTH) list.unknown.push(unknown());
      else if (entry.type === 'dynamic') addDynamic(entry, item, list, { ...context, names, nested });
      else if (context.mayMake(1)) list.blocks.push(nested(entry, names));
      else list.unknown.push(unknown());
    }
  }
  const blocks = new Map(
    [...lists].map(([type, list]): [string, BlockList] => [
      type,
      list.unknown.length === 0
        ? { blocks: list.blocks, range: list.range }
        : { blocks: [], unknown: unknownBlocks(list), range: list.range },
    ]),
  );
  return { attributes, blocks, range };
}

const valueRange = (range: SourceRange, { value }: Attribute): SourceRange => ({ ...range, valueStart: value.start });

interface DynamicContext extends BlockContext {
  readonly names: Names;
  readonly nested: (inner: Block, names: Names) => ConfigBlock;
}

/** Source of the rules: ext/dynblock of hashicorp/hcl. */
function addDynamic(
  block: Block,
  item: Item,
  list: { blocks: ConfigBlock[]; unknown: Value[] },
  { evaluate, mayMake, names, nested }: DynamicContext,
): void {
  const forEach = findAttribute(block, 'for_each')?.value;
  const iterator = findAttribute(block, 'iterator')?.value;
  const name = iterator?.kind === 'name' ? iterator.name : (block.labels[0]?.name ?? '');
  const content = block.body.find((entry): entry is Block => entry.kind === 'block' && entry.type === 'content');
  if (!forEach || !content) return;
  const collection = evaluate(item, forEach, names);
  const withElement = (key: Value, value: Value): ConfigBlock =>
    nested(content, [
      ...names,
      [
        name,
        object(
          // Keys of a sensitive map have no mark of their own.
          new Map([
            ['key', collection.sensitive ? { ...key, sensitive: true } : key],
            ['value', collection.sensitive ? { ...value, sensitive: true } : value],
          ]),
        ),
      ],
    ]);
  const pairs = iterate(collection);
  if (pairs && !mayMake(pairs.length)) list.unknown.push(unknown());
  else if (pairs) for (const [key, value] of pairs) list.blocks.push(withElement(key, value));
  else if (collection.kind !== 'null')
    list.unknown.push(collection, blockValue(withElement(elementOf('key'), elementOf('value'))));
}

function unknownBlocks({
  blocks,
  unknown: values,
}: {
  blocks: readonly ConfigBlock[];
  unknown: readonly Value[];
}): Value {
  const all = tuple([...blocks.map(blockValue), ...values]);
  if (isPlanKnown(all)) return opaqueValue(`blocks ${identityOf(all)}`);
  const contained = unknownsIn([all]);
  return contained.pending && !contained.uncertain ? pendingValue() : unknown();
}

/** A block as an object; nested blocks are lists of objects. */
export function blockValue({ attributes, blocks }: ConfigBlock): Value {
  const entries = new Map<string, Value>([...attributes].map(([name, { value }]) => [name, value]));
  for (const [type, list] of blocks) entries.set(type, list.unknown ?? tuple(list.blocks.map(blockValue)));
  return object(entries);
}

/** The arguments with the current names of those that the provider has renamed. */
export function withCurrentNames(config: ConfigBlock, renamed: ReadonlyMap<string, string>): ConfigBlock {
  let current = config;
  for (const [from, to] of renamed) {
    const removed = without(current, from.split('.'));
    if (removed) current = withArgument(removed.config, to.split('.'), removed.attribute);
  }
  return current;
}

interface RemovedArgument {
  readonly config: ConfigBlock;
  readonly attribute: EvaluatedAttribute;
}

/** The block without an argument, and without blocks that are then empty; undefined if it has no such argument. */
function without(config: ConfigBlock, [name, ...rest]: readonly string[]): RemovedArgument | undefined {
  if (name === undefined) return undefined;
  if (rest.length === 0) {
    const attribute = config.attributes.get(name);
    if (!attribute) return undefined;
    const attributes = new Map(config.attributes);
    attributes.delete(name);
    return { config: { ...config, attributes }, attribute };
  }
  const list = config.blocks.get(name);
  const inner = list?.blocks[0] && without(list.blocks[0], rest);
  if (!list || !inner) return undefined;
  const blocks = new Map(config.blocks);
  const isEmpty = inner.config.attributes.size === 0 && inner.config.blocks.size === 0;
  const others = list.blocks.slice(1);
  if (isEmpty && others.length === 0) blocks.delete(name);
  else blocks.set(name, { ...list, blocks: [inner.config, ...others] });
  return { config: { ...config, blocks }, attribute: inner.attribute };
}

function withArgument(
  config: ConfigBlock,
  [name, ...rest]: readonly string[],
  attribute: EvaluatedAttribute,
): ConfigBlock {
  if (name === undefined) return config;
  if (rest.length === 0)
    return config.attributes.has(name)
      ? config
      : { ...config, attributes: new Map(config.attributes).set(name, attribute) };
  const list = config.blocks.get(name);
  const first = list?.blocks[0] ?? { attributes: new Map(), blocks: new Map(), range: attribute.range };
  const changed = withArgument(first, rest, attribute);
  const blocks = new Map(config.blocks).set(name, {
    blocks: [changed, ...(list?.blocks.slice(1) ?? [])],
    range: list?.range ?? attribute.range,
  });
  return { ...config, blocks };
}

/** The argument at a path, in the first block of each type. */
export function valueAt(config: ConfigBlock, [name, ...rest]: readonly string[]): Value | undefined {
  if (name === undefined) return undefined;
  if (rest.length === 0) {
    const list = config.blocks.get(name);
    return config.attributes.get(name)?.value ?? (list && (list.unknown ?? tuple(list.blocks.map(blockValue))));
  }
  const list = config.blocks.get(name);
  return list?.unknown ?? (list?.blocks[0] && valueAt(list.blocks[0], rest));
}

/** The argument at a path with indexes; undefined if it is left out. */
export function configured(config: ConfigBlock, path: readonly (string | number)[]): Value | undefined {
  const [name, index, ...rest] = path;
  if (typeof name !== 'string') return undefined;
  if (index === undefined) {
    const value = config.attributes.get(name)?.value;
    return value && value.kind !== 'null' ? value : undefined;
  }
  const block = typeof index === 'number' ? config.blocks.get(name)?.blocks[index] : undefined;
  return block && configured(block, rest);
}
