/** The tokenizer of shell scripts. */
import type { Embedded, ShellList, ShellWord, WordPart } from './tree';
import type { PipelineValue } from '../values/value';

type NestedReader = (reader: WordReader) => ShellList;

const NAME = /[A-Za-z_]\w*/y;
const SPECIAL_NAME = /[A-Za-z_]\w*|[0-9@*#?$!-]/y;
/** Characters that end a word outside quotes. */
const BREAKS = ' \t\r\n;&|<>()';

export class WordReader {
  at = 0;
  depth = 0;
  /** Here documents whose text begins on the next line. */
  private readonly pending: { delimiter: string; indented: boolean }[] = [];

  constructor(
    readonly text: string,
    private readonly embedded: Embedded,
    private readonly nested: NestedReader,
    /** Offset of this text in the script; it is added to all returned offsets. */
    private readonly base = 0,
  ) {}

  /** The offset in the script. */
  get offset(): number {
    return this.base + this.at;
  }

  isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Skips blanks, comments and line continuations. */
  skipBlanks(): void {
    for (;;) {
      const character = this.text[this.at];
      if (character === ' ' || character === '\t' || character === '\r') this.at++;
      else if (character === '\\' && /^\\\r?\n/.test(this.text.slice(this.at, this.at + 3)))
        this.at = this.text.indexOf('\n', this.at) + 1;
      else if (character === '#') {
        const end = this.text.indexOf('\n', this.at);
        this.at = end < 0 ? this.text.length : end;
      } else return;
    }
  }

  /** Skips line ends, comments and the text of here documents. */
  skipNewlines(): void {
    for (this.skipBlanks(); this.text[this.at] === '\n'; this.skipBlanks()) this.newline();
  }

  /** `;`, `&` and line ends. */
  skipSeparators(): void {
    for (;;) {
      this.skipNewlines();
      const character = this.text[this.at];
      const next = this.text[this.at + 1];
      if ((character === ';' && next !== ';' && next !== '&') || (character === '&' && next !== '&' && next !== '>'))
        this.at++;
      else return;
    }
  }

  isAtSign(sign: string): boolean {
    this.skipBlanks();
    return this.text.startsWith(sign, this.at) && !this.embedded.has(this.at);
  }

  takeSign(sign: string): boolean {
    if (!this.isAtSign(sign)) return false;
    this.at += sign.length;
    return true;
  }

  /** A word of lower-case letters, or `{`, `}`, `!`, at the start of a command. */
  peekReserved(): string | undefined {
    this.skipBlanks();
    const word = /^(?:[a-z]+|[{}!])(?=[\s;&|<>()]|$)/.exec(this.text.slice(this.at, this.at + 12))?.[0];
    return word;
  }

  takeReserved(word: string): boolean {
    if (this.peekReserved() !== word) return false;
    this.at += word.length;
    return true;
  }

  /** `name() ` */
  isAtFunction(): boolean {
    this.skipBlanks();
    return /^[A-Za-z_][\w-]*[ \t]*\([ \t]*\)/.test(this.text.slice(this.at, this.at + 200));
  }

  /** `name=value`; the value of an array is unknown. */
  takeAssignment(): { name: string; word: ShellWord } | undefined {
    this.skipBlanks();
    const start = this.at;
    NAME.lastIndex = start;
    const name = NAME.exec(this.text)?.[0];
    if (name === undefined) return undefined;
    const isAppended = this.text.startsWith('+=', start + name.length);
    if (!isAppended && this.text[start + name.length] !== '=') return undefined;
    this.at = start + name.length + (isAppended ? 2 : 1);
    if (this.text[this.at] === '(') {
      this.at++;
      const commands: WordPart[] = [];
      while (!this.isAtEnd() && !this.isAtSign(')')) {
        this.skipNewlines();
        const item = this.takeWord();
        if (!item && !this.isAtSign(')')) break;
        commands.push(...(item?.parts.filter(({ kind }) => kind === 'command') ?? []));
      }
      this.takeSign(')');
      const word = this.unknownWord(start);
      return { name, word: { ...word, parts: [...word.parts, ...commands] } };
    }
    const word = this.readWord(this.at);
    if (!isAppended) return { name, word };
    const before: WordPart = { kind: 'variable', name, operation: '', isQuoted: true };
    return { name, word: { ...word, parts: [before, ...word.parts] } };
  }

  /** The next word of a command; undefined if there is none. */
  takeWord(): ShellWord | undefined {
    this.skipBlanks();
    const character = this.text[this.at];
    if (character === undefined || (BREAKS.includes(character) && !this.embedded.has(this.at))) return undefined;
    return this.readWord(this.at);
  }

  /** `> file`, `2>&1`, `<<EOF`. */
  takeRedirection(): { operator: string; target: ShellWord } | undefined {
    this.skipBlanks();
    const found = /^(?:\d|&)?(?:<<<|<<-?|>>|>\||[<>]&|<>|[<>])/.exec(this.text.slice(this.at, this.at + 5))?.[0];
    // `<(…)` is a file with the output of a command, and can be a part of a word.
    if (found === undefined || this.embedded.has(this.at)) return undefined;
    this.at += found.length;
    const target = this.takeWord() ?? this.unknownWord(this.at);
    if (this.text[this.at] === '(' && /[<>]$/.test(found)) {
      this.at++;
      this.nested(this);
    }
    const operator = found.replace(/^(?:\d|&)/, '');
    if (operator === '<<' || operator === '<<-') {
      const delimiter = target.parts.map(part => (part.kind === 'text' ? part.text : '')).join('');
      this.pending.push({ delimiter, indented: operator === '<<-' });
    }
    return { operator, target };
  }

  /** The words between `[[` and `]]`, including operators. */
  takeTest(): ShellWord[] {
    const words: ShellWord[] = [];
    for (;;) {
      this.skipNewlines();
      const start = this.at;
      const sign = /^(?:&&|\|\||[()<>!](?=[\s(]))/.exec(this.text.slice(start, start + 3))?.[0];
      if (sign !== undefined && !this.embedded.has(start)) {
        this.at += sign.length;
        words.push({ parts: [{ kind: 'text', text: sign, isQuoted: false }], ...this.range(start) });
        continue;
      }
      if (this.isAtEnd()) return words;
      const isPattern = words.at(-1)?.parts.some(part => part.kind === 'text' && part.text === '=~') ?? false;
      const word = this.readWord(start, isPattern ? ' \t\r\n' : BREAKS);
      if (this.at === start) {
        this.at++;
        continue;
      }
      words.push(word);
      if (word.parts.length === 1 && this.text.slice(start, this.at) === ']]') return words;
    }
  }

  /** Skips to the `))`. */
  skipArithmetic(): void {
    const end = this.text.indexOf('))', this.at);
    this.at = end < 0 ? this.text.length : end + 2;
  }

  private range(start: number): { start: number; end: number } {
    return { start: this.base + start, end: this.base + this.at };
  }

  /** A word with an unknown value. */
  private unknownWord(start: number): ShellWord {
    return { parts: [{ kind: 'variable', name: '', operation: '', isQuoted: true }], ...this.range(start) };
  }

  private newline(): void {
    this.at++;
    for (let document = this.pending.shift(); document; document = this.pending.shift()) {
      const { delimiter, indented } = document;
      for (let isInside = true; isInside && !this.isAtEnd();) {
        const end = this.text.indexOf('\n', this.at);
        const line = this.text.slice(this.at, end < 0 ? this.text.length : end);
        isInside = (indented ? line.replace(/^\t+/, '') : line) !== delimiter;
        this.at = end < 0 ? this.text.length : end + 1;
      }
    }
  }

  private readWord(start: number, breaks = BREAKS): ShellWord {
    const parts: WordPart[] = [];
    this.at = start;
    for (;;) {
      const character = this.text[this.at];
      if (character === undefined) break;
      const isBreak = breaks.includes(character) && !this.embedded.has(this.at);
      // `<(…)` and `>(…)` in a word.
      if (isBreak && !((character === '<' || character === '>') && this.text[this.at + 1] === '(' && this.at > start))
        break;
      if (isBreak) {
        this.at += 2;
        this.nested(this);
        parts.push({ kind: 'variable', name: '', operation: '', isQuoted: true });
      } else this.readPart(parts, false);
    }
    return { parts, ...this.range(start) };
  }

  private readPart(parts: WordPart[], isQuoted: boolean): void {
    const value = this.embedded.get(this.at);
    if (value) {
      parts.push({ kind: 'value', value: value.value, isQuoted });
      this.at = value.end;
      return;
    }
    const character = this.text[this.at] ?? '';
    if (character === '$' && this.readExpansion(parts, isQuoted)) return;
    if (character === '`') return this.readBackticks(parts, isQuoted);
    if (character === '\\') {
      const next = this.text[this.at + 1] ?? '';
      this.at += 2;
      if (next === '\n') return;
      const isKept = isQuoted && !'$`"\\'.includes(next);
      return addText(parts, isKept ? `\\${next}` : next, isQuoted || next !== '');
    }
    if (!isQuoted && character === "'") return this.readSingleQuoted(parts);
    if (!isQuoted && character === '"') return this.readDoubleQuoted(parts);
    this.at++;
    addText(parts, character, isQuoted);
  }

  private readSingleQuoted(parts: WordPart[]): void {
    const from = this.at + 1;
    const found = this.text.indexOf("'", from);
    const end = found < 0 ? this.text.length : found;
    this.at = from;
    // The pipeline system also inserts values into single-quoted text.
    let text = from;
    for (; this.at < end;) {
      const value = this.embedded.get(this.at);
      if (value && value.end <= end) {
        addText(parts, this.text.slice(text, this.at), true);
        parts.push({ kind: 'value', value: value.value, isQuoted: true });
        text = this.at = value.end;
      } else this.at++;
    }
    addText(parts, this.text.slice(text, end), true);
    this.at = end + 1;
  }

  /** The value of a text with escapes is unknown. */
  private readEscaped(parts: WordPart[]): true {
    const from = this.at + 2;
    let end = from;
    while (end < this.text.length && this.text[end] !== "'") end += this.text[end] === '\\' ? 2 : 1;
    const text = this.text.slice(from, end);
    if (text.includes('\\')) parts.push({ kind: 'variable', name: '', operation: '', isQuoted: true });
    else addText(parts, text, true);
    this.at = end + 1;
    return true;
  }

  private readDoubleQuoted(parts: WordPart[]): void {
    this.at++;
    addText(parts, '', true);
    while (!this.isAtEnd() && this.text[this.at] !== '"') this.readPart(parts, true);
    this.at++;
  }

  private readBackticks(parts: WordPart[], isQuoted: boolean): void {
    const from = this.at + 1;
    const found = this.text.indexOf('`', from);
    const end = found < 0 ? this.text.length : found;
    const embedded = new Map<number, { end: number; value: PipelineValue }>();
    for (let at = from; at < end; at++) {
      const value = this.embedded.get(at);
      if (value) embedded.set(at - from, { end: value.end - from, value: value.value });
    }
    const inner = new WordReader(`${this.text.slice(from, end)})`, embedded, this.nested, this.base + from);
    inner.depth = this.depth;
    parts.push({ kind: 'command', body: this.nested(inner), text: this.text.slice(from, end), isQuoted });
    this.at = end + 1;
  }

  /** `$name`, `${…}`, `$(…)`, `$((…))`. @returns false for a literal `$` */
  private readExpansion(parts: WordPart[], isQuoted: boolean): boolean {
    const from = this.at;
    if (this.text.startsWith('$((', from)) {
      this.skipArithmetic();
      parts.push({ kind: 'variable', name: '', operation: '', isQuoted });
      return true;
    }
    if (this.text.startsWith('$(', from)) {
      this.at += 2;
      const body = this.nested(this);
      parts.push({ kind: 'command', body, text: this.text.slice(from + 2, this.at - 1), isQuoted });
      return true;
    }
    // `$'…'` with escapes of C, and `$"…"`, which is translated.
    if (!isQuoted && this.text.startsWith("$'", from)) return this.readEscaped(parts);
    if (!isQuoted && this.text.startsWith('$"', from)) {
      this.at++;
      this.readDoubleQuoted(parts);
      return true;
    }
    const isBraced = this.text[from + 1] === '{';
    SPECIAL_NAME.lastIndex = from + (isBraced ? 2 : 1);
    const name = SPECIAL_NAME.exec(this.text)?.[0];
    if (name === undefined) return false;
    if (!isBraced) {
      this.at = from + 1 + name.length;
      parts.push({ kind: 'variable', name, operation: '', isQuoted });
      return true;
    }
    const end = endOfBraces(this.text, from + 2);
    const operation = this.text.slice(from + 2 + name.length, end);
    this.at = end + 1;
    // `${#name}` and `${!name}` are not the variable's value.
    const isOther = (name === '#' || name === '!') && operation !== '';
    parts.push({ kind: 'variable', name: isOther ? '' : name, operation: isOther ? '' : operation, isQuoted });
    return true;
  }
}

/** The offset of the closing brace. */
function endOfBraces(text: string, from: number): number {
  for (let at = from, open = 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '{') open++;
    else if (text[at] === '}' && --open === 0) return at;
  }
  return text.length;
}

function addText(parts: WordPart[], text: string, isQuoted: boolean): void {
  const last = parts.at(-1);
  if (last?.kind === 'text' && last.isQuoted === isQuoted)
    parts[parts.length - 1] = { ...last, text: last.text + text };
  else parts.push({ kind: 'text', text, isQuoted });
}
