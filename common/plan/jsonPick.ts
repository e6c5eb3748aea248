/**
 * A streaming JSON reader that returns only selected values. A plan's JSON has tens of megabytes. Most of them (`prior_state`,
 * `planned_values`, `configuration`) are unused and contain secrets, and `JSON.parse` would block the process. Skipped values are neither
 * decoded nor validated.
 */

/** Each step is a key, or `*` for all elements of an array. */
export type JsonPath = readonly string[];

/** The selection below a value: the whole value, or some of its parts. */
interface Wanted {
  path?: JsonPath;
  parts: Map<string, Wanted>;
}

interface Level {
  wanted: Wanted;
  isArray: boolean;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const isEnd = (byte: number | undefined) => byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET;

export class JsonExtractor {
  /** Open objects and arrays that contain selected values. */
  private readonly levels: Level[] = [];
  private reading: 'between' | 'key' | 'value' = 'between';
  private expectKey = false;
  private hasBegun = false;
  /** The selection for the next or current value. */
  private next: Wanted | undefined;
  /** Whether the reader is inside a key or value. */
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** Its text in earlier chunks; absent if the text is not needed. */
  private text: Uint8Array[] | undefined;

  /**
   * @param paths the selection; no path may be the beginning of another
   * @param onValue receives each selected value with its path, in document order
   */
  constructor(
    paths: readonly JsonPath[],
    private readonly onValue: (value: unknown, path: JsonPath) => void,
  ) {
    this.next = wantedTree(paths);
  }

  /** Whether the document is complete. */
  get isComplete(): boolean {
    return this.hasBegun && this.levels.length === 0 && this.reading === 'between';
  }

  /**
   * @param chunk the next bytes, in UTF-8; can end within a character
   * @throws SyntaxError if a selected value is not valid JSON
   */
  push(chunk: Uint8Array): void {
    let start = 0;
    let index = 0;
    while (index < chunk.length) {
      if (this.reading === 'between') {
        start = index;
        index = this.between(chunk, index);
        continue;
      }
      const end = this.reading === 'key' ? this.skipString(chunk, index) : this.skipValue(chunk, index);
      if (end < 0) break;
      this.finish(chunk.subarray(start, end));
      index = end;
    }
    // A copy, since the stream reuses its memory.
    if (this.reading !== 'between') this.text?.push(Uint8Array.from(chunk.subarray(start)));
  }

  /** Reads one byte between keys and values. @returns the index to continue at */
  private between(chunk: Uint8Array, index: number): number {
    const byte = chunk[index] ?? 0;
    if (byte <= 0x20 || byte === COLON) return index + 1;
    if (isEnd(byte)) {
      if (byte !== COMMA) this.levels.pop();
      else this.afterComma();
      return index + 1;
    }
    if (this.expectKey) {
      this.reading = 'key';
      this.text = [];
      this.inString = true;
      return index + 1;
    }
    const opens = byte === OPEN_BRACE || byte === OPEN_BRACKET;
    if (opens && this.next && this.next.path === undefined) {
      const isArray = byte === OPEN_BRACKET;
      this.hasBegun = true;
      this.levels.push({ wanted: this.next, isArray });
      this.expectKey = !isArray;
      this.next = isArray ? this.next.parts.get('*') : undefined;
      return index + 1;
    }
    this.reading = 'value';
    this.text = this.next?.path === undefined ? undefined : [];
    return index;
  }

  private afterComma(): void {
    const level = this.levels.at(-1);
    if (!level) return;
    this.expectKey = !level.isArray;
    this.next = level.isArray ? level.wanted.parts.get('*') : undefined;
  }

  /** @returns the index after the closing quote, or -1 if it is not in this chunk */
  private skipString(chunk: Uint8Array, from: number): number {
    for (let index = from; index < chunk.length; index++) {
      if (this.escaped) this.escaped = false;
      else if (chunk[index] === BACKSLASH) this.escaped = true;
      else if (chunk[index] === QUOTE) {
        this.inString = false;
        return index + 1;
      }
    }
    return -1;
  }

  /** @returns the index of the character that ends the value, or -1 if it is not in this chunk */
  private skipValue(chunk: Uint8Array, from: number): number {
    let depth = this.depth;
    for (let index = from; index < chunk.length; index++) {
      if (this.inString) {
        index = this.skipString(chunk, index) - 1;
        if (index < 0) break;
        continue;
      }
      const byte = chunk[index];
      if (byte === QUOTE) this.inString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
      else if (isEnd(byte)) {
        if (depth === 0) {
          this.depth = 0;
          return index;
        }
        if (byte !== COMMA) depth--;
      }
    }
    this.depth = depth;
    return -1;
  }

  private finish(last: Uint8Array): void {
    const text = this.text && textOf([...this.text, last]);
    const wasKey = this.reading === 'key';
    this.reading = 'between';
    this.text = undefined;
    if (text === undefined) return;
    const value: unknown = JSON.parse(text);
    if (wasKey) {
      this.expectKey = false;
      this.next = this.levels.at(-1)?.wanted.parts.get(value as string);
    } else if (this.next?.path) this.onValue(value, this.next.path);
  }
}

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

function textOf(parts: readonly Uint8Array[]): string {
  const [only, ...others] = parts;
  if (only && others.length === 0) return DECODER.decode(only);
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return DECODER.decode(bytes);
}

function wantedTree(paths: readonly JsonPath[]): Wanted {
  const root: Wanted = { parts: new Map() };
  for (const path of paths) {
    let node = root;
    for (const step of path) {
      const part = node.parts.get(step) ?? { parts: new Map<string, Wanted>() };
      node.parts.set(step, part);
      node = part;
    }
    node.path = path;
  }
  return root;
}
