/** An argument of a block: `name = expression`. Offsets are UTF-16 code units in the file. */
export interface HclArgument {
  readonly name: string;
  readonly expression: string;
  readonly start: number;
  readonly end: number;
}

/** A top-level block with its direct arguments, without those of nested blocks. */
export interface ReadBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly arguments: readonly HclArgument[];
  readonly start: number;
  readonly end: number;
}

/**
 * Splits valid HCL text into blocks. It is independent of the product's parser, which the judge tests.
 *
 * @param text a `.tf` file that terraform accepts
 * @throws Error for invalid text
 */
export function readBlocks(text: string): ReadBlock[] {
  const blocks: ReadBlock[] = [];
  let at = skipBlank(text, text.startsWith('\uFEFF') ? 1 : 0);
  while (at < text.length) {
    const block = readBlock(text, at);
    blocks.push(block);
    at = skipBlank(text, block.end);
  }
  return blocks;
}

const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;

function readBlock(text: string, start: number): ReadBlock {
  const words: string[] = [];
  let at = start;
  while (text[at] !== '{') {
    const word = text[at] === '"' ? text.slice(at, skipQuoted(text, at)) : match(identifier, text, at);
    if (word === '') throw new Error(`not a block at offset ${at}: ${text.slice(at, at + 40)}`);
    words.push(word.startsWith('"') ? word.slice(1, -1) : word);
    at = skipBlank(text, at + word.length);
  }
  const args: HclArgument[] = [];
  at = skipBlank(text, at + 1);
  while (text[at] !== '}') {
    const name = match(identifier, text, at);
    if (name === '') throw new Error(`not an argument at offset ${at}: ${text.slice(at, at + 40)}`);
    const next = skipBlank(text, at + name.length);
    if (text[next] === '=') {
      const from = skipBlank(text, next + 1);
      const end = skipExpression(text, from);
      args.push({ name, expression: text.slice(from, end).trimEnd(), start: at, end });
      at = skipBlank(text, end);
    } else {
      at = skipBlank(text, readBlock(text, at).end);
    }
  }
  return { type: words[0] ?? '', labels: words.slice(1), arguments: args, start, end: at + 1 };
}

/** End of an expression: the next newline, `}` or comment outside of brackets. A heredoc includes its last newline. */
function skipExpression(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const here = text[at] ?? '';
    const comment = skipComment(text, at);
    if (comment > at) {
      if (depth === 0 && !text.startsWith('/*', at)) return at;
      at = comment;
    } else if (here === '"') at = skipQuoted(text, at);
    else if (text.startsWith('<<', at)) at = skipHeredoc(text, at);
    else if ('([{'.includes(here)) [depth, at] = [depth + 1, at + 1];
    else if (depth === 0 && (here === '\n' || here === '}')) return at;
    else if (')]}'.includes(here)) [depth, at] = [depth - 1, at + 1];
    else at += 1;
  }
  return at;
}

function skipQuoted(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') {
    if (at >= text.length) throw new Error(`a string has no end: ${text.slice(start, start + 40)}`);
    if (text[at] === '\\') at += 2;
    else at = skipTemplatePart(text, at);
  }
  return at + 1;
}

function skipTemplatePart(text: string, at: number): number {
  if (/^[$%]{2}\{/.test(text.slice(at, at + 3))) return at + 3;
  if (/^[$%]\{/.test(text.slice(at, at + 2))) return skipBraces(text, at + 1);
  return at + 1;
}

/** Offset after the closing brace of the brace at an offset. */
function skipBraces(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '}') {
    if (at >= text.length) throw new Error(`a brace has no end: ${text.slice(start, start + 40)}`);
    const comment = skipComment(text, at);
    if (comment > at) at = comment;
    else if (text[at] === '"') at = skipQuoted(text, at);
    else if (text[at] === '{') at = skipBraces(text, at);
    else if (text.startsWith('<<', at)) at = skipHeredoc(text, at);
    else at += 1;
  }
  return at + 1;
}

/** Offset after the closing marker of the heredoc at an offset; if there is no heredoc, the next offset. */
function skipHeredoc(text: string, start: number): number {
  const marker = /^<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/u.exec(text.slice(start));
  if (marker === null) return start + 1;
  let at = start + marker[0].length;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    if (text.slice(at, end).trim() === marker[1]) return at + text.slice(at, end).trimEnd().length;
    at = skipHeredocLine(text, at, end);
  }
  throw new Error(`a heredoc has no end: ${text.slice(start, start + 40)}`);
}

/** Skips a line of a heredoc. An interpolation can continue on the next line. */
function skipHeredocLine(text: string, start: number, end: number): number {
  let at = start;
  while (at < end) at = skipTemplatePart(text, at);
  const newline = text.indexOf('\n', at);
  return newline === -1 ? text.length : newline + 1;
}

function skipBlank(text: string, start: number): number {
  let at = start;
  for (;;) {
    const comment = skipComment(text, at);
    if (comment > at) at = comment;
    else if (/\s/.test(text[at] ?? '')) at += 1;
    else return at;
  }
}

function skipComment(text: string, at: number): number {
  if (text.startsWith('/*', at)) return text.indexOf('*/', at + 2) + 2;
  if (text[at] !== '#' && !text.startsWith('//', at)) return at;
  const newline = text.indexOf('\n', at);
  return newline === -1 ? text.length : newline;
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
