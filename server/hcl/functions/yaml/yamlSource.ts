/** Where libyaml, which Terraform uses, reads the text of YAML in another way than the package `yaml`. Source of the rules: libyaml's scanner. */
import type { Node, YAMLParseError } from 'yaml';

/** Whether a syntax error is none for libyaml, which doesn't require a space before a comment. */
export const isOfComment = ({ code, message }: YAMLParseError): boolean =>
  code === 'MISSING_CHAR' && message.startsWith('Comments must be separated');

/** More spaces than the indentation of any value within the limits of nesting; the value of a quoted string doesn't have them. */
const INDENTATION = ' '.repeat(200);

/**
 * libyaml accepts quoted strings that continue in the first columns.
 * @returns the text with more indentation in such a string; undefined if the error is another one
 */
export function withIndentedQuote(text: string, { code, message, pos }: YAMLParseError): string | undefined {
  const quote = code === 'MISSING_CHAR' ? /^Missing closing (["'])/.exec(message)?.[1] : undefined;
  if (quote === undefined) return undefined;
  const [start] = pos;
  const rest = quote === '"' ? /(?:\\[^]|[^"\\])*"/y : /(?:''|[^'])*'/y;
  rest.lastIndex = start;
  const continued = rest.exec(text)?.[0];
  // A line that ends a document also ends the string.
  if (continued === undefined || /\n(?:---|\.\.\.)(?:\s|$)/.test(continued)) return undefined;
  const indented = continued.replace(/\n(?=[^\n])/g, `\n${INDENTATION}`);
  return text.slice(0, start) + indented + text.slice(start + continued.length);
}

const NO_TOKEN = 'found character that cannot start any token';

/** A tab in the first lines, before anything else. */
export const startsWithTab = (text: string): boolean => /^(?:(?: *#.*| *)\r?\n)* *\t/.test(text);

interface Token {
  readonly type: string;
  readonly source?: string;
}

interface Item {
  readonly start?: readonly Token[];
  readonly sep?: readonly Token[];
  readonly explicitKey?: boolean;
  readonly value?: { readonly end?: readonly Token[] } | null;
}

/** The message of libyaml if tabs indent a value, or a part of it. */
export function problemOfTabs({ srcToken }: Node): string | undefined {
  if (srcToken?.type === 'block-scalar') return tabInBlockScalar(srcToken);
  if (srcToken?.type !== 'block-seq' && srcToken?.type !== 'block-map') return undefined;
  const items = srcToken.items as readonly Item[];
  const isWrong = items.some(
    ({ start = [], sep = [], explicitKey = false, value }) =>
      indentsWithTab(start, true) || indentsWithTab(sep, explicitKey) || indentsWithTab(value?.end ?? [], false),
  );
  return isWrong ? NO_TOKEN : undefined;
}

/** Before the indentation of a block scalar is known, its lines may not have tabs. */
function tabInBlockScalar({ props, source }: { readonly props: readonly Token[]; readonly source: string }) {
  const hasIndentation = props.some(each => each.type === 'block-scalar-header' && /\d/.test(each.source ?? ''));
  return !hasIndentation && /^(?: *\r?\n)* *\t/.test(source)
    ? 'found a tab character where an indentation space is expected'
    : undefined;
}

/** @param atStart whether another block may start at the first token, as after `-` and at the start of a line */
function indentsWithTab(tokens: readonly Token[], atStart: boolean): boolean {
  let mayStart = atStart;
  for (const { type, source = '' } of tokens) {
    if (type === 'space') {
      if (mayStart && source.includes('\t')) return true;
    } else if (type === 'newline') mayStart = true;
    else if (type === 'anchor' || type === 'tag') mayStart = false;
  }
  return false;
}
