/**
 * Scans the text of an item without failing on syntax errors: it maintains a stack of open constructs, and stores the stack at the cursor. It
 * matches braces from the item's start, so that neither other items nor a parser's error recovery affect the result.
 */
import {
  bodyFrame,
  listFrame,
  objectFrame,
  textFrame,
  type BodyFrame,
  type Frame,
  type ObjectFrame,
  type TextFrame,
} from './contextFrames';
import { textPart } from './contextText';
import { LineStarts } from './lines';
import { MAX_NESTING } from '../limits';
import { Scanner, SyntaxProblem, Token } from '../parser/scanner';

export interface ScannedContext {
  /** Open constructs at the cursor, outermost first. Their sets of names include names after the cursor. */
  readonly frames: readonly Frame[];
  /** Range of the word or string that contains or touches the cursor; an empty range if there is none. */
  readonly word: { readonly start: number; readonly end: number };
  readonly inComment: boolean;
  /** Whether all brackets and strings match. */
  readonly isBalanced: boolean;
}

/**
 * @param start offset of the item
 * @param end offset of the next item
 * @param byIndentation for text with unmatched braces: a line that begins an argument closes open constructs with deeper indentation
 */
export function scanContext(
  text: string,
  start: number,
  end: number,
  cursor: number,
  byIndentation: boolean,
): ScannedContext {
  return new ContextScan(text, start, end, cursor, byIndentation).run();
}

const CLOSES: Readonly<Partial<Record<Token, readonly Frame['kind'][]>>> = {
  [Token.CloseBrace]: ['body', 'object', 'template'],
  [Token.StripCloseBrace]: ['body', 'object', 'template'],
  [Token.CloseBracket]: ['list', 'index'],
  [Token.CloseParen]: ['parentheses', 'call'],
};

