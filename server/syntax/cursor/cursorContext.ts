/**
 * Determines what can be inserted at a position: the enclosing block, argument and keys, whether a name or a value is expected, and the typed
 * prefix. Uses only the text, which can have syntax errors. Offsets are UTF-16 code units.
 */
import type { BodyFrame, Frame } from './contextFrames';
import { scanContext, type ScannedContext } from './contextScanner';

/** Start of a top-level item, as in itemReader.ts: a line that begins with a name in the first column and contains the opening brace. */
const BLOCK_HEADER =
  /^(?:module|locals|variable|provider|terraform|resource|data|output|moved|import|removed|check|ephemeral)\b[^\n={]*\{/gm;

export interface OpenBlock {
  readonly type: string;
  readonly labels: readonly string[];
  /** Existing arguments and nested blocks, except for the one at the cursor. */
  readonly names: ReadonlySet<string>;
  /** Arguments that are string literals, with their text (escapes unresolved). */
  readonly texts: ReadonlyMap<string, string>;
  /** Keys of arguments that are object literals. */
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * - `item`: a block at the top of a file (an argument in a `.tfvars` file);
 * - `argument`: an argument or block within a block;
 * - `label`: a label in a block's header;
 * - `key`: a key of an object;
 * - `value`: an expression, or the text of a string;
 * - `index`: the key in brackets after a reference;
 * - `nothing`: a comment, an operator, or another place without suggestions.
 */
export type Expected = 'item' | 'argument' | 'label' | 'key' | 'value' | 'index' | 'nothing';

export interface CursorContext {
  readonly expected: Expected;
  /** Enclosing blocks, outermost first. In a header, without the block that it begins. */
  readonly blocks: readonly OpenBlock[];
  /** The block whose header contains the cursor: its type, and the labels before the cursor. */
  readonly header: { readonly type: string; readonly labels: readonly string[] } | undefined;
  /** Argument of the innermost block whose value contains the cursor. */
  readonly argument: string | undefined;
  /** Path within the argument's value: keys, `*` for a list element, `()` for a nested expression. */
  readonly path: readonly string[];
  /** Existing content of the innermost block, object or list. */
  readonly siblings: ReadonlySet<string>;
  /** The word or string at the cursor; empty if there is none. */
  readonly start: number;
  readonly end: number;
  /** The part of the word or string before the cursor. */
  readonly typed: string;
  /** Whether the cursor is in a string. */
  readonly quoted: boolean;
  /** Whether the string has interpolations before the cursor, so that no complete string can be inserted. */
  readonly inTemplate: boolean;
  /** Steps of the reference before the cursor: `module`, `a` for `module.a.│` and `module.a["│`. */
  readonly reference: readonly string[];
  /** The innermost function call around the cursor. */
  readonly call: { readonly name: string; readonly argument: number } | undefined;
  /** Whether an equals sign or the body of a block follows. */
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

/** Offset of the last line up to the cursor that begins a block in the first column. */
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

/** Names in the construct that contains the cursor's word; for a string, the enclosing construct. */
function siblingsOf(frames: readonly Frame[]): ReadonlySet<string> {
  const around = frames.filter(frame => frame.kind !== 'quoted').at(-1);
  return around && 'names' in around ? around.names : NONE;
}

const TRAVERSAL =
  /(?:[\p{ID_Start}_][\p{ID_Continue}-]*(?:\[(?:"[^"\n]*"|\d+|\*)\])*\.)*(?:[\p{ID_Start}_][\p{ID_Continue}-]*(?:\[(?:"[^"\n]*"|\d+|\*)\])*)?$/u;

/** Maximum length of a reference before the cursor. */
const MAX_REFERENCE = 500;

/** Steps of the reference before the word. A key in brackets belongs to the reference before the bracket. */
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
