/**
 * The canonical layout of HCL: indentation by brackets, at most one space between tokens, aligned `=` and comments on neighbouring lines.
 * It depends only on the tokens, not on the previous white space. Source of the rules: hclwrite/format.go of hashicorp/hcl.
 */
import { graphemeCount } from '../hcl/functions/string/graphemes';
import { forEachPausing } from '../scheduling/pausing';
import { TOKENS_PER_PAUSE, type FormatToken } from './formatToken';
import { bracketChange, spaceBetween } from './spacing';

/** A line as the cells that are aligned with those of its neighbours. */
interface Line {
  lead: FormatToken[];
  /** From the `=` on, if the assigned value ends on the line. */
  assign: FormatToken[];
  /** A trailing comment. */
  comment: FormatToken | undefined;
}

/** Number of lines between two pauses. */
const LINES_PER_PAUSE = 256;

/** Sets the spaces before each token, except those before the end of the text. */
export function* layOut(tokens: readonly FormatToken[]): Generator<undefined, void> {
  const lines = yield* linesOf(tokens);
  yield* indent(lines);
  yield* forEachPausing(lines, space, LINES_PER_PAUSE);
  yield* align(
    lines,
    line => line.assign[0],
    line => columns(line.lead),
  );
  yield* align(
    lines,
    line => line.comment,
    line => columns(line.lead) + columns(line.assign),
  );
}

function* linesOf(tokens: readonly FormatToken[]): Generator<undefined, Line[]> {
  const lines: Line[] = [];
  let lead: FormatToken[] = [];
  const add = (token: FormatToken): void => {
    if (token.kind !== 'end') lead.push(token);
    if (token.kind === 'end' || endsLine(token)) {
      lines.push(cellsOf(lead));
      lead = [];
    }
  };
  yield* forEachPausing(tokens, add, TOKENS_PER_PAUSE);
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
function indent(lines: readonly Line[]): Generator<undefined, void> {
  const levels: number[] = [];
  const indentLine = ({ lead }: Line): void => {
    const first = lead[0];
    if (!first || first.kind === 'newline') return;
    const heredoc = lead.findIndex(({ kind }) => kind === 'openHeredoc');
    const net = netBrackets(heredoc < 0 ? lead : lead.slice(0, heredoc));
    if (net < 0) close(levels, -net);
    first.spaces = 2 * levels.length;
    if (net > 0) levels.push(net);
  };
  return forEachPausing(lines, indentLine, LINES_PER_PAUSE);
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
function* align(
  lines: readonly Line[],
  cell: (line: Line) => FormatToken | undefined,
  before: (line: Line) => number,
): Generator<undefined, void> {
  let chain: { token: FormatToken; width: number }[] = [];
  const end = (): void => {
    const widest = chain.reduce((most, { width }) => Math.max(most, width), 0);
    for (const { token, width } of chain) token.spaces = widest - width + 1;
    chain = [];
  };
  const add = (line: Line): void => {
    const token = cell(line);
    if (token) chain.push({ token, width: before(line) });
    else end();
  };
  yield* forEachPausing(lines, add, LINES_PER_PAUSE);
  end();
}

const PLAIN = /^[ -~]*$/;

/** Width in user-perceived characters. */
const columns = (tokens: readonly FormatToken[]): number =>
  tokens.reduce((sum, { text, spaces }) => sum + spaces + (PLAIN.test(text) ? text.length : graphemeCount(text)), 0);
