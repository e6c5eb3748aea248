/** Cuts a file's text into its top-level items, around whatever does not parse. */
import type { Item, Span } from './ast';
import { parseItem, readItemEnd, skipToItem } from './bodyParser';
import { Scanner, SyntaxProblem } from './scanner';
import type { PlacedItem } from './sourceFile';

/** Which items a file may hold: `.tfvars` files have attributes, the others blocks. */
export type FileKind = 'configuration' | 'variables';

/** A part of a file that does not parse: the problem's range and message, and the part it makes unreadable. */
export interface BrokenSegment extends Span {
  readonly message: string;
  readonly segmentStart: number;
  /** Text of the segment, without white space at its end. */
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
 * @param known items that are reused where the text is the same
 * @param boundaries where an incremental parser says that the items are; not used where the text says otherwise
 */
export function readItems(
  uri: string,
  text: string,
  kind: FileKind,
  known: ReadonlyMap<string, Item>,
  boundaries?: readonly Span[],
): ReadItems {
  const itemAt = (scanner: Scanner): PlacedItem => {
    const node = parseItem(scanner);
    const offset = scanner.itemStart;
    const source = text.slice(offset, scanner.position);
    readItemEnd(scanner);
    return { item: known.get(source) ?? { uri, text: source, node }, offset };
  };
  return (boundaries && readAt(text, boundaries, known, itemAt)) ?? readAll(text, kind, itemAt);
}

/** Undefined when the text does not agree with the boundaries. */
function readAt(
  text: string,
  boundaries: readonly Span[],
  known: ReadonlyMap<string, Item>,
  itemAt: (scanner: Scanner) => PlacedItem,
): ReadItems | undefined {
  const items: PlacedItem[] = [];
  for (const { start, end } of boundaries) {
    const same = known.get(text.slice(start, end));
    if (same) {
      items.push({ item: same, offset: start });
      continue;
    }
    try {
      const placed = itemAt(new Scanner(text, start));
      if (placed.offset !== start || placed.item.text.length !== end - start) return undefined;
      items.push(placed);
    } catch (problem) {
      if (problem instanceof SyntaxProblem) return undefined;
      throw problem;
    }
  }
  return { items, broken: [] };
}

function readAll(text: string, kind: FileKind, itemAt: (scanner: Scanner) => PlacedItem): ReadItems {
  const items: PlacedItem[] = [];
  const broken: BrokenSegment[] = [];
  const byteOrderMark = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let scanner = new Scanner(text, byteOrderMark);
  for (;;) {
    const from = scanner.position;
    try {
      if (!skipToItem(scanner)) return { items, broken };
      items.push(itemAt(scanner));
    } catch (problem) {
      if (!(problem instanceof SyntaxProblem)) throw problem;
      const segment = brokenSegment(text, from, kind, problem);
      broken.push(segment);
      if (segment.next === undefined) return { items, broken };
      scanner = new Scanner(text, segment.next);
    }
  }
}

/**
 * The segment ends at the next line that begins an item in the first column, so that a missing brace does not swallow the items
 * after it.
 */
function brokenSegment(text: string, from: number, kind: FileKind, problem: SyntaxProblem): BrokenSegment & { next: number | undefined } {
  const segmentStart = itemStart(text, from) ?? problem.start;
  const next = nextHeader(text, segmentStart, kind);
  const segmentEnd = next ?? text.length;
  const told = problem.start < segmentEnd ? problem : problemWithin(text, segmentStart, segmentEnd, problem);
  return {
    message: told.message,
    start: told.start,
    end: Math.min(told.end, segmentEnd),
    segmentStart,
    text: text.slice(segmentStart, segmentEnd).trimEnd(),
    next,
  };
}

function itemStart(text: string, from: number): number | undefined {
  const scanner = new Scanner(text, from);
  try {
    return skipToItem(scanner) ? scanner.tokenStart : undefined;
  } catch {
    // A comment that is not closed: everything from there on is broken.
    return undefined;
  }
}

/** A problem that shows only after the segment (a missing brace) is told as the segment alone shows it. */
function problemWithin(text: string, start: number, end: number, otherwise: SyntaxProblem): SyntaxProblem {
  try {
    parseItem(new Scanner(text, start, end));
  } catch (inside) {
    if (inside instanceof SyntaxProblem) return inside;
    throw inside;
  }
  return new SyntaxProblem(otherwise.message, start, end);
}

function nextHeader(text: string, after: number, kind: FileKind): number | undefined {
  const header = kind === 'variables' ? ATTRIBUTE_HEADER : BLOCK_HEADER;
  const lineEnd = text.indexOf('\n', after);
  if (lineEnd < 0) return undefined;
  header.lastIndex = lineEnd + 1;
  return header.exec(text)?.index;
}
