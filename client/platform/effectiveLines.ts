import { shortened } from '../../common/shortened';
import type { Location, Range } from 'vscode-languageserver-types';
import type { EffectiveDocumentLine, EffectiveDocumentResult, EffectiveModule } from '../../common/protocol';

/** Decorations of an effective document's lines. All numbers are zero-based lines. */
export interface LineMarks {
  /** Lines that come from the base. */
  inherited: number[];
  /** Lines that override a value of the base. */
  overridden: number[];
  /** Lines that only this environment has. */
  added: number[];
}

/**
 * @param texts the document's lines.
 * @param lines their origins.
 * @param isBase the document shows the base environment, in which nothing comes from elsewhere.
 */
export function lineMarks(
  texts: readonly string[],
  lines: readonly EffectiveDocumentLine[],
  isBase: boolean,
): LineMarks {
  const marks: LineMarks = { inherited: [], overridden: [], added: [] };
  if (isBase) return marks;
  lines.forEach(({ origin, location }, line) => {
    const text = texts[line] ?? '';
    // Blocks are the same in every environment; lines without a place in the source are written by nobody.
    if (!/^\s/.test(text) || !location) return;
    if (origin === 'inherited') marks.inherited.push(line);
    else if (origin === 'overridden') marks.overridden.push(line);
    // What opens or closes an object is there for the attributes in it, wherever these come from.
    else if (!/\{$|^\s*[}#]/.test(text)) marks.added.push(line);
  });
  return marks;
}

/** True for the first of the lines that show one value: a value of several lines says only once where it comes from. */
export function isFirstLine(lines: readonly EffectiveDocumentLine[], line: number): boolean {
  const [before, here] = [lines[line - 1]?.location, lines[line]?.location];
  return !before || !here || placeOf(before) !== placeOf(here);
}

/**
 * Leaves out the remark below a block's header, which names the environment and so would differ in every block of a comparison.
 * One that is all there is in a block stays: it says why there is no more.
 */
export function withoutRemarks(text: string, lines: readonly EffectiveDocumentLine[]): EffectiveDocumentResult {
  const texts = text.split('\n');
  const kept = texts.flatMap((line, index) => {
    const isRemark = /^\s+#/.test(line) && /^\S.*\{$/.test(texts[index - 1] ?? '') && texts[index + 1] !== '}';
    return isRemark ? [] : [index];
  });
  return {
    text: kept.map(index => texts[index]).join('\n'),
    lines: kept.flatMap(index => lines[index] ?? []),
  };
}

/**
 * @param texts the document's lines.
 * @param lines their origins.
 * @returns zero-based lines that open a top-level block and have a place in the source.
 */
export function blockHeaders(texts: readonly string[], lines: readonly EffectiveDocumentLine[]): number[] {
  return texts.flatMap((text, line) => (/^[^\s#/].*\{\s*$/.test(text) && lines[line]?.location ? [line] : []));
}

/**
 * @param lines origins, one per line of the document.
 * @param uri a source file.
 * @param line zero-based line in it.
 * @returns the document's line that shows what is written there, or the nearest thing above it in that file.
 */
export function lineOfSource(lines: readonly EffectiveDocumentLine[], uri: string, line: number): number | undefined {
  let best: { at: number; source: number } | undefined;
  lines.forEach(({ location }, at) => {
    const source = location?.range.start.line;
    if (source === undefined || location?.uri !== uri || source > line) return;
    if (!best || source > best.source) best = { at, source };
  });
  return best?.at;
}

/**
 * What the values written in an environment replace.
 *
 * @param modules effective configurations of the files that the values are written in.
 * @param environment the environment that the document shows.
 * @param normalize the one spelling of a URI.
 * @returns the base's value as text, by the place that overrides it: see `placeOf`.
 */
export function replacedValues(
  modules: readonly EffectiveModule[],
  environment: string,
  normalize: (uri: string) => string,
): Map<string, string> {
  const replaced = new Map<string, string>();
  for (const { location, overrides } of modules.flatMap(module => module.environments[environment] ?? [])) {
    if (!overrides) continue;
    replaced.set(placeOf({ uri: normalize(location.uri), range: location.range }), valueSummary(overrides.value));
  }
  return replaced;
}

/** A place as a key. URIs must be spelled alike. */
export function placeOf({ uri, range }: Location): string {
  return `${uri}#${rangeText(range)}`;
}

/** Longest text of a value beside a line, in characters. */
const LONGEST_VALUE = 60;

/** HCL on one line, as the document itself is written, cut where it gets too long to stand behind a line. */
export function valueSummary(value: unknown): string {
  return shortened(hclText(value), LONGEST_VALUE);
}

/** @param value JSON. A map has its keys quoted where they are no names. */
function hclText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(hclText).join(', ')}]`;
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).map(([key, each]) => `${isName(key) ? key : quoted(key)} = ${hclText(each)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** What begins a template is doubled, so that it begins none. */
const quoted = (text: string): string => JSON.stringify(text).replace(/[$%](?=\{)/g, '$&$&');

const isName = (key: string): boolean => /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(key);

function rangeText({ start, end }: Range): string {
  return [start.line, start.character, end.line, end.character].join(':');
}
