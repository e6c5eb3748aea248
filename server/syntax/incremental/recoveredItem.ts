/** Error recovery for an item with syntax errors that has no earlier valid version. */
import type { Attribute, Block, Item } from '../ast';
import { BodyParser, readItemEnd, skipToItem } from '../parser/bodyParser';
import type { FileKind } from '../itemReader';
import { MAX_REREADING } from '../limits';
import { Scanner, SyntaxProblem, Token } from '../parser/scanner';

/** Maximum number of syntax errors. After that, the rest of the item is skipped. */
const MAX_MISTAKES = 100;

const ATTRIBUTE = /([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t]*=(?![=>])[ \t]*/uy;
/** Start of a line that begins an attribute or block, or ends a block. */
const ENTRY_LINE = /^([ \t]*)(?:(\})|[\p{ID_Start}_][\p{ID_Continue}-]*[ \t]*(?:=(?![=>])|(?:"[^"\n]*"[ \t]*)*\{))/gmu;

/**
 * Parses an item without the entries that have syntax errors. For attributes with a valid name, the name is kept, and the value has the kind
 * `unreadable`. The item's text is the whole `text`.
 * @param text starts at the item's first character, without trailing white space
 * @returns undefined if the header has a syntax error
 */
export function recoverItem(uri: string, text: string, kind: FileKind): Item | undefined {
  const node = kind === 'variables' ? unreadableAttribute(text, 0, text.length) : recoverBlock(text);
  return node && { uri, text, node };
}

function recoverBlock(text: string): Block | undefined {
  const scanner = new Scanner(text);
  const node = attempt(() => new RecoveringParser(scanner, 0).parseBodyItem(0));
  return node?.kind === 'block' ? node : undefined;
}

/** Creates an attribute from `start` to `end`. @returns undefined if there is no name with an equals sign */
function unreadableAttribute(text: string, start: number, end: number): Attribute | undefined {
  ATTRIBUTE.lastIndex = start;
  const [, name] = ATTRIBUTE.exec(text) ?? [];
  if (name === undefined) return undefined;
  const valueStart = ATTRIBUTE.lastIndex;
  const valueEnd = Math.max(valueStart, start + text.slice(start, end).trimEnd().length);
  return {
    kind: 'attribute',
    name: name.normalize('NFC'),
    nameEnd: start + name.length,
    value: { kind: 'unreadable', start: valueStart, end: valueEnd },
    start,
    end: valueEnd,
  };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return undefined;
    throw problem;
  }
}

/** After a syntax error in a body, continues at the next line that begins an entry and is not indented deeper. */
class RecoveringParser extends BodyParser {
  private mistakes = 0;
  /** Number of characters that were read before syntax errors or skipped. */
  private reread = 0;
  /** Offset at which parsing continued after the last syntax error. */
  private resumedAt = -1;

  protected override parseBody(_type: string, _opening: object, depth: number): (Block | Attribute)[] {
    const { scanner } = this;
    const body: (Block | Attribute)[] = [];
    const names = new Set<string>();
    while (attempt(() => skipToItem(scanner))) {
      if (scanner.peek() === Token.CloseBrace) {
        scanner.read();
        return body;
      }
      const start = scanner.tokenStart;
      const entry = attempt(() => this.parseEntry(depth)) ?? this.skipMistake(start);
      if (entry?.kind === 'block' || (entry && !names.has(entry.name))) body.push(entry);
      if (entry?.kind === 'attribute') names.add(entry.name);
      if (depth > 0 && this.resumesOutside(start)) return body;
    }
    return withoutUnclosed(scanner.text, body);
  }

  private parseEntry(depth: number): Block | Attribute {
    const { scanner } = this;
    const entry = this.parseBodyItem(depth + 1);
    if (scanner.position !== this.resumedAt && scanner.peek() !== Token.CloseBrace) readItemEnd(scanner);
    return entry;
  }

  /** Skips the entry at `start` after a syntax error in it. @returns the entry as an unreadable attribute, if its name is known */
  private skipMistake(start: number): Attribute | undefined {
    const { scanner } = this;
    const { text } = scanner;
    this.reread += Math.max(0, scanner.scanned - start);
    scanner.scanned = 0;
    const isHopeless = ++this.mistakes > MAX_MISTAKES || this.reread > MAX_REREADING * text.length;
    const next = isHopeless ? text.length : nextEntry(text, start);
    this.reread += next - start;
    scanner.position = next;
    this.resumedAt = next;
    return unreadableAttribute(text, start, next);
  }

  /** Whether parsing continues at an entry of an enclosing block, since the end of this block was not found. */
  private resumesOutside(start: number): boolean {
    const { position, text } = this.scanner;
    if (position !== this.resumedAt || position >= text.length) return false;
    return indentAt(text, position) < indentAt(text, start) && !/^[ \t]*\}/.test(text.slice(position, position + 200));
  }
}

/** Without the value of the last attribute if it has several lines: if the end of the block is missing, the value can contain later attributes. */
function withoutUnclosed(text: string, body: (Block | Attribute)[]): (Block | Attribute)[] {
  const last = body.at(-1);
  if (last?.kind !== 'attribute' || !text.slice(last.start, last.end).includes('\n')) return body;
  return [...body.slice(0, -1), unreadableAttribute(text, last.start, last.end) ?? last];
}

/** Start of the next line that begins an entry and is not indented deeper than the one at `start`; else the end of the text. */
function nextEntry(text: string, start: number): number {
  const indent = indentAt(text, start);
  const lineEnd = text.indexOf('\n', start);
  if (lineEnd < 0) return text.length;
  ENTRY_LINE.lastIndex = lineEnd + 1;
  for (let match = ENTRY_LINE.exec(text); match; match = ENTRY_LINE.exec(text)) {
    const [, space = '', brace] = match;
    // A closing brace with the same indentation belongs to the entry's value.
    if (brace === undefined ? space.length <= indent : space.length < indent) return match.index;
  }
  return text.length;
}

/** Indentation of the line; one more if the offset is not at the first character after the indentation. */
function indentAt(text: string, offset: number): number {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, lineStart + 200))?.[0].length ?? 0;
  return lineStart + indent < offset ? indent + 1 : indent;
}
