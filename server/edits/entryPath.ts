/** Resolves a path of names in the text of a top-level block or attribute. */
import { now } from '../../common/now';
import { memoize } from '../../common/memoize';
import { literalKey } from '../hcl/values/objectKey';
import type { Attribute, Block, Expression, ObjectExpression, ObjectItem, Span } from '../syntax/ast';
import { readSourceFile } from '../syntax/sourceFile';
import type { Braces } from './entryLayout';

/** `name = value`, in a block or in an object. */
export interface Entry extends Span {
  readonly name: string | undefined;
  readonly key: Span;
  readonly value: Expression | undefined;
}

export interface EntryBraces extends Braces {
  readonly kind: 'block' | 'object';
  readonly entries: readonly Entry[];
}

/** Caches recent texts, since several parts of one text are usually requested. */
const lastNodes = new Map<string, Block | Attribute | undefined>();
const MAX_NODES = 8;

/** The block or attribute in a text; undefined if it does not parse, or has several. */
export function nodeOf(text: string): Block | Attribute | undefined {
  if (lastNodes.has(text)) return lastNodes.get(text);
  const node = readNode(text);
  noteNode(text, node);
  return node;
}

/** Adds a text that was already parsed to the cache. */
export function noteNode(text: string, node: Block | Attribute | undefined): void {
  lastNodes.delete(text);
  if (lastNodes.size >= MAX_NODES) lastNodes.delete(lastNodes.keys().next().value!);
  lastNodes.set(text, node);
}

function readNode(text: string): Block | Attribute | undefined {
  const { items, diagnostics } = now(readSourceFile('', text, 'configuration'));
  return items.length === 1 && diagnostics.length === 0 && items[0]!.offset === 0 ? items[0]!.item.node : undefined;
}

/** The entry at a path; of duplicate names the last one, which takes effect. */
export function entryAt(text: string, path: readonly string[]): Entry | undefined {
  const node = nodeOf(text);
  if (!node || path.length === 0) return undefined;
  const top = node.kind === 'block' ? bodyOf(text, node).entries : [argumentEntry(node)];
  let entry = lastNamed(top, path[0]!);
  for (const name of path.slice(1)) {
    const object = entry?.value && objectOf(text, entry.value);
    entry = object && lastNamed(object.entries, name);
  }
  return entry;
}

/** The braces of the value at a path; those of the block for the empty path. Undefined if the value is not an object literal. */
export function bracesAt(text: string, path: readonly string[]): EntryBraces | undefined {
  if (path.length > 0) {
    const value = entryAt(text, path)?.value;
    return value && objectOf(text, value);
  }
  const node = nodeOf(text);
  return node?.kind === 'block' ? bodyOf(text, node) : undefined;
}

export const lastNamed = (entries: readonly Entry[], name: string): Entry | undefined => lastByName(entries).get(name);

/** A configuration may have thousands of environments, each of which is looked up. */
const lastByName = memoize(
  (entries: readonly Entry[]): ReadonlyMap<string | undefined, Entry> =>
    new Map(entries.map(entry => [entry.name, entry])),
);

/** An object literal, also in parentheses. */
function objectOf(text: string, expression: Expression): EntryBraces | undefined {
  if (expression.kind === 'parentheses' || expression.kind === 'templateWrap') return objectOf(text, expression.inner);
  if (expression.kind !== 'object') return undefined;
  const { start, end } = expression;
  return { kind: 'object', text, open: start + 1, close: end - 1, entries: entriesOf(expression) };
}

const entriesOf = memoize(({ items }: ObjectExpression): readonly Entry[] => items.map(itemEntry));

const itemEntry = ({ start, end, key, value }: ObjectItem): Entry => ({
  start,
  end,
  name: literalKey(key),
  key,
  value,
});

const argumentEntry = ({ start, end, name, nameEnd, value }: Attribute): Entry => ({
  start,
  end,
  name,
  key: { start, end: nameEnd },
  value,
});

/** Blocks in the body are entries without a value, named by their type. */
function bodyOf(text: string, block: Block): EntryBraces {
  const header = block.labels.at(-1)?.end ?? block.start + block.type.length;
  const open = text.indexOf('{', header) + 1;
  const close = text.lastIndexOf('}', block.end - 1);
  const entries = block.body.map((entry): Entry => {
    if (entry.kind === 'attribute') return argumentEntry(entry);
    const key = { start: entry.start, end: entry.start + entry.type.length };
    return { start: entry.start, end: entry.end, name: entry.type, key, value: undefined };
  });
  return { kind: 'block', text, open, close, entries };
}
