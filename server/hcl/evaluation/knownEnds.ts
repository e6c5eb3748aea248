/** How unknown texts and lists of texts begin and end: the parts of a name that are known although a part in the middle is not. */
import type { Expression } from '../../syntax/ast';
import type { KnownEnds, Value } from '../model';

type Side = keyof KnownEnds;

/** Longer ends are cut. */
const MAX_END_LENGTH = 10_000;

/** The known ends of a template, of `join`, and of the list that `compact` returns; undefined if nothing is known. */
export function endsOf(expression: Expression, operands: readonly Value[]): KnownEnds | undefined {
  if (expression.kind === 'template') return endsOfJoined(operands, '');
  if (expression.kind !== 'call' || expression.expand) return undefined;
  const [first, second, third] = operands;
  switch (expression.name) {
    case 'join':
      return first?.kind === 'string' && second && !third ? endsOfList(second, first.value) : undefined;
    case 'compact':
      return first && bothSides(side => keptTexts(elementsOf(first), side));
    default:
      return undefined;
  }
}

/** Whether one value can't be the other, because of how they begin or end. */
export function haveDifferentEnds(a: Value, b: Value): boolean {
  const [left, right] = [knownText(a), knownText(b)];
  if (!left || !right) return false;
  const areCompatible = (x: string, y: string): boolean => x.startsWith(y) || y.startsWith(x);
  const areCompatibleAtEnd = (x: string, y: string): boolean => x.endsWith(y) || y.endsWith(x);
  // A known text is as long as its ends together, or longer.
  const isTooShort = (text: Value, { start, end }: TextEnds): boolean =>
    text.kind === 'string' && text.value.length < start.length + end.length;
  return (
    !areCompatible(left.start, right.start) ||
    !areCompatibleAtEnd(left.end, right.end) ||
    (b.kind === 'unknown' && isTooShort(a, right)) ||
    (a.kind === 'unknown' && isTooShort(b, left))
  );
}

interface TextEnds {
  readonly start: string;
  readonly end: string;
}

/** The ends of a text; a known text is both of its ends. */
export function knownText(value: Value): TextEnds | undefined {
  if (value.kind === 'string') return { start: value.value, end: value.value };
  if (value.kind !== 'unknown' || !value.ends || value.type.kind !== 'string') return undefined;
  return { start: value.ends.start.join(''), end: value.ends.end.join('') };
}

function bothSides(textsOf: (side: Side) => readonly string[]): KnownEnds | undefined {
  const [start, end] = [textsOf('start'), textsOf('end')];
  return [...start, ...end].some(text => text !== '') ? { start, end } : undefined;
}

function endsOfList(list: Value, separator: string): KnownEnds | undefined {
  if (list.kind !== 'unknown') return endsOfJoined(elementsOf(list), separator);
  const { ends, type } = list;
  return ends && type.kind === 'list' ? bothSides(side => [cut(ends[side].join(separator), side)]) : undefined;
}

const endsOfJoined = (parts: readonly Value[], separator: string): KnownEnds | undefined =>
  parts.some(part => textOf(part) === undefined)
    ? bothSides(side => [cut(joinedSide(parts, separator, side), side)])
    : undefined;

/** The texts up to the first unknown one, and its known end. */
function joinedSide(parts: readonly Value[], separator: string, side: Side): string {
  const pieces: string[] = [];
  for (const [index, part] of fromSide(parts, side).entries()) {
    if (index > 0) pieces.push(separator);
    const text = textOf(part);
    pieces.push(text ?? knownText(part)?.[side] ?? '');
    if (text === undefined) break;
  }
  return fromSide(pieces, side).join('');
}

/** The texts up to the first unknown one, without those that `compact` drops. */
function keptTexts(elements: readonly Value[], side: Side): readonly string[] {
  const kept: string[] = [];
  for (const element of fromSide(elements, side)) {
    const text = element.kind === 'null' ? '' : textOf(element);
    if (text === undefined) break;
    if (text !== '') kept.push(text);
  }
  return fromSide(kept, side);
}

const fromSide = <T>(all: readonly T[], side: Side): readonly T[] => (side === 'start' ? all : [...all].reverse());

const cut = (text: string, side: Side): string =>
  side === 'start' ? text.slice(0, MAX_END_LENGTH) : text.slice(-MAX_END_LENGTH);

const elementsOf = (value: Value): readonly Value[] =>
  value.kind === 'list' || value.kind === 'tuple' ? value.elements : [];

function textOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'string':
      return value.value;
    case 'number':
      return value.value.toText();
    case 'bool':
      return String(value.value);
    default:
      return undefined;
  }
}
