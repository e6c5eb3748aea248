/**
 * Changes the text of a top-level block or attribute. A path of names identifies an entry: `['configuration', 'ops', 'default_node_pool',
 * 'min_size']` in a module call, `['clusters', 'apps']` in a `locals` block. The functions return the new text, or undefined if the path leads
 * through something other than an object literal. Line ends are `\n`. The layout is that of `terraform fmt` after Draft has formatted the changed
 * items. Comments directly above an entry belong to it.
 *
 * - {@link setValue}: inserts or replaces, and creates missing objects; {@link replaceValues}; {@link removeValue}; {@link renameEntry}
 * - {@link sortEntries}: sorts the entries of an object; {@link insertBlock}: adds a block to the body of a block
 * - {@link sourceTextAt}: the source of a value; {@link entryNames}: the names in an object or a body
 */
import { applyEdits, type OffsetEdit } from '../format/formatFile';
import { printKey } from '../semantics/hclPrinter';
import { hasGap, isGapBefore, isSpread, linesOf, spread } from './entryLayout';
import { bracesAt, entryAt, lastNamed, type Entry, type EntryBraces } from './entryPath';
import { withoutTrailing } from '../../common/withoutTrailing';

/** Position of a new entry: next to the entry of this name if there is one, else at the end. */
export interface EntryLocation {
  readonly before?: string;
  readonly after?: string;
  /** Whether empty lines separate it from its neighbours if they separate the other entries. */
  readonly spaced?: boolean;
}

/** Source text of the value at a path. */
export function sourceTextAt(text: string, path: readonly string[]): string | undefined {
  const value = entryAt(text, path)?.value;
  return value && text.slice(value.start, value.end);
}

/** Names of the entries of the object at a path (of the block, for the empty path), in the order of the text. */
export function entryNames(text: string, path: readonly string[]): string[] | undefined {
  return bracesAt(text, path)?.entries.flatMap(({ name }) => name ?? []);
}

/** @param value HCL text; @param position of a new entry; an existing one is not moved */
export function setValue(
  text: string,
  path: readonly string[],
  value: string,
  position: EntryLocation = {},
): string | undefined {
  const entry = entryAt(text, path);
  if (entry) return entry.value && text.slice(0, entry.value.start) + value + text.slice(entry.value.end);
  const name = path.at(-1);
  if (name === undefined) return undefined;
  const parent = path.slice(0, -1);
  const braces = bracesAt(text, parent);
  if (!braces) {
    if (parent.length === 0) return undefined;
    const outer = entryAt(text, parent) ? undefined : setValue(text, parent, '{}');
    return outer && setValue(outer, path, value, position);
  }
  if (!isSpread(braces) || braces.entries.length === 0) {
    const opened = braces.entries.length === 0 ? openEmpty(braces) : spread(braces);
    return insertLines(opened, parent, `${entryKey(braces.kind, name)} = ${value}`, position);
  }
  return insertLines(text, parent, `${entryKey(braces.kind, name)} = ${value}`, position);
}

/** Replaces the values of existing entries of the object at a path. @param values HCL texts by the names of the entries */
export function replaceValues(
  text: string,
  path: readonly string[],
  values: ReadonlyMap<string, string>,
): string | undefined {
  const braces = bracesAt(text, path);
  if (!braces) return undefined;
  const edits: OffsetEdit[] = [];
  for (const entry of braces.entries) {
    const newText = entry.name === undefined ? undefined : values.get(entry.name);
    if (newText !== undefined && entry.value && lastNamed(braces.entries, entry.name!) === entry)
      edits.push({ start: entry.value.start, end: entry.value.end, newText });
  }
  return applyEdits(text, edits);
}

/** Removes an entry with its comments; an emptied object becomes `{}`. Returns the same text if there is no such entry. */
export function removeValue(text: string, path: readonly string[]): string | undefined {
  const name = path.at(-1);
  const parent = path.slice(0, -1);
  let result = text;
  for (;;) {
    const braces = bracesAt(result, parent);
    if (!braces) return parent.length > 0 && !entryAt(text, parent) ? result : undefined;
    const [first, ...others] = braces.entries.flatMap((entry, index) => (entry.name === name ? index : []));
    if (first === undefined) return result;
    result = others.length > 0 ? withoutEntries(braces, others) : withoutEntry(braces, first);
  }
}

/** Removes entries after the first one at once: there may be thousands of one name. */
function withoutEntries(braces: EntryBraces, indices: readonly number[]): string {
  const { text, entries } = braces;
  const hasOwnLines = isSpread(braces);
  const spans = indices.map(index =>
    hasOwnLines ? linesOf(braces, index) : { start: entries[index - 1]!.end, end: entries[index]!.end },
  );
  return applyEdits(
    text,
    spans.map(span => ({ ...span, newText: '' })),
  );
}

/** Renames an entry without changing its value and position. */
export function renameEntry(text: string, path: readonly string[], newName: string): string | undefined {
  const braces = bracesAt(text, path.slice(0, -1));
  if (!braces) return undefined;
  let result = text;
  for (const entry of [...braces.entries].reverse()) {
    if (entry.name !== path.at(-1)) continue;
    const quoted = text[entry.key.start] === '"' ? JSON.stringify(newName) : entryKey(braces.kind, newName);
    result = result.slice(0, entry.key.start) + quoted + result.slice(entry.key.end);
  }
  return result;
}

