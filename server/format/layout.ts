/**
 * The canonical layout of HCL: indentation by brackets, at most one space between tokens, aligned `=` and comments on neighbouring lines.
 * It depends only on the tokens, not on the previous white space. Source of the rules: hclwrite/format.go of hashicorp/hcl.
 */
import { graphemeCount } from '../hcl/functions/string/graphemes';
import type { FormatToken } from './formatToken';
import { bracketChange, spaceBetween } from './spacing';

/** A line as the cells that are aligned with those of its neighbours. */
interface Line {
  lead: FormatToken[];
  /** From the `=` on, if the assigned value ends on the line. */
  assign: FormatToken[];
  /** A trailing comment. */
  comment: FormatToken | undefined;
}

/** Sets the spaces before each token, except those before the end of the text. */
export function layOut(tokens: readonly FormatToken[]): void {
  const lines = linesOf(tokens);
  indent(lines);
  for (const line of lines) space(line);
  align(
    lines,
    line => line.assign[0],
    line => columns(line.lead),
  );
  align(
    lines,
    line => line.comment,
    line => columns(line.lead) + columns(line.assign),
  );
}

function linesOf(tokens: readonly FormatToken[]): Line[] {
  const lines: Line[] = [];
  let lead: FormatToken[] = [];
  for (const token of tokens) {
    if (token.kind !== 'end') lead.push(token);
    if (token.kind === 'end' || endsLine(token)) {
      lines.push(cellsOf(lead));
      lead = [];
    }
  }
  return lines;
}

const endsLine = ({ kind, text }: FormatToken): boolean =>
  kind === 'newline' || (kind === 'comment' && text.endsWith('\n'));

function cellsOf(tokens: FormatToken[]): Line {
  const comment = tokens.length > 1 && tokens.at(-1)!.kind === 'comment' ? tokens.pop() : undefined;
  const equal = tokens.findIndex(({ kind }, index) => index > 0 && kind === '=');
  const aligned = equal > 0 && netBrackets(tokens.slice(equal)) === 0;
  return { lead: aligned ? tokens.slice(0, equal) : tokens, assign: aligned ? tokens.slice(equal) : [], comment };
}

const netBrackets = (tokens: readonly FormatToken[]): number =>
  tokens.reduce((net, token) => net + bracketChange(token), 0);

/** A line that opens more brackets than it closes adds one level, however many they are; closing all of them removes it. */
function indent(lines: readonly Line[]): void {
  const levels: number[] = [];
  for (const { lead } of lines) {
    const first = lead[0];
    if (!first || first.kind === 'newline') continue;
    const heredoc = lead.findIndex(({ kind }) => kind === 'openHeredoc');
    const net = netBrackets(heredoc < 0 ? lead : lead.slice(0, heredoc));
    if (net < 0) close(levels, -net);
    first.spaces = 2 * levels.length;
    if (net > 0) levels.push(net);
  }
}

function close(levels: number[], brackets: number): void {
  let left = brackets;
  while (left > 0 && levels.length > 0) {
    const open = levels.pop()!;
    if (open > left) levels.push(open - left);
    left -= open;
  }
}

function space({ lead, assign }: Line): void {
  for (const cell of [lead, assign]) {
    cell.forEach((token, index) => {
      const next = cell[index + 1];
      if (next) next.spaces = spaceBetween(cell[index - 1], token, next) ? 1 : 0;
    });
  }
}

/** Aligns a cell of neighbouring lines in one column: one space after the widest text before it. */
function align(
  lines: readonly Line[],
  cell: (line: Line) => FormatToken | undefined,
  before: (line: Line) => number,
): void {
  let chain: { token: FormatToken; width: number }[] = [];
  const end = (): void => {
    const widest = chain.reduce((most, { width }) => Math.max(most, width), 0);
    for (const { token, width } of chain) token.spaces = widest - width + 1;
    chain = [];
  };
  for (const line of lines) {
    const token = cell(line);
    if (token) chain.push({ token, width: before(line) });
    else end();
  }
  end();
}

const PLAIN = /^[ -~]*$/;

/** Width in user-perceived characters. */
const columns = (tokens: readonly FormatToken[]): number =>
  tokens.reduce((sum, { text, spaces }) => sum + spaces + (PLAIN.test(text) ? text.length : graphemeCount(text)), 0);
