/**
 * Parses JSON to values. Unlike `JSON.parse`, it keeps all digits of numbers, and fails for the same texts with the same messages as Terraform.
 * Source of the rules: go-cty's `json.ImpliedType`, which uses the token decoder of Go's `encoding/json`.
 */
import { MAX_JSON_DEPTH } from '../../../common/jsonNesting';
import { UnknownResultError } from '../../../common/unknownResultError';
import { quoteAsGo } from '../goQuoted';
import { Num } from './number';
import { sameType } from '../types/type';
import { bool, nullOf, number, object, string, tuple, typeOf } from './value';
import type { Value } from '../model';

/** Thrown if a text is not JSON or a value can't be written as JSON. The message is Terraform's. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

const ESCAPES = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
]);

/** Parses one JSON document. */
export class JsonReader {
  private position = 0;
  /** The first key that is not in NFC. Terraform normalizes attribute names and then doesn't find this key. */
  private unsupported: string | undefined;

  constructor(private readonly text: string) {}

  /**
   * The value of the document. Like Terraform, ignores stray closing brackets after the value.
   * @throws JsonError
   */
  document(): Value {
    const value = this.value(0);
    const rest = this.peek();
    if (rest !== undefined && rest !== ']' && rest !== '}') throw new JsonError('extraneous data after JSON object');
    if (this.unsupported !== undefined) throw new JsonError(`unsupported attribute ${quoteAsGo(this.unsupported)}`);
    return value;
  }

  private value(depth: number): Value {
    // Terraform has no such limit, so this is not an error of the document.
    if (depth > MAX_JSON_DEPTH) throw new UnknownResultError(`JSON is nested more than ${MAX_JSON_DEPTH} levels deep`);
    const next = this.next();
    switch (next) {
      case '{':
        return this.object(depth);
      case '[':
        return this.tuple(depth);
      case '"':
        return string(this.string());
      case 't':
        this.word('true');
        return bool(true);
      case 'f':
        this.word('false');
        return bool(false);
      case 'n':
        this.word('null');
        return nullOf();
      default:
        if (next === '-' || (next >= '0' && next <= '9')) return this.number();
        return this.refuse('looking for beginning of value');
    }
  }

  private object(depth: number): Value {
    this.position += 1;
    const entries = new Map<string, Value>();
    if (this.next() === '}') {
      this.position += 1;
      return object(entries);
    }
    for (let context = ''; ; context = 'looking for beginning of object key string') {
      if (this.next() !== '"') this.refuse(context);
      const key = this.string();
      if (key !== key.normalize('NFC')) this.unsupported ??= key;
      if (this.next() !== ':') this.refuse('after object key');
      this.position += 1;
      const value = this.value(depth + 1);
      const earlier = entries.get(key);
      if (earlier && !sameType(typeOf(earlier), typeOf(value))) {
        throw new JsonError(`duplicate ${quoteAsGo(key)} property in JSON object`);
      }
      entries.set(key, value);
      const next = this.next();
      if (next !== ',' && next !== '}') this.refuse('after object key:value pair');
      this.position += 1;
      if (next === '}') return object(entries);
    }
  }

  private tuple(depth: number): Value {
    this.position += 1;
    const elements: Value[] = [];
    if (this.next() === ']') {
      this.position += 1;
      return tuple(elements);
    }
    for (;;) {
      elements.push(this.value(depth + 1));
      const next = this.next();
      if (next !== ',' && next !== ']') this.refuse('after array element');
      this.position += 1;
      if (next === ']') return tuple(elements);
    }
  }

  private word(word: string): void {
    for (const [i, letter] of Array.from(word).entries()) {
      if (this.character() !== letter) this.refuse(`in literal ${word} (expecting '${word[i]}')`);
      this.position += 1;
    }
  }

  private number(): Value {
    const start = this.position;
    if (this.text[this.position] === '-') this.position += 1;
    if (this.text[this.position] === '0') this.position += 1;
    else this.digits('in numeric literal');
    if (this.text[this.position] === '.') {
      this.position += 1;
      this.digits('after decimal point in numeric literal');
    }
    if (/[eE]/.test(this.text[this.position] ?? '')) {
      this.position += 1;
      if (/[+-]/.test(this.text[this.position] ?? '')) this.position += 1;
      this.digits('in exponent of numeric literal');
    }
    const parsed = Num.parse(this.text.slice(start, this.position));
    if (!parsed) throw new JsonError('a number is required');
    return number(parsed);
  }

  private digits(context: string): void {
    if (!isDigit(this.character())) this.refuse(context);
    while (isDigit(this.text[this.position])) this.position += 1;
  }

  /** Reads a string. The position must be at the opening quote. Replaces lone surrogates with U+FFFD. */
  private string(): string {
    const parts: string[] = [];
    this.position += 1;
    for (;;) {
      const character = this.character();
      if (character < ' ') this.refuse('in string literal');
      this.position += 1;
      if (character === '"') break;
      parts.push(character === '\\' ? this.escape() : character);
    }
    return parts.join('').toWellFormed();
  }

  private escape(): string {
    const letter = this.character();
    const found = ESCAPES.get(letter);
    if (found === undefined && letter !== 'u') this.refuse('in string escape code');
    this.position += 1;
    if (found !== undefined) return found;
    const start = this.position;
    while (this.position < start + 4) {
      if (!/[0-9a-fA-F]/.test(this.character())) this.refuse('in \\u hexadecimal character escape');
      this.position += 1;
    }
    return String.fromCharCode(parseInt(this.text.slice(start, this.position), 16));
  }

  /** The next character that is not whitespace, without consuming it; undefined at the end. */
  private peek(): string | undefined {
    while (/[ \t\r\n]/.test(this.text[this.position] ?? '')) this.position += 1;
    return this.text[this.position];
  }

  /** Like {@link peek}, but throws at the end of the document. */
  private next(): string {
    return this.peek() ?? fail('EOF');
  }

  /** The character at the position; throws at the end of the document. */
  private character(): string {
    return this.text[this.position] ?? fail('unexpected EOF');
  }

  /** Like Go, quotes the first byte of a character that is not ASCII. */
  private refuse(context: string): never {
    const [byte = 0] = new TextEncoder().encode(String.fromCodePoint(this.text.codePointAt(this.position) ?? 0));
    const character =
      byte === 0x27 ? "'\\''" : byte === 0x22 ? "'\"'" : `'${quoteAsGo(String.fromCharCode(byte)).slice(1, -1)}'`;
    throw new JsonError(`invalid character ${character}${context && ` ${context}`}`);
  }
}

const isDigit = (character: string | undefined): boolean =>
  character !== undefined && character >= '0' && character <= '9';

function fail(message: string): never {
  throw new JsonError(message);
}