/** Reorders the entries of the given names among their current positions; other entries are not moved. */
export function sortEntries(text: string, path: readonly string[], names: readonly string[]): string | undefined {
  const found = bracesAt(text, path);
  if (!found) return undefined;
  const opened = isSpread(found) ? text : spread(found);
  const braces = bracesAt(opened, path);
  if (!braces) return undefined;
  const listed = names.filter(name => lastNamed(braces.entries, name));
  const indexes = braces.entries.flatMap(({ name }, index) =>
    name !== undefined && listed.includes(name) ? index : [],
  );
  if (indexes.length !== listed.length) return undefined;
  if (indexes.every((position, index) => braces.entries[position]!.name === listed[index])) return text;
  let result = opened;
  for (const [order, position] of [...indexes.entries()].reverse()) {
    const from = linesOf(
      braces,
      braces.entries.findLastIndex(({ name }) => name === listed[order]),
    );
    const to = linesOf(braces, position);
    result = result.slice(0, to.start) + opened.slice(from.start, from.end) + result.slice(to.end);
  }
  return result;
}

/** Adds a block, or any lines, to the body of a block: next to the entry with a name, otherwise at its end. */
export function insertBlock(text: string, block: string, position: EntryLocation = {}): string | undefined {
  const braces = bracesAt(text, []);
  if (!braces) return undefined;
  const opened = braces.entries.length === 0 ? openEmpty(braces) : spread(braces);
  return insertLines(opened, [], withoutTrailing(block, '\n'), position, true);
}

const entryKey = (kind: EntryBraces['kind'], name: string): string => (kind === 'block' ? name : printKey(name));

function openEmpty({ text, open, close }: EntryBraces): string {
  const inside = text.slice(open, close).trim();
  return `${text.slice(0, open)}\n${inside === '' ? '' : `${inside}\n`}${text.slice(close)}`;
}

/** @param lines an entry without its final line end */
function insertLines(
  text: string,
  path: readonly string[],
  lines: string,
  { before, after, spaced = false }: EntryLocation,
  apart = false,
): string | undefined {
  const braces = bracesAt(text, path);
  if (!braces) return undefined;
  const { entries } = braces;
  const next = before === undefined ? -1 : entries.findIndex(({ name }) => name === before);
  const previous = after === undefined ? -1 : entries.findLastIndex(({ name }) => name === after);
  const index = next >= 0 ? next : previous >= 0 ? previous + 1 : entries.length;
  const neighbour = entries[index === 0 ? 0 : index - 1];
  const comma = neighbour && hasComma(braces, neighbour) ? ',' : '';
  const at =
    index < entries.length
      ? linesOf(braces, index).start
      : entries.length === 0
        ? lineStart(text, braces.close)
        : linesOf(braces, index - 1).end;
  const isSpaced = spaced && areSpaced(braces, lines);
  const isLast = index === entries.length;
  const above = (apart && isLast && index > 0) || (isSpaced && index > 0 && !isGapBefore(text, at)) ? '\n' : '';
  const below = (apart || isSpaced) && !isLast ? '\n' : '';
  // Indented like its neighbour, so that there is mostly nothing left to format.
  const indent = neighbour ? indentOf(text, neighbour) : '';
  return `${text.slice(0, at)}${above}${indent}${lines}${comma}\n${below}${text.slice(at)}`;
}

/** Whether empty lines separate entries; if there are fewer than two, whether one of them or the new one takes several lines. */
const areSpaced = (braces: EntryBraces, added: string): boolean =>
  braces.entries.length > 1
    ? braces.entries.some((_, index) => index > 0 && hasGap(braces, index))
    : [added, ...braces.entries.map(({ start, end }) => braces.text.slice(start, end))].some(each =>
        each.includes('\n'),
      );

function indentOf(text: string, { start }: Entry): string {
  const indent = text.slice(lineStart(text, start), start);
  return indent.trim() === '' ? indent : '';
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

const hasComma = ({ kind, text }: EntryBraces, { end }: Entry): boolean =>
  kind === 'object' && /^[^\S\n]*,/.test(text.slice(end));

function withoutEntry(braces: EntryBraces, index: number): string {
  const { text, open, close, entries } = braces;
  if (!isSpread(braces)) return withoutInlineEntry(braces, index);
  const { start, end } = linesOf(braces, index);
  const [before, after] = [text.slice(0, start), text.slice(end)];
  const inside = text.slice(open, start) + text.slice(end, close);
  if (inside.trim() === '' && braces.kind === 'object') return text.slice(0, open) + text.slice(close);
  const opensHere = entries.length > 0 && text.slice(open, start).trim() === '';
  const isApart = opensHere || isGapBefore(text, start);
  if (isApart && /^[^\S\n]*\n/.test(after)) return before + after.replace(/^(?:[^\S\n]*\n)+/, '');
  if (/^[^\S\n]*\}/.test(after)) return before.replace(/(?<!\n[^\S\n]*)\n(?:[^\S\n]*\n)+$/, '\n') + after;
  return before + after;
}

function withoutInlineEntry({ text, open, close, entries }: EntryBraces, index: number): string {
  const { start, end } = entries[index]!;
  if (entries.length === 1) {
    const rest = (text.slice(open, start) + text.slice(end, close).replace(/^\s*,/, '')).trim();
    return text.slice(0, open) + (rest === '' ? '' : ` ${rest} `) + text.slice(close);
  }
  return index === 0
    ? text.slice(0, start) + text.slice(entries[1]!.start)
    : text.slice(0, entries[index - 1]!.end) + text.slice(end);
}
