/** What can be read of an item that does not parse, where nothing is known of it from before. */
import type { Attribute, Block, Item } from '../ast';
import { BodyParser, readItemEnd, skipToItem } from '../parser/bodyParser';
import type { FileKind } from '../itemReader';
import { MAX_REREADING } from '../limits';
import { Scanner, SyntaxProblem, Token } from '../parser/scanner';

/** Text with more mistakes than this is not worth reading on. */
const MAX_MISTAKES = 100;

const ATTRIBUTE = /([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t]*=(?![=>])[ \t]*/uy;
/** A line that begins an attribute or a block, or that ends one. */
const ENTRY_LINE = /^([ \t]*)(?:(\})|[\p{ID_Start}_][\p{ID_Continue}-]*[ \t]*(?:=(?![=>])|(?:"[^"\n]*"[ \t]*)*\{))/gmu;

/**
 * The item that a text holds, without the entries that do not parse. Attributes of which the name can be read keep that, with a
 * value of the kind `unreadable`. The item's text is all of `text`: its offsets are those of the text as it is.
 * @param text from the item's first character on, without white space at its end
 * @returns undefined when not even the header can be read
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

/** An attribute that begins at `start` and reaches to `end`; undefined when there is no name with an equals sign. */
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

/** After a mistake in a body, goes on at the next line that begins an entry and is indented no deeper. */
class RecoveringParser extends BodyParser {
  private mistakes = 0;
  /** Characters that were looked at in vain. */
  private reread = 0;
  /** Where reading goes on after a mistake. */
  private resumedAt = -1;

  protected override parseBody(_type: string, _opening: object, depth: number): (Block | Attribute)[] {
    const { scanner } = this;
    const body: (Block | Attribute)[] = [];
    const names = new Set<string>();
    while (attempt(() => skipToItem(scanner))) {
      if (scanner.peek() === Token.CloseBrace) {
        scanner.read();
        break;
      }
      const start = scanner.tokenStart;
      const entry = attempt(() => this.parseEntry(depth)) ?? this.skipMistake(start);
      if (entry?.kind === 'block' || (entry && !names.has(entry.name))) body.push(entry);
      if (entry?.kind === 'attribute') names.add(entry.name);
      if (depth > 0 && this.resumesOutside(start)) break;
    }
    return body;
  }

  private parseEntry(depth: number): Block | Attribute {
    const { scanner } = this;
    const entry = this.parseBodyItem(depth + 1);
    if (scanner.position !== this.resumedAt && scanner.peek() !== Token.CloseBrace) readItemEnd(scanner);
    return entry;
  }

  /** Moves to where reading goes on; what stays known of the entry at `start`. */
  private skipMistake(start: number): Attribute | undefined {
    const { scanner } = this;
    const { text } = scanner;
    this.reread += Math.max(0, scanner.lookedAt - start);
    scanner.lookedAt = 0;
    const isHopeless = ++this.mistakes > MAX_MISTAKES || this.reread > MAX_REREADING * text.length;
    const next = isHopeless ? text.length : nextEntry(text, start);
    this.reread += next - start;
    scanner.position = next;
    this.resumedAt = next;
    return unreadableAttribute(text, start, next);
  }

  /** Whether reading goes on at an entry of an enclosing block, this block's end being lost. */
  private resumesOutside(start: number): boolean {
    const { position, text } = this.scanner;
    if (position !== this.resumedAt || position >= text.length) return false;
    return indentAt(text, position) < indentAt(text, start) && !/^[ \t]*\}/.test(text.slice(position, position + 200));
  }
}

/** Start of the next line where something begins that is indented no deeper than the entry at `start`; else the text's end. */
function nextEntry(text: string, start: number): number {
  const indent = indentAt(text, start);
  const lineEnd = text.indexOf('\n', start);
  if (lineEnd < 0) return text.length;
  ENTRY_LINE.lastIndex = lineEnd + 1;
  for (let match = ENTRY_LINE.exec(text); match; match = ENTRY_LINE.exec(text)) {
    const [, space = '', brace] = match;
    // A brace that is indented like the entry belongs to its value.
    if (brace === undefined ? space.length <= indent : space.length < indent) return match.index;
  }
  return text.length;
}

/** White space before what a line begins with; one more for what follows something else in its line. */
function indentAt(text: string, offset: number): number {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, lineStart + 200))?.[0].length ?? 0;
  return lineStart + indent < offset ? indent + 1 : indent;
}
