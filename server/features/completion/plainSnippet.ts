/** Snippets as plain text, for clients without support for snippets. */

/** Text, or a tab stop with its number, and with its default or its first choice. */
type SnippetPart = string | { readonly stop: string; readonly value?: readonly SnippetPart[] };

const TAB_STOP =
  /\$(?:(?<simple>\d+)|\{(?<number>\d+)(?:(?<closed>\})|(?<default>:)|\|(?<choices>(?:\\.|[^\\|])*)\|\}))/y;

/** The text with the default or the first choice of each tab stop, also where the tab stop is repeated. */
export function withoutTabStops(snippet: string): string {
  const parts = partsOf(snippet);
  const values = new Map<string, readonly SnippetPart[]>();
  collectValues(parts, values);
  return textOf(parts, values);
}

const partsOf = (snippet: string): SnippetPart[] => readParts(snippet, 0, false).parts;

/** @param isInner whether the parts are a default, which ends at `}` */
function readParts(snippet: string, start: number, isInner: boolean): { parts: SnippetPart[]; end: number } {
  const parts: SnippetPart[] = [];
  let at = start;
  while (at < snippet.length && !(isInner && snippet[at] === '}')) {
    TAB_STOP.lastIndex = at;
    const { 0: written = '', groups } = TAB_STOP.exec(snippet) ?? {};
    if (groups === undefined) {
      const isEscaped = snippet[at] === '\\' && at + 1 < snippet.length;
      parts.push(snippet[isEscaped ? at + 1 : at]!);
      at += isEscaped ? 2 : 1;
      continue;
    }
    at += written.length;
    const { simple, number, choices } = groups;
    const stop = simple ?? number ?? '';
    if (groups['default'] !== undefined) {
      const inner = readParts(snippet, at, true);
      parts.push({ stop, value: inner.parts });
      at = inner.end + 1;
    } else if (choices === undefined) parts.push({ stop });
    else parts.push({ stop, value: [firstChoice(choices)] });
  }
  return { parts, end: at };
}

const firstChoice = (choices: string): string => /^(?:\\.|[^\\,])*/.exec(choices)![0].replace(/\\(.)/g, '$1');

/** The first value of each tab stop. */
function collectValues(parts: readonly SnippetPart[], values: Map<string, readonly SnippetPart[]>): void {
  for (const part of parts) {
    if (typeof part === 'string' || !part.value) continue;
    if (!values.has(part.stop)) values.set(part.stop, part.value);
    collectValues(part.value, values);
  }
}

/** @param within tab stops that contain these parts; a tab stop in its own value is empty */
function textOf(
  parts: readonly SnippetPart[],
  values: ReadonlyMap<string, readonly SnippetPart[]>,
  within: readonly string[] = [],
): string {
  return parts
    .map(part => {
      if (typeof part === 'string') return part;
      const { stop } = part;
      return within.includes(stop) ? '' : textOf(values.get(stop) ?? [], values, [...within, stop]);
    })
    .join('');
}
