/** Encodes values as YAML with the same bytes as Terraform. Source of the rules: go-cty-yaml and its libyaml emitter. */
import { utf8Length } from '../../../../common/bytes';
import { sortedKeys } from '../../values/order';
import { string } from '../../values/value';
import { checkTextLength } from '../limits';
import type { Value } from '../../model';

const INDENT = 2;
const BEST_WIDTH = 80;
/** Maximum length of a simple key in UTF-8 bytes. Longer keys follow a question mark. */
const MAX_SIMPLE_KEY = 128;

/** Encodes a value that is known at every depth. */
export function encodeYaml(value: Value): string {
  const writer = new YamlWriter();
  writer.node(value, { root: true });
  return writer.finish();
}

interface NodeContext {
  readonly root?: boolean;
  /** Whether the node is a key or a value of a mapping. */
  readonly mapping?: boolean;
  readonly simpleKey?: boolean;
}

class YamlWriter {
  private output = '';
  private column = 0;
  private indent = -1;
  /** Whether an indicator can follow without a space. */
  private whitespace = true;
  /** Whether the line contains only indentation and indicators. */
  private indention = true;
  /** Whether the document needs an explicit end. */
  private openEnded = false;

  finish(): string {
    this.writeIndent();
    if (this.openEnded) {
      this.indicator('...', true);
      this.writeIndent();
    }
    return this.output;
  }

  node(value: Value, context: NodeContext): void {
    checkTextLength(this.output.length);
    switch (value.kind) {
      case 'list':
      case 'set':
      case 'tuple':
        return value.elements.length === 0 ? this.empty('[', ']') : this.sequence(value.elements, context);
      case 'map':
      case 'object':
        return value.entries.size === 0 ? this.empty('{', '}') : this.mapping(value.entries);
      case 'string':
        return this.inside(true, () => this.text(value.value, context.simpleKey ?? false));
      case 'number':
        return this.plain(value.value.toText(), context);
      case 'bool':
        return this.plain(String(value.value), context);
      default:
        return this.plain('null', context);
    }
  }

  private inside(flow: boolean, write: () => void, indentless = false): void {
    const before = this.indent;
    if (this.indent < 0) this.indent = flow ? INDENT : 0;
    else if (!indentless) this.indent += INDENT;
    write();
    this.indent = before;
  }

  private sequence(elements: readonly Value[], context: NodeContext): void {
    const indentless = (context.mapping ?? false) && !this.indention;
    const write = (): void => {
      for (const element of elements) {
        this.writeIndent();
        this.indicator('-', true, false, true);
        this.node(element, {});
      }
    };
    this.inside(false, write, indentless);
  }

  private mapping(entries: ReadonlyMap<string, Value>): void {
    this.inside(false, () => {
      for (const key of sortedKeys(entries)) {
        this.writeIndent();
        const simple = !hasBreak(key) && utf8Length(key) <= MAX_SIMPLE_KEY;
        if (!simple) this.indicator('?', true, false, true);
        this.node(string(key), { mapping: true, simpleKey: simple });
        if (simple) this.indicator(':', false);
        else {
          this.writeIndent();
          this.indicator(':', true, false, true);
        }
        this.node(entries.get(key)!, { mapping: true });
      }
    });
  }

  private empty(open: string, close: string): void {
    this.indicator(open, true, true);
    this.indicator(close, false);
  }

  private plain(text: string, context: NodeContext): void {
    if (!this.whitespace) this.put(' ');
    this.put(text);
    this.whitespace = false;
    this.indention = false;
    if (context.root) this.openEnded = true;
  }

  private text(text: string, simpleKey: boolean): void {
    const literal = text.includes('\n') && !simpleKey && allowsLiteral(text);
    if (literal) this.literal(text);
    else this.doubleQuoted(text, !simpleKey);
  }

