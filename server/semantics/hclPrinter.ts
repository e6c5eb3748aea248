/** Prints values as HCL, in the style of `terraform fmt`. */
import { largest } from '../../common/lists';
import { onOneLine, shortened } from '../../common/shortened';
import { sortedKeys } from '../hcl/values/order';
import type { Value } from '../hcl/model';
import { SENSITIVE, expressionSource } from './plainValue';

/** A value on as many lines as it needs; `indent` is added to lines after the first. Null attributes are omitted. */
export function printHcl(value: Value, indent = ''): string {
  if (value.sensitive) return SENSITIVE;
  switch (value.kind) {
    case 'unknown':
      return expressionSource(value) ?? '(known after plan)';
    case 'null':
      return 'null';
    case 'string':
      return quoteString(value.value);
    case 'number':
      return value.value.toText();
    case 'bool':
      return String(value.value);
    case 'list':
    case 'set':
    case 'tuple':
      return bracketed(
        value.elements.map(element => printHcl(element, `${indent}  `)),
        indent,
      );
    case 'map':
    case 'object':
      return objectText(value.entries, indent);
  }
}

/**
 * A value on one line, truncated to `length` characters.
 * @param beside values that it is shown with: if it is truncated, the entries that differ come first
 */
export function printShort(value: Value, length = 60, beside: readonly Value[] = []): string {
  const text = lineText(value, length);
  if (text.length <= length) return text;
  const different = beside.length > 0 ? differingText(value, beside) : undefined;
  return shortened(different ?? text, length);
}

/** The entries that differ between the values; undefined if they are not objects or maps. */
function differingText(value: Value, beside: readonly Value[]): string | undefined {
  if (value.sensitive || (value.kind !== 'object' && value.kind !== 'map')) return undefined;
  const others = beside.map(other => (other.kind === 'object' || other.kind === 'map' ? other.entries : undefined));
  const differs = (key: string, entry: Value): boolean =>
    others.some(entries => {
      const other = entries?.get(key);
      return !other || lineText(other) !== lineText(entry);
    });
  const shown = sortedKeys(value.entries).filter(key => {
    const entry = value.entries.get(key)!;
    return entry.kind !== 'null' && differs(key, entry);
  });
  if (shown.length === 0) return undefined;
  return `{ ${shown.map(key => `${printKey(key)} = ${lineText(value.entries.get(key)!)}`).join(', ')}, … }`;
}

/** A value on one line. @param enough number of characters after which the remaining elements may be omitted */
function lineText(value: Value, enough = Infinity): string {
  if (value.sensitive) return SENSITIVE;
  switch (value.kind) {
    case 'list':
    case 'set':
    case 'tuple':
      return `[${joinedLine(value.elements, lineText, enough)}]`;
    case 'map':
    case 'object': {
      const shown = sortedKeys(value.entries).filter(key => value.entries.get(key)!.kind !== 'null');
      return shown.length === 0
        ? '{}'
        : `{ ${joinedLine(shown, (key, left) => `${printKey(key)} = ${lineText(value.entries.get(key)!, left)}`, enough)} }`;
    }
    default:
      return onOneLine(printHcl(value));
  }
}

/** Joins the texts of items with commas until they have more than `enough` characters. @param textOf also takes how many are left */
function joinedLine<T>(items: readonly T[], textOf: (item: T, left: number) => string, enough: number): string {
  const texts: string[] = [];
  let left = enough;
  for (const item of items) {
    if (left < 0) break;
    const text = textOf(item, left);
    texts.push(text);
    left -= text.length;
  }
  return texts.join(', ');
}

/**
 * Prints a JSON value as HCL: strings, numbers, booleans, null, lists, and objects in the order of their keys.
 * @param indent of the lines after the first
 */
export function printJson(value: unknown, indent = ''): string {
  if (typeof value === 'string') return quoteString(value);
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return bracketed(
      value.map(element => printJson(element, inner)),
      indent,
    );
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return braced(
    entries.map(([key, entry]) => [printKey(key), printJson(entry, inner)]),
    indent,
  );
}

function objectText(entries: ReadonlyMap<string, Value>, indent: string): string {
  const shown = sortedKeys(entries).filter(key => entries.get(key)!.kind !== 'null');
  return braced(
    shown.map(key => [printKey(key), printHcl(entries.get(key)!, `${indent}  `)]),
    indent,
  );
}

function bracketed(texts: readonly string[], indent: string): string {
  const line = `[${texts.join(', ')}]`;
  if (line.length <= 80 && !line.includes('\n')) return line;
  return `[\n${texts.map(text => `${indent}  ${text},\n`).join('')}${indent}]`;
}

function braced(entries: readonly (readonly [string, string])[], indent: string): string {
  if (entries.length === 0) return '{}';
  const lines = alignedLines(entries).map(line => `${indent}  ${line}\n`);
  return `{\n${lines.join('')}${indent}}`;
}

/** `name = value` lines with aligned equals signs. */
function alignedLines(entries: readonly (readonly [string, string])[]): string[] {
  const lines: string[] = [];
  for (let start = 0; start < entries.length;) {
    let end = start;
    while (end < entries.length && !entries[end]![1].includes('\n')) end++;
    const width = largest(entries.slice(start, end).map(([key]) => key.length));
    for (const [key, text] of entries.slice(start, end)) lines.push(`${key.padEnd(width)} = ${text}`);
    if (end < entries.length) lines.push(`${entries[end]![0]} = ${entries[end]![1]}`);
    start = end + 1;
  }
  return lines;
}

/** A key, quoted if necessary. */
export const printKey = (key: string): string =>
  /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(key) && key !== 'for' ? key : quoteString(key);

/** A string in quotes, with template sequences escaped. */
export function quoteString(text: string): string {
  const escaped = text
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/([$%])\{/g, '$1$1{');
  return `"${escaped}"`;
}
