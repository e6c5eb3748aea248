/**
 * The changes of `terraform fmt` besides white space: `"${a}"` becomes `a`, labels are quoted, and type constraints of Terraform 0.11 are
 * updated. Source of the rules: formatBody in internal/command/fmt.go of hashicorp/terraform. Two cases that terraform breaks are left
 * unchanged: block labels with a `$` or `%`, and the end of `"${…}"` after a comment.
 */
import { ownProperty } from '../../common/ownProperty';
import { ITEMS_PER_PAUSE } from '../scheduling/pausing';
import type { Attribute, Block } from '../syntax/ast';
import type { PlacedItem } from '../syntax/sourceFileModel';
import type { FormatToken, Kind } from './formatToken';

/** Replaces the tokens with the indexes `from` up to `to`. */
export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly written: readonly FormatToken[];
}

/**
 * @param tokens of the whole text from which the items were read
 * @param touches whether a range of the text may be changed; offsets in UTF-16 units
 * @returns in source order
 */
export function* modernize(
  items: readonly PlacedItem[],
  tokens: readonly FormatToken[],
  touches: (start: number, end: number) => boolean,
): Generator<undefined, Replacement[]> {
  const replacements: Replacement[] = [];
  const add = (start: number, end: number, rewrite: (old: readonly FormatToken[]) => readonly FormatToken[]): void => {
    const [from, to] = [indexAt(tokens, start), indexAt(tokens, end)];
    const old = tokens.slice(from, to);
    const written = rewrite(old);
    if (written !== old && touches(start, end)) replacements.push({ from, to, written });
  };
  let count = 0;
  function* visit(node: Block | Attribute, offset: number, parents: readonly string[]): Generator<undefined, void> {
    if (++count % ITEMS_PER_PAUSE === 0) yield;
    if (node.kind === 'attribute') {
      const isType = node.name === 'type' && parents.length === 1 && parents[0] === 'variable';
      add(offset + node.value.start, offset + node.end, isType ? modernType : unwrapped);
      return;
    }
    const last = node.labels.at(-1);
    if (last) add(offset + node.start + node.type.length, offset + last.end, old => quotedLabels(node, old));
    for (const child of node.body) yield* visit(child, offset, [...parents, node.type]);
  }
  for (const { item, offset } of items) yield* visit(item.node, offset, []);
  return replacements;
}

/** Index of the first token that begins at or after an offset. */
function indexAt(tokens: readonly FormatToken[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.start! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

const newToken = (kind: Kind, text: string): FormatToken => ({ kind, text, spaces: 0 });

function quotedLabels({ labels }: Block, old: readonly FormatToken[]): readonly FormatToken[] {
  const raw = old.filter(({ kind }) => kind === 'literal').map(({ text }) => text);
  if (raw.some(text => /[$%]/.test(text))) return old;
  const written = labels.flatMap(({ name }) => {
    const text = escaped(name);
    return [
      newToken('openQuote', '"'),
      ...(text === '' ? [] : [newToken('literal', text)]),
      newToken('closeQuote', '"'),
    ];
  });
  const isSame = written.length === old.length && written.every(({ text }, index) => text === old[index]!.text);
  return isSame ? old : written;
}

const ESCAPES: Record<string, string> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  '\\': '\\\\',
  '${': '$${',
  '%{': '%%{',
};

/** Names that need no escapes, as most are. */
const PLAIN = /^[\w.-]*$/;

function escaped(name: string): string {
  if (PLAIN.test(name)) return name;
  return name.replace(/[$%]\{|["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, char => {
    const code = char.codePointAt(0)!;
    return (
      ownProperty(ESCAPES, char) ??
      (code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`)
    );
  });
}

/** `list` becomes `list(any)`; `"string"`, `"list"` and `"map"` lose their quotes, and the latter two get string elements. */
function modernType(tokens: readonly FormatToken[]): readonly FormatToken[] {
  const [first, second] = tokens;
  const called = (name: string, of: string): FormatToken[] => [
    newToken('identifier', name),
    newToken('(', '('),
    newToken('identifier', of),
    newToken(')', ')'),
  ];
  if (tokens.length === 1 && first?.kind === 'identifier' && /^(?:list|map|set)$/.test(first.text))
    return called(first.text, 'any');
  if (tokens.length !== 3 || first?.kind !== 'openQuote' || second?.kind !== 'literal') return tokens;
  if (second.text === 'string') return [newToken('identifier', 'string')];
  return second.text === 'list' || second.text === 'map' ? called(second.text, 'string') : tokens;
}

/** The content of a string that is only `"${…}"`; in parentheses if it spans lines. */
function unwrapped(tokens: readonly FormatToken[]): readonly FormatToken[] {
  const kinds = [tokens[0]?.kind, tokens[1]?.kind, tokens.at(-2)?.kind, tokens.at(-1)?.kind].join(' ');
  if (
    tokens.length < 5 ||
    kinds !== 'openQuote openTemplate closeTemplate closeQuote' ||
    !tokens[1]!.text.startsWith('$')
  )
    return tokens;
  let [from, to] = [2, tokens.length - 2];
  if (!isOneExpression(tokens.slice(from, to))) return tokens;
  while (from < to && tokens[from]!.kind === 'newline') from++;
  while (from < to && tokens[to - 1]!.kind === 'newline') to--;
  const inside = tokens.slice(from, to);
  const isLonger = inside.some(({ kind }) => kind === 'newline') || inside.slice(0, -1).some(isLineComment);
  const hasParentheses = inside[0]?.kind === '(' && inside.at(-1)?.kind === ')';
  return isLonger && !hasParentheses ? [newToken('(', '('), ...inside, newToken(')', ')')] : inside;
}

const isLineComment = ({ kind, text }: FormatToken): boolean => kind === 'comment' && text.endsWith('\n');

/** Whether there is no other template sequence outside of nested strings. */
function isOneExpression(tokens: readonly FormatToken[]): boolean {
  let quotes = 0;
  for (const { kind } of tokens) {
    if (kind === 'openQuote') quotes++;
    else if (kind === 'closeQuote') quotes--;
    else if (quotes === 0 && (kind === 'openTemplate' || kind === 'closeTemplate')) return false;
  }
  return true;
}
