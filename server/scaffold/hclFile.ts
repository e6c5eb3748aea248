/**
 * Writes new configuration from plain data according to the framework's usage rules: a blank line before and after everything that has several
 * lines. The caller formats it (FileChanges does), so nothing is aligned here.
 */
import { printKey, quoteString } from '../semantics/hclPrinter';

/** An argument, a nested block, or a separator: an empty line between groups of arguments, or none where there would be one. */
export type HclLine =
  | { readonly kind: 'attribute'; readonly name: string; readonly value: HclValue }
  | HclBlock
  | { readonly kind: 'gap' }
  | { readonly kind: 'touching' };

export interface HclBlock {
  readonly kind: 'block';
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: readonly HclLine[];
}

export const attribute = (name: string, value: HclValue): HclLine => ({ kind: 'attribute', name, value });
/** An argument whose value is an object. */
export const nested = (name: string, lines: readonly HclLine[]): HclLine => attribute(name, { object: lines });
export const block = (type: string, labels: readonly string[], body: readonly HclLine[]): HclBlock => ({
  kind: 'block',
  type,
  labels,
  body,
});
export const GAP: HclLine = { kind: 'gap' };
export const TOUCHING: HclLine = { kind: 'touching' };

/** Groups of arguments, separated by blank lines; empty groups are omitted. */
export const groups = (...all: readonly (readonly HclLine[])[]): HclLine[] =>
  all.filter(group => group.length > 0).flatMap((group, index) => (index === 0 ? group : [GAP, ...group]));

/** The text of a file of blocks. */
export const hclFile = (blocks: readonly HclBlock[]): string => `${blocks.map(each => blockText(each)).join('\n\n')}\n`;

function blockText({ type, labels, body }: HclBlock): string {
  const head = [type, ...labels.map(quoteString)].join(' ');
  return body.length === 0 ? `${head} {}` : `${head} {\n${linesText(body)}\n}`;
}

/** Lines of a body or an object, without braces. */
function linesText(lines: readonly HclLine[]): string {
  const written: string[] = [];
  let before: 'gap' | 'touching' | 'one' | 'several' | undefined;
  for (const line of lines) {
    if (line.kind === 'touching') {
      before = 'touching';
      continue;
    }
    if (line.kind === 'gap') {
      if (before !== undefined && before !== 'gap') written.push('');
      before = 'gap';
      continue;
    }
    const text = line.kind === 'block' ? blockText(line) : `${printKey(line.name)} = ${printValue(line.value)}`;
    const size = text.includes('\n') ? 'several' : 'one';
    const isSet = before === undefined || before === 'gap' || before === 'touching';
    if (!isSet && (size === 'several' || before === 'several')) written.push('');
    written.push(text);
    before = size;
  }
  return written.join('\n');
}

/** `expression` is source text; `object` keeps the order of its lines. */
export type HclValue =
  | string
  | number
  | boolean
  | readonly HclValue[]
  | { readonly expression: string }
  | { readonly object: readonly HclLine[] };

/** Lists of objects have a line per element, other lists are on one line. */
export function printValue(value: HclValue): string {
  if (typeof value === 'string') return quoteString(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isList(value)) return listText(value);
  if ('expression' in value) return value.expression;
  return value.object.length === 0 ? '{}' : `{\n${linesText(value.object)}\n}`;
}

const isList = (value: HclValue): value is readonly HclValue[] => Array.isArray(value);

function listText(elements: readonly HclValue[]): string {
  const texts = elements.map(printValue);
  return texts.some(text => text.includes('\n')) ? `[\n${texts.join(',\n')}\n]` : `[${texts.join(', ')}]`;
}