  private doubleQuoted(text: string, allowBreaks: boolean): void {
    // Like libyaml, escape all characters if the text begins with a byte order mark.
    const escapeAll = text.startsWith('\ufeff');
    const characters = Array.from(text);
    let afterSpace = false;
    this.indicator('"', true);
    characters.forEach((character, i) => {
      if (escapeAll || isEscaped(character)) {
        this.put(escaped(character));
        afterSpace = false;
        return;
      }
      const breakable = character === ' ' && allowBreaks && !afterSpace && this.column > BEST_WIDTH;
      if (breakable && i > 0 && i < characters.length - 1) {
        this.writeIndent();
        if (characters[i + 1] === ' ') this.put('\\');
      } else this.put(character);
      afterSpace = character === ' ';
    });
    this.indicator('"', false);
    this.whitespace = false;
    this.indention = false;
  }

  private literal(text: string): void {
    this.indicator('|', true);
    if (text.startsWith(' ') || hasBreak(text[0]!)) this.indicator(String(INDENT), false);
    const chomp = chompHint(text);
    if (chomp) this.indicator(chomp, false);
    this.newLine();
    this.indention = true;
    this.whitespace = true;
    let atStart = true;
    for (const character of text) {
      if (hasBreak(character)) {
        this.output += character;
        this.column = 0;
        this.indention = true;
        atStart = true;
        continue;
      }
      if (atStart) this.writeIndent();
      this.put(character);
      this.indention = false;
      atStart = false;
    }
  }

  private writeIndent(): void {
    const indent = Math.max(0, this.indent);
    if (!this.indention || this.column > indent || (this.column === indent && !this.whitespace)) this.newLine();
    if (this.column < indent) this.put(' '.repeat(indent - this.column));
    this.whitespace = true;
    this.indention = true;
  }

  private indicator(text: string, needsSpace: boolean, whitespace = false, indention = false): void {
    if (needsSpace && !this.whitespace) this.put(' ');
    this.put(text);
    this.whitespace = whitespace;
    this.indention = this.indention && indention;
    this.openEnded = false;
  }

  private newLine(): void {
    this.output += '\n';
    this.column = 0;
  }

  private put(text: string): void {
    this.output += text;
    this.column += text.length === 1 ? 1 : Array.from(text).length;
  }
}

const BREAKS = /[\r\n\u0085\u2028\u2029]/;
const hasBreak = (text: string): boolean => BREAKS.test(text);

/** Characters that libyaml considers not printable, including those above U+FFFF. */
const NOT_PRINTABLE = /[^\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u;

const isEscaped = (character: string): boolean =>
  character === '"' || character === '\\' || hasBreak(character) || NOT_PRINTABLE.test(character);

/** Whether the text can be a literal block: all characters are printable, and no space precedes a line break or the end. */
function allowsLiteral(text: string): boolean {
  return !NOT_PRINTABLE.test(text) && !/ [\r\n\u0085\u2028\u2029]| $/.test(text);
}

/** `-` for text without a line break at the end, `+` for text with several. */
function chompHint(text: string): string {
  const characters = Array.from(text);
  if (!hasBreak(characters.at(-1)!)) return '-';
  const before = characters.at(-2);
  return before === undefined || hasBreak(before) ? '+' : '';
}

const NAMED_ESCAPES: ReadonlyMap<number, string> = new Map([
  [0x00, '0'],
  [0x07, 'a'],
  [0x08, 'b'],
  [0x09, 't'],
  [0x0a, 'n'],
  [0x0b, 'v'],
  [0x0c, 'f'],
  [0x0d, 'r'],
  [0x1b, 'e'],
  [0x22, '"'],
  [0x5c, '\\'],
  [0x85, 'N'],
  [0xa0, '_'],
  [0x2028, 'L'],
  [0x2029, 'P'],
]);

function escaped(character: string): string {
  const code = character.codePointAt(0)!;
  const name = NAMED_ESCAPES.get(code);
  if (name) return `\\${name}`;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
