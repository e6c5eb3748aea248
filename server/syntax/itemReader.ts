/** Splits a file into its top-level items, and skips segments with syntax errors. */
import type { Item, Span } from './ast';
import { parseItem, readItemEnd, skipToItem } from './parser/bodyParser';
import { t } from '../../common/localization';
import { MAX_ERRORS, MAX_REREADING } from './limits';
import { Scanner, SyntaxProblem } from './parser/scanner';
import type { PlacedItem } from './sourceFileModel';
import { ITEMS_PER_PAUSE } from '../scheduling/pausing';
import { trimList } from './trimList';

/** The kind of items in a file: `variables` files (`.tfvars`) contain attributes, others blocks. */
export type FileKind = 'configuration' | 'variables';

/** A syntax error with its message and range, and the segment of the file that can't be parsed because of it. */
export interface BrokenSegment extends Span {
  readonly message: string;
  readonly segmentStart: number;
  /** Text of the segment, without trailing white space. */
  readonly text: string;
}

export interface ReadItems {
  readonly items: readonly PlacedItem[];
  readonly broken: readonly BrokenSegment[];
}

const BLOCK_HEADER =
  /^(?:module|locals|variable|provider|terraform|resource|data|output|moved|import|removed|check|ephemeral)\b[^\n={]*\{/gm;
const ATTRIBUTE_HEADER = /^[\p{ID_Start}_][\p{ID_Continue}-]*[ \t]*=/gmu;

/**
 * Pauses after every few items.
 * @param previousItems items by text, which are reused
 * @param boundaries ranges of the items from an incremental parser; ignored if they don't match the text
 */
export function* readItems(
  uri: string,
  text: string,
  kind: FileKind,
  previousItems: ReadonlyMap<string, Item>,
  boundaries?: readonly Span[],
): Generator<undefined, ReadItems> {
  // Blocks with the same text must be different objects.
  const used = new Set<Item>();
  const take = (source: string): Item | undefined => {
    const item = previousItems.get(source);
    if (!item || used.has(item)) return undefined;
    used.add(item);
    return item;
  };
  const itemAt = (scanner: Scanner): PlacedItem => {
    const node = parseItem(scanner);
    const offset = scanner.itemStart;
    const source = text.slice(offset, scanner.position);
    readItemEnd(scanner);
    // An edited file has items from many versions. They must not keep the whole text of each version in memory.
    return {
      item: take(source) ?? (previousItems.size > 0 ? itemOfOwnText(uri, source) : { uri, text: source, node }),
      offset,
    };
  };
  const read = boundaries && readAt(text, boundaries, take, itemAt);
  if (read) return read;
  used.clear();
  return yield* readAll(text, kind, itemAt);
}

/** Parses an item from a copy of its text, since substrings keep the whole string in memory. */
function itemOfOwnText(uri: string, source: string): Item {
  // A heredoc at the end of the item must end with a line end.
  const copy = `${source}\n`;
  const scanner = new Scanner(copy);
  // V8 flattens a concatenated string when its characters are read. After that, it doesn't refer to the original string.
  const node = parseItem(scanner);
  return { uri, text: copy.slice(0, -1), node };
}

/** @returns undefined if the text doesn't match the boundaries */
function readAt(
  text: string,
  boundaries: readonly Span[],
  take: (source: string) => Item | undefined,
  itemAt: (scanner: Scanner) => PlacedItem,
): ReadItems | undefined {
  const items: PlacedItem[] = [];
  const scanner = new Scanner(text, startOf(text));
  try {
    for (const { start, end } of boundaries) {
      if (!skipToItem(scanner) || scanner.tokenStart !== start) return undefined;
      const same = take(text.slice(start, end));
      if (same) {
        items.push({ item: same, offset: start });
        scanner.position = end;
        readItemEnd(scanner);
      } else items.push(itemAt(scanner));
    }
    return skipToItem(scanner) ? undefined : { items: trimList(items), broken: [] };
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return undefined;
    throw problem;
  }
}

/** Offset after a byte order mark. */
const startOf = (text: string): number => (text.charCodeAt(0) === 0xfeff ? 1 : 0);

function* readAll(
  text: string,
  kind: FileKind,
  itemAt: (scanner: Scanner) => PlacedItem,
): Generator<undefined, ReadItems> {
  const items: PlacedItem[] = [];
  const broken: BrokenSegment[] = [];
  const headers = headersIn(text, kind);
  let reread = 0;
  let scanner = new Scanner(text, startOf(text));
  for (let count = 1; ; count++) {
    if (count % ITEMS_PER_PAUSE === 0) yield;
    const from = scanner.position;
    try {
      if (skipToItem(scanner)) items.push(itemAt(scanner));
      else if (scanner.limit === text.length) return { items: trimList(items), broken };
      else scanner = new Scanner(text, scanner.limit, limitAfter(scanner.limit));
    } catch (problem) {
      if (!(problem instanceof SyntaxProblem)) throw problem;
      reread += scanner.scanned - from;
      const segment = brokenSegment(text, from, limitAfter(from), headers, problem);
      broken.push(segment);
      if (segment.next === undefined) return { items, broken };
      if (broken.length === MAX_ERRORS) return { items, broken: [...broken, unreadRest(segment.next)] };
      scanner = new Scanner(text, segment.next, limitAfter(segment.next));
    }
  }

  /** Unclosed items are parsed to the end of the text. After too many of them, parsing stops at the start of the next item. */
  function limitAfter(start: number): number {
    return reread > MAX_REREADING * text.length ? (headers.next(start) ?? text.length) : text.length;
  }
}

/**
 * The segment ends at the next line that begins an item in the first column, so that a missing brace doesn't affect the following items.
 */
function brokenSegment(
  text: string,
  from: number,
  limit: number,
  headers: Headers,
  problem: SyntaxProblem,
): BrokenSegment & { next: number | undefined } {
  const segmentStart = itemStart(text, from, limit) ?? problem.start;
  const next = headers.next(segmentStart);
  const segmentEnd = next ?? text.length;
  const located = problem.start < segmentEnd ? problem : problemWithin(text, segmentStart, segmentEnd, problem);
  return {
    message: located.message,
    start: located.start,
    end: Math.min(located.end, segmentEnd),
    segmentStart,
    text: text.slice(segmentStart, segmentEnd).trimEnd(),
    next,
  };
}

/** The rest of a file with too many errors. Its message is at the start of the file, where it is not hidden by other messages. */
const unreadRest = (segmentStart: number): BrokenSegment => ({
  message: t("This file has more than {0} syntax errors. The rest of the file isn't read.", MAX_ERRORS),
  start: 0,
  end: 0,
  segmentStart,
  text: '',
});

function itemStart(text: string, from: number, limit: number): number | undefined {
  const scanner = new Scanner(text, from, limit);
  try {
    return skipToItem(scanner) ? scanner.tokenStart : undefined;
  } catch {
    // An unclosed comment extends to the end of the text.
    return undefined;
  }
}

/** Parses only the segment to find the range of an error that is reported after it, for example a missing brace. */
function problemWithin(text: string, start: number, end: number, otherwise: SyntaxProblem): SyntaxProblem {
  try {
    parseItem(new Scanner(text, start, end));
  } catch (inside) {
    if (inside instanceof SyntaxProblem) return inside;
    throw inside;
  }
  return new SyntaxProblem(otherwise.message, start, end);
}

/** Finds lines that begin an item in the first column. */
interface Headers {
  /** @returns offset of the first such line after the line of `after`; undefined if there is none */
  next(after: number): number | undefined;
}

/** Caches the last result, since callers search from the start of the text to its end. */
function headersIn(text: string, kind: FileKind): Headers {
  const header = kind === 'variables' ? ATTRIBUTE_HEADER : BLOCK_HEADER;
  let previousItems: { readonly from: number; readonly at: number | undefined } | undefined;
  return {
    next: after => {
      const lineEnd = text.indexOf('\n', after);
      if (lineEnd < 0) return undefined;
      const from = lineEnd + 1;
      if (previousItems && previousItems.from <= from && (previousItems.at === undefined || previousItems.at >= from))
        return previousItems.at;
      header.lastIndex = from;
      previousItems = { from, at: header.exec(text)?.index };
      return previousItems.at;
    },
  };
}
