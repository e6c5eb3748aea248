/**
 * Parses shell scripts (POSIX shells and bash), as far as pipelines of platforms use the language: commands one after the other, `&&`, `||`, pipes,
 * groups and `if`. What a script with functions, `case`, loops or arithmetic does is not followed.
 */
import type { Embedded, ShellCommand, ShellList, ShellWord, SimpleCommand } from './tree';
import { WordReader } from './words';

/** Maximum number of levels of nested commands. */
const MAX_DEPTH = 40;

/**
 * The commands of a script.
 *
 * @returns undefined if the text can't be parsed, or uses more of the language
 */
export function parseShell(text: string, embedded: Embedded = new Map()): ShellList | undefined {
  try {
    const parser = new ShellParser(new WordReader(text, embedded, parseNested));
    return parser.parse();
  } catch (error) {
    if (error instanceof ShellSyntaxError) return undefined;
    throw error;
  }
}

class ShellSyntaxError extends Error {}

/** Parses a `$( … )` with the same reader, up to the closing parenthesis. */
function parseNested(reader: WordReader): ShellList {
  const body = new ShellParser(reader).list([')']);
  if (!reader.takeSign(')')) throw new ShellSyntaxError();
  return body;
}

const RESERVED_ENDS = ['then', 'fi', 'else', 'elif', '}'];
const UNSUPPORTED = ['case', 'for', 'select', 'while', 'until', 'function'];

class ShellParser {
  constructor(private readonly reader: WordReader) {}

  parse(): ShellList {
    const list = this.list([]);
    if (!this.reader.isAtEnd()) throw new ShellSyntaxError();
    return list;
  }

  /** Parses up to one of the tokens, a reserved word that ends a list, or the end. */
  list(ends: readonly string[]): ShellCommand[] {
    const { reader } = this;
    if (++reader.depth > MAX_DEPTH) throw new ShellSyntaxError();
    const commands: ShellCommand[] = [];
    for (;;) {
      reader.skipSeparators();
      if (reader.isAtEnd() || ends.some(sign => reader.isAtSign(sign))) break;
      const word = reader.peekReserved();
      if (word !== undefined && RESERVED_ENDS.includes(word)) break;
      commands.push(this.chain());
    }
    reader.depth--;
    return commands;
  }

  private chain(): ShellCommand {
    let left = this.pipeline();
    for (;;) {
      const operator = this.reader.takeSign('&&') ? '&&' : this.reader.takeSign('||') ? '||' : undefined;
      if (!operator) return left;
      this.reader.skipNewlines();
      left = { kind: 'chain', operator, left, right: this.pipeline() };
    }
  }

  private pipeline(): ShellCommand {
    if (this.reader.takeReserved('!')) return { kind: 'not', command: this.pipeline() };
    const commands = [this.command()];
    while (!this.reader.isAtSign('||') && (this.reader.takeSign('|&') || this.reader.takeSign('|'))) {
      this.reader.skipNewlines();
      commands.push(this.command());
    }
    return commands.length === 1 && commands[0] ? commands[0] : { kind: 'pipe', commands };
  }

  private command(): ShellCommand {
    const compound = this.compound();
    if (!compound) return this.simple();
    // Redirections of a compound command are ignored.
    while (this.reader.takeRedirection()) continue;
    return compound;
  }

  private compound(): ShellCommand | undefined {
    const { reader } = this;
    const reserved = reader.peekReserved() ?? '';
    if (reader.isAtSign('((') || reader.isAtFunction() || UNSUPPORTED.includes(reserved)) throw new ShellSyntaxError();
    if (reader.takeSign('(')) {
      const body = this.list([')']);
      this.expectSign(')');
      return { kind: 'subshell', body };
    }
    if (reader.takeReserved('{')) {
      const body = this.list([]);
      this.expect('}');
      return { kind: 'group', body };
    }
    return reserved === 'if' ? this.conditional() : undefined;
  }

  private conditional(): ShellCommand {
    const branches: { condition: ShellList; body: ShellList }[] = [];
    this.expect('if');
    do {
      const condition = this.list([]);
      this.expect('then');
      branches.push({ condition, body: this.list([]) });
    } while (this.reader.takeReserved('elif'));
    const otherwise = this.reader.takeReserved('else') ? this.list([]) : [];
    this.expect('fi');
    return { kind: 'if', branches, otherwise };
  }

  private simple(): SimpleCommand {
    const { reader } = this;
    reader.skipBlanks();
    const start = reader.offset;
    const assignments: { name: string; word: ShellWord }[] = [];
    const words: ShellWord[] = [];
    const redirections: { operator: string; target: ShellWord }[] = [];
    for (;;) {
      const redirection = reader.takeRedirection();
      if (redirection) {
        redirections.push(redirection);
        continue;
      }
      const assignment = words.length === 0 ? reader.takeAssignment() : undefined;
      if (assignment) {
        assignments.push(assignment);
        continue;
      }
      const word = reader.takeWord();
      if (!word) break;
      words.push(word);
      if (words.length === 1 && isText(word, '[[')) words.push(...reader.takeTest());
    }
    if (words.length + assignments.length + redirections.length === 0) throw new ShellSyntaxError();
    return { kind: 'simple', assignments, words, redirections, start, end: reader.offset };
  }

  private expect(reserved: string): void {
    this.reader.skipSeparators();
    if (!this.reader.takeReserved(reserved)) throw new ShellSyntaxError();
  }

  private expectSign(sign: string): void {
    this.reader.skipSeparators();
    if (!this.reader.takeSign(sign)) throw new ShellSyntaxError();
  }
}

/** Whether a word is this unquoted text. */
export const isText = (word: ShellWord, text: string): boolean => {
  const [part] = word.parts;
  return word.parts.length === 1 && part?.kind === 'text' && !part.isQuoted && part.text === text;
};
