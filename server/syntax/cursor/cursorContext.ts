/**
 * What may be written at a place of a file, from its text alone: which block, argument and keys the cursor is in, whether a name or a
 * value is expected, and what is typed so far. It works in text that does not parse. Offsets are UTF-16 units of the text.
 */
import type { BodyFrame, Frame } from './contextFrames';
import { scanContext, type ScannedContext } from './contextScanner';

/** Where a file's items begin, as the reader of broken files takes it: in the first column, with the body's brace on the line. */
const BLOCK_HEADER =
  /^(?:module|locals|variable|provider|terraform|resource|data|output|moved|import|removed|check|ephemeral)\b[^\n={]*\{/gm;

export interface OpenBlock {
  readonly type: string;
  readonly labels: readonly string[];
  /** Arguments and nested blocks that are there, but for the one that the cursor is on. */
  readonly names: ReadonlySet<string>;
  /** Arguments that are plain strings, and what they say (escapes as written). */
  readonly texts: ReadonlyMap<string, string>;
  /** Keys of the arguments that are written as objects. */
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * - `item`: a block at the top of a file (an argument in a `.tfvars` file);
 * - `argument`: an argument or block within a block;
 * - `label`: a label in a block's header;
 * - `key`: a key of an object;
 * - `value`: an expression, or the text of a string;
 * - `index`: what stands in the brackets behind a reference;
 * - `nothing`: a comment, an operator, a place for nothing that could be known.
 */
export type Expected = 'item' | 'argument' | 'label' | 'key' | 'value' | 'index' | 'nothing';

export interface CursorContext {
  readonly expected: Expected;
  /** Blocks around the cursor, outermost first. In a header: without the block that it begins. */
  readonly blocks: readonly OpenBlock[];
  /** The block whose header the cursor is in: its type, and the labels before the cursor. */
  readonly header: { readonly type: string; readonly labels: readonly string[] } | undefined;
  /** Argument of the innermost block whose value the cursor is in. */
  readonly argument: string | undefined;
  /** From the argument's value inwards: keys, `*` for an element of a list, `()` for whatever makes another value of it. */
  readonly path: readonly string[];
  /** What the innermost block, object or list has already. */
  readonly siblings: ReadonlySet<string>;
  /** What the cursor is in: a word, or what stands between quotes. Empty where there is nothing. */
  readonly start: number;
  readonly end: number;
  /** The part of it before the cursor. */
  readonly typed: string;
  /** Whether the cursor is in a string. */
  readonly quoted: boolean;
  /** The string has interpolations before the cursor: no whole text can stand here. */
  readonly inTemplate: boolean;
  /** `module`, `a` before `module.a.│`, and before `module.a["│`. */
  readonly reference: readonly string[];
  /** The innermost function call around the cursor. */
  readonly call: { readonly name: string; readonly argument: number } | undefined;
  /** An equals sign, or the body of a block, follows. */
  readonly hasValue: boolean;
}

/** @param offset of the cursor in `text` */
export function cursorContext(text: string, offset: number): CursorContext {
  const cursor = Math.max(0, Math.min(offset, text.length));
  const start = itemStart(text, cursor);
  const end = itemEnd(text, cursor);
  const strict = scanContext(text, start, end, cursor, false);
  return describe(text, cursor, strict.isBalanced ? strict : scanContext(text, start, end, cursor, true));
}

/** The last line before the cursor, or its own, that begins a block in the first column. */
function itemStart(text: string, cursor: number): number {
  let lineStart = text.lastIndexOf('\n', cursor - 1) + 1;
  for (;;) {
    if (isLetter(text.charCodeAt(lineStart))) {
      BLOCK_HEADER.lastIndex = lineStart;
      const lineEnd = text.indexOf('\n', lineStart);
      const found = BLOCK_HEADER.exec(text.slice(0, lineEnd < 0 ? text.length : lineEnd));
      if (found?.index === lineStart && found[0].length <= cursor - lineStart) return lineStart;
    }
    if (lineStart === 0) return text.charCodeAt(0) === 0xfeff ? Math.min(1, cursor) : 0;
    lineStart = lineStart === 1 ? 0 : text.lastIndexOf('\n', lineStart - 2) + 1;
  }
}

const isLetter = (code: number): boolean => code >= 97 && code <= 122;

function itemEnd(text: string, cursor: number): number {
  const lineEnd = text.indexOf('\n', cursor);
  if (lineEnd < 0) return text.length;
  BLOCK_HEADER.lastIndex = lineEnd + 1;
  return BLOCK_HEADER.exec(text)?.index ?? text.length;
}

function describe(text: string, cursor: number, scanned: ScannedContext): CursorContext {
  const { frames, word } = scanned;
  const top = frames.at(-1)!;
  const bodies = frames.filter(frame => frame.kind === 'body');
  const body = bodies.at(-1)!;
  const inside = frames.slice(frames.indexOf(body) + 1);
  const quoted = top.kind === 'quoted' || top.kind === 'heredoc';
  const expected =
    scanned.inComment || top.kind === 'heredoc'
      ? 'nothing'
      : expectedAt(frames, bodies.length, text[word.start - 1] === '.');
  const hasArgument = body.state === 'value' || inside.some(frame => frame.kind !== 'quoted' || frame.role !== 'label');
  const isHeader = expected === 'label' || (expected === 'nothing' && body.state === 'afterName');
  return {
    expected,
    blocks: bodies.slice(1).map(openBlock),
    header: isHeader ? { type: body.name, labels: body.nextLabels } : undefined,
    argument: hasArgument ? body.name : undefined,
    path: inside.flatMap(pathStep),
    siblings: siblingsOf(frames),
    start: word.start,
    end: word.end,
    typed: text.slice(word.start, cursor),
    quoted,
    inTemplate: quoted && top.hasTemplate,
    reference: referenceBefore(text, word.start, frames),
    call: innermostCall(frames),
    hasValue: hasValueBehind(text, word.end, quoted),
  };
}

const openBlock = ({ type, labels, names, texts, keys }: BodyFrame): OpenBlock => ({
  type,
  labels,
  names,
  texts,
  keys,
});

function expectedAt(frames: readonly Frame[], bodies: number, afterDot: boolean): Expected {
  const top = frames.at(-1)!;
  if (top.kind === 'quoted') return top.role;
  if (top.kind === 'index') return top.operandEnded ? 'nothing' : 'index';
  if (top.kind === 'body' && top.state !== 'value') {
    if (top.state === 'name') return bodies > 1 ? 'argument' : 'item';
    return bodies > 1 || top.operandEnded ? 'nothing' : 'label';
  }
  if (top.kind === 'object' && !top.isFor) {
    if (top.state === 'key') return 'key';
    // `aws.│` as a key of a providers map.
    if (top.state === 'afterKey') return afterDot ? 'key' : 'nothing';
  }
  return top.operandEnded ? 'nothing' : 'value';
}

function pathStep(frame: Frame): string[] {
  switch (frame.kind) {
    case 'object':
      if (frame.isFor) return ['()'];
      return frame.state === 'value' && frame.key !== undefined ? [frame.key] : frame.state === 'value' ? ['()'] : [];
    case 'list':
      return [frame.isFor ? '()' : '*'];
    case 'call':
    case 'index':
    case 'template':
      return ['()'];
    default:
      return [];
  }
}

const NONE: ReadonlySet<string> = new Set();

/** Of the construct that the cursor's word belongs to: strings belong to what they stand in. */
function siblingsOf(frames: readonly Frame[]): ReadonlySet<string> {
  const around = frames.filter(frame => frame.kind !== 'quoted').at(-1);
  return around && 'names' in around ? around.names : NONE;
}

const TRAVERSAL =
  /(?:[\p{ID_Start}_][\p{ID_Continue}-]*(?:\[(?:"[^"\n]*"|\d+|\*)\])*\.)*(?:[\p{ID_Start}_][\p{ID_Continue}-]*(?:\[(?:"[^"\n]*"|\d+|\*)\])*)?$/u;

/** Characters of a reference before the cursor that are looked at. */
const MAX_REFERENCE = 500;

/** The steps before the word; a key in brackets belongs to the reference before the bracket. */
function referenceBefore(text: string, wordStart: number, frames: readonly Frame[]): string[] {
  const around = frames.filter(frame => frame.kind !== 'quoted').at(-1);
  const end = around?.kind === 'index' ? around.start : wordStart;
  if (end === wordStart && text[end - 1] !== '.') return [];
  const from = Math.max(text.lastIndexOf('\n', end - 1) + 1, end - MAX_REFERENCE);
  const traversal = TRAVERSAL.exec(text.slice(from, end))?.[0] ?? '';
  return traversal
    .split(/\.|\[/)
    .map(step => step.replace(/\]$/, '').replace(/^"|"$/g, ''))
    .filter(step => step !== '');
}

function innermostCall(frames: readonly Frame[]): CursorContext['call'] {
  const call = frames.filter(frame => frame.kind === 'call').at(-1);
  return call && { name: call.name, argument: call.argument };
}

const hasValueBehind = (text: string, end: number, quoted: boolean): boolean => {
  const lineEnd = text.indexOf('\n', end);
  const rest = text.slice(end, lineEnd < 0 ? text.length : lineEnd);
  return (quoted ? /^"?[ \t]*(?:=(?![=>])|:|\{)/ : /^[ \t]*(?:=(?![=>])|:|\{|"[^"]*"[ \t]*\{)/).test(rest);
};
