/** Finds the list of environments in a pipeline, such as a matrix, and adds environments to it. */
import { plainWord } from '../yaml/plainWord';
import type { Effect } from './effects';
import { possibilities, type OriginList, type TextOrigin } from './values/value';
import type { TextRange } from './yaml/tree';

export interface EnvironmentPlace {
  readonly range: TextRange;
  /** Undefined if the pipeline has no list. */
  readonly list?: OriginList;
}

/** The list of environment names, otherwise the last place that names an environment. */
export function findEnvironmentList(
  environments: readonly string[],
  effects: readonly Effect[],
): EnvironmentPlace | undefined {
  const origins: { name: string; origin: TextOrigin }[] = [];
  for (const { run } of effects)
    for (const known of possibilities(run.workspace) ?? [])
      if (known.kind === 'scalar' && known.origin) origins.push({ name: String(known.value), origin: known.origin });
  const named = origins.filter(({ name }) => environments.includes(name)).map(({ origin }) => origin);
  const list = named.find(origin => origin.list)?.list;
  return list ? { range: list, list } : named.slice(-1).map(range => ({ range }))[0];
}

/** A list in the text of a file, as plain data. */
export interface ListInText {
  readonly start: number;
  /** The end of the last entry. */
  readonly after: number;
}

export interface EnvironmentListEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

export const listInText = ({ start, items }: OriginList): ListInText | undefined => {
  const after = items.at(-1)?.end;
  return after === undefined ? undefined : { start, after };
};

/**
 * Adds names at the end of a list. A line below that has one of them in a comment is replaced.
 *
 * @returns undefined if the list has another notation
 */
export function withEnvironments(
  text: string,
  { start, after }: ListInText,
  names: readonly string[],
): EnvironmentListEdit | undefined {
  if (text[start] === '[')
    return { start: after, end: after, newText: names.map(name => `, ${plainWord(name)}`).join('') };
  const bullet = /^[ \t]*-[ \t]+/.exec(text.slice(text.lastIndexOf('\n', after - 1) + 1))?.[0];
  if (bullet === undefined) return undefined;
  const ending = lineEnd(text, after);
  const newline = text.startsWith('\r\n', ending) ? '\r\n' : '\n';
  const { end, kept } = commentsBelow(text, ending, names);
  const added = names.map(name => `${newline}${bullet}${plainWord(name)}`).join('');
  return { start: ending, end, newText: added + kept };
}

/** The comment lines below a list, up to the last one that has one of the names as an entry; `kept` are the others. */
function commentsBelow(text: string, from: number, names: readonly string[]): { end: number; kept: string } {
  let end = from;
  let kept = '';
  let others = '';
  for (let position = from; position < text.length;) {
    const next = lineEnd(text, text.indexOf('\n', position) + 1);
    const line = text.slice(position, next);
    if (!/^\r?\n\s*#/.test(line)) break;
    const entry = /^#\s*-\s*["']?([\w.-]+)["']?(?=\s|$)/.exec(line.trim())?.[1];
    if (entry !== undefined && names.includes(entry)) {
      end = next;
      kept += others;
      others = '';
    } else others += line;
    position = next;
  }
  return { end, kept };
}

/** The end of a line without its line break. */
function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  if (at < 0) return text.length;
  return text[at - 1] === '\r' && at - 1 >= from ? at - 1 : at;
}