/** Text after the name of an argument or a block. */
const BEHIND_NAME = /[ \t]*(?:=(?![=>])|"|\{|(?=[\r\n])|$)/y;
/** Maximum number of open constructs. There are no suggestions in text that is nested deeper. */
const MAX_FRAMES = 2 * MAX_NESTING;

class ContextScan {
  private readonly scanner: Scanner;
  private readonly lines: LineStarts;
  private readonly frames: Frame[] = [bodyFrame('', [], -1)];
  private found: Pick<ScannedContext, 'frames' | 'word' | 'inComment'> | undefined;
  private isBalanced = true;
  /** The token before the current one. */
  private lastToken: Token = Token.Newline;
  private lastEnd: number;
  private lastStart: number;

  constructor(
    private readonly text: string,
    start: number,
    end: number,
    private readonly cursor: number,
    private readonly byIndentation: boolean,
  ) {
    this.scanner = new Scanner(text, start, end);
    this.lines = new LineStarts(text, start);
    this.lastEnd = start;
    this.lastStart = start;
  }

  run(): ScannedContext {
    try {
      while (this.step());
    } catch (problem) {
      // An unclosed comment extends to the end of the text.
      if (!(problem instanceof SyntaxProblem)) throw problem;
      this.isBalanced = false;
      if (!this.found) this.remember(this.cursor, this.cursor, this.cursor > problem.start + 1);
    }
    const found = this.found ?? { frames: this.frames.map(copyOf), word: this.emptyWord(), inComment: false };
    return { ...found, isBalanced: this.isBalanced && this.frames.length === 1 };
  }

  private get top(): Frame {
    return this.frames.at(-1)!;
  }

  private emptyWord(): ScannedContext['word'] {
    return { start: this.cursor, end: this.cursor };
  }

  /** @returns false at the end of the text */
  private step(): boolean {
    const { scanner, top } = this;
    if (this.frames.length > MAX_FRAMES) return this.giveUp();
    if (top.kind === 'quoted' || top.kind === 'heredoc') return this.scanText(top);
    scanner.newlines = top.kind === 'body' || top.kind === 'object';
    const token = scanner.peek();
    // If the cursor is on an earlier line, it is inside the constructs that this line closes.
    if (this.lines.startOf(scanner.tokenStart) > this.cursor) this.meetCursor(token);
    if (this.byIndentation) this.closeByIndentation(token);
    const isCursorWord = this.meetCursor(token);
    if (token === Token.End) return false;
    scanner.read();
    this.take(token, isCursorWord);
    this.lastToken = token;
    this.lastStart = scanner.tokenStart;
    this.lastEnd = scanner.tokenEnd;
    return true;
  }

  private giveUp(): false {
    this.isBalanced = false;
    if (!this.found) this.remember(this.cursor, this.cursor, true);
    return false;
  }

  /** Stores the open constructs when the scan reaches the cursor. @returns whether the token is the word at the cursor */
  private meetCursor(token: Token): boolean {
    if (this.found) return false;
    const { cursor, scanner, text } = this;
    const { tokenStart, tokenEnd } = scanner;
    if ((token === Token.Identifier || token === Token.Number) && tokenStart <= cursor && cursor <= tokenEnd) {
      this.remember(tokenStart, tokenEnd, false);
      return true;
    }
    if (tokenEnd <= cursor && token !== Token.End) return false;
    const skipped = text.slice(this.lastEnd, Math.min(cursor, Math.max(tokenStart, this.lastEnd))).trim();
    const isComment = token === Token.Newline && tokenStart < cursor && /[#/]/.test(text[tokenStart] ?? '');
    const inSkipped = skipped !== '' && (tokenStart >= cursor || token === Token.End) && !skipped.endsWith('*/');
    this.remember(cursor, cursor, isComment || inSkipped);
    return false;
  }

  private remember(start: number, end: number, inComment: boolean): void {
    this.found = { frames: this.frames.map(copyOf), word: { start, end }, inComment };
  }

  private take(token: Token, isCursorWord: boolean): void {
    const { top } = this;
    if (CLOSES[token]) this.close(token);
    else if (top.kind === 'body') this.takeInBody(top, token, isCursorWord);
    else if (top.kind === 'object' && !top.isFor) this.takeInObject(top, token, isCursorWord);
    else if (token === Token.Comma) this.nextElement(top);
    else this.takeInExpression(token);
  }

  private nextElement(frame: Frame): void {
    frame.operandEnded = false;
    if (frame.kind === 'call') frame.argument++;
  }

  private takeInBody(frame: BodyFrame, token: Token, isCursorWord: boolean): void {
    if (frame.state === 'value') {
      if (token === Token.Newline) frame.state = 'name';
      else this.takeInExpression(token);
      return;
    }
    if (token === Token.Newline) frame.state = 'name';
    else if (frame.state === 'name') {
      if (token !== Token.Identifier) return;
      frame.state = 'afterName';
      frame.name = this.scanner.tokenText();
      frame.nextLabels = [];
      if (!isCursorWord) frame.names.add(frame.name);
    } else if (token === Token.Identifier) frame.nextLabels.push(this.scanner.tokenText());
    else if (token === Token.Quote) this.openText('label');
    else if (token === Token.Equal) this.beginValue(frame);
    else if (token === Token.OpenBrace) {
      frame.state = 'name';
      this.frames.push(bodyFrame(frame.name, frame.nextLabels, this.indentHere()));
    }
  }

  private beginValue(frame: BodyFrame | ObjectFrame): void {
    frame.state = 'value';
    frame.operandEnded = false;
  }

  private takeInObject(frame: ObjectFrame, token: Token, isCursorWord: boolean): void {
    if (token === Token.Newline || token === Token.Comma) frame.state = 'key';
    else if (frame.state === 'value') this.takeInExpression(token);
    else if (frame.state === 'key') this.takeKey(frame, token, isCursorWord);
    else if (token === Token.Equal || token === Token.Colon) {
      this.beginValue(frame);
      if (frame.key !== undefined && frame.key !== '') frame.names.add(frame.key);
    } else if (token === Token.Dot && frame.key) frame.key += '.';
    else if (token === Token.Identifier && frame.key?.endsWith('.')) frame.key += this.scanner.tokenText();
  }

  private takeKey(frame: ObjectFrame, token: Token, isCursorWord: boolean): void {
    if (
      token === Token.Identifier &&
      frame.names.size === 0 &&
      this.lastToken === Token.OpenBrace &&
      this.scanner.tokenText() === 'for'
    ) {
      frame.isFor = true;
      return;
    }
    frame.state = 'afterKey';
    frame.key = undefined;
    if (token === Token.Identifier || token === Token.Number) frame.key = isCursorWord ? '' : this.scanner.tokenText();
    else if (token === Token.Quote) this.openText('key');
    else if (token === Token.OpenParen) this.open('parentheses');
    else frame.state = 'key';
  }

  private takeInExpression(token: Token): void {
    const { top, scanner } = this;
    switch (token) {
      case Token.Identifier:
        if (scanner.tokenText() === 'for' && top.kind === 'list' && this.lastToken === Token.OpenBracket)
          top.isFor = true;
        top.operandEnded = !/^(?:for|in|if)$/.test(scanner.tokenText()) || this.lastToken === Token.Dot;
        return;
      case Token.Number:
        top.operandEnded = true;
        return;
      case Token.Quote:
        return this.openText(top.kind === 'index' ? 'index' : 'value');
      case Token.Heredoc:
        return this.openHeredoc();
      case Token.OpenParen:
        return this.openParentheses();
      case Token.OpenBracket:
        if (top.operandEnded && this.lastEnd === scanner.tokenStart) return this.open('index');
        this.frames.push(listFrame(this.indentHere()));
        return;
      case Token.OpenBrace:
        return this.openObject();
      case Token.Newline:
        return;
      default:
        top.operandEnded = false;
    }
  }

  private openObject(): void {
    const { top } = this;
    const names = new Set<string>();
    if (top.kind === 'body') top.keys.set(top.name, names);
    this.frames.push(objectFrame(names, this.indentHere()));
  }

  private openParentheses(): void {
    const { top } = this;
    const isCall = this.lastToken === Token.Identifier && this.lastEnd === this.scanner.tokenStart && top.operandEnded;
    if (!isCall) return this.open('parentheses');
    const name = this.text.slice(this.lastStart, this.lastEnd);
    this.frames.push({ kind: 'call', name, argument: 0, indent: this.indentHere(), operandEnded: false });
  }

  private open(kind: 'parentheses' | 'index' | 'template', start = this.scanner.tokenStart): void {
    this.frames.push({ kind, start, indent: this.indentHere(), operandEnded: false });
  }

  private openText(role: TextFrame['role']): void {
    this.frames.push(textFrame(role, this.scanner.position, this.indentHere()));
  }

  private openHeredoc(): void {
    const marker = /^<<-?(\S+)/.exec(this.scanner.tokenText())?.[1] ?? '';
    this.frames.push(textFrame('value', this.scanner.position, this.indentHere(), marker));
  }

  /** Closes the innermost construct that the token can close, and all unclosed constructs inside it. */
  private close(token: Token): void {
    const kinds = CLOSES[token]!;
    for (let at = this.frames.length - 1; at > 0; at--) {
      const { kind } = this.frames[at]!;
      if (kinds.includes(kind)) {
        if (at !== this.frames.length - 1) this.isBalanced = false;
        this.frames.length = at;
        this.top.operandEnded = true;
        return;
      }
      if (kind === 'body') break;
    }
    this.isBalanced = false;
  }

  /** Scans the text of a string up to its end or the next interpolation. */
  private scanText(frame: TextFrame): boolean {
    const { text, scanner, cursor } = this;
    const { end, next, ends, closed } = textPart(text, frame, scanner.position, scanner.limit);
    if (ends && !closed) this.isBalanced = false;
    if (!this.found && cursor <= end) this.remember(frame.hasTemplate ? cursor : frame.start, end, false);
    const isCursorText = this.found?.word.start === frame.start && this.found.word.end === end;
    scanner.position = next;
    if (!ends) {
      frame.hasTemplate = true;
      this.open('template', end);
      this.lastToken = Token.OpenBrace;
      this.lastEnd = next;
      return true;
    }
    this.frames.pop();
    this.endText(frame, text.slice(frame.start, end), isCursorText);
    this.lastToken = Token.Quote;
    this.lastEnd = next;
    return true;
  }

  private endText(frame: TextFrame, content: string, isCursorText: boolean): void {
    const { top } = this;
    top.operandEnded = true;
    if (frame.role === 'label' && top.kind === 'body') top.nextLabels.push(content);
    else if (frame.role === 'key' && top.kind === 'object') top.key = isCursorText ? '' : content;
    else if (frame.hasTemplate || frame.kind !== 'quoted') return;
    else if (top.kind === 'body') top.texts.set(top.name, content);
    else if (top.kind === 'list' && !isCursorText) top.names.add(content);
  }

  /** Indentation of the token's line. */
  private indentHere(): number {
    return this.lines.indentOf(this.scanner.tokenStart);
  }

  /** At the start of a line with a name or closing token, closes the open constructs with deeper indentation. */
  private closeByIndentation(token: Token): void {
    const { scanner, text, frames } = this;
    const { tokenStart, tokenEnd } = scanner;
    const closes = CLOSES[token] !== undefined;
    const begins = (token === Token.Identifier && matchesAt(BEHIND_NAME, text, tokenEnd)) || token === Token.Quote;
    if (!(begins || closes) || !this.lines.isFirst(tokenStart)) return;
    const indent = this.lines.indentOf(tokenStart);
    let closed = false;
    while (frames.length > 1 && (closes ? this.top.indent > indent : this.top.indent >= indent)) {
      frames.pop();
      closed = true;
    }
    if (!closed) return;
    this.isBalanced = false;
    const { top } = this;
    if (top.kind === 'body') top.state = 'name';
    else if (top.kind === 'object') top.state = 'key';
    top.operandEnded = false;
  }
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Copies a frame; its sets of names are shared, so that later names are added to the copy too. */
const copyOf = (frame: Frame): Frame =>
  frame.kind === 'body' ? { ...frame, nextLabels: [...frame.nextLabels] } : { ...frame };
