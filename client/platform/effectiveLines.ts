import { ownProperty } from '../../common/ownProperty';
import { shortened } from '../../common/shortened';
import type { Location, Range } from 'vscode-languageserver-types';
import type { EffectiveDocumentLine, EffectiveDocumentResult, EffectiveModule } from '../../common/protocol';

/** Decorations of an effective document's lines. All numbers are zero-based lines. */
export interface LineMarks {
  /** Lines inherited from the base environment. */
  inherited: number[];
  /** Lines that override a value of the base environment. */
  overridden: number[];
  /** Lines of values that only this environment sets. */
  added: number[];
}

/**
 * @param texts the document's lines.
 * @param lines their origins.
 * @param isBase whether the document shows the base environment, in which nothing is inherited.
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
    // Blocks are the same in every environment, and lines without a location have no source.
    if (!/^\s/.test(text) || !location) return;
    if (origin === 'inherited') marks.inherited.push(line);
    else if (origin === 'overridden') marks.overridden.push(line);
    // Lines that open or close an object belong to the attributes in it, whose origins can differ.
    else if (!/\{$|^\s*[}#]/.test(text)) marks.added.push(line);
  });
  return marks;
}

/** Whether a line is the first one of its value, since a value with several lines shows its origin only once. */
export function isFirstLine(lines: readonly EffectiveDocumentLine[], line: number): boolean {
  const [before, here] = [lines[line - 1]?.location, lines[line]?.location];
  return !before || !here || locationLabel(before) !== locationLabel(here);
}

/**
 * Removes the remark below a block's header, which contains the environment's name and would therefore differ in every block of a comparison. A
 * remark in an otherwise empty block is kept, since it explains why the block is empty.
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
 * @returns zero-based lines that open a top-level block and have a location in the source.
 */
export function blockHeaders(texts: readonly string[], lines: readonly EffectiveDocumentLine[]): number[] {
  return texts.flatMap((text, line) => (/^[^\s#/].*\{\s*$/.test(text) && lines[line]?.location ? [line] : []));
}

/**
 * @param lines origins, one for each line of the document.
 * @param uri a source file.
 * @param line zero-based line in it.
 * @returns the document's line for the code at that line, or for the nearest code above it in that file.
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
 * The values of the base environment that an environment overrides.
 *
 * @param modules effective configurations of the files that contain the overrides.
 * @param environment the environment of the document.
 * @param normalize returns the canonical form of a URI.
 * @returns the base's values as text, by the location of the override: see `placeOf`.
 */
export function replacedValues(
  modules: readonly EffectiveModule[],
  environment: string,
  normalize: (uri: string) => string,
): Map<string, string> {
  const replaced = new Map<string, string>();
  for (const { location, overrides } of modules.flatMap(
    module => ownProperty(module.environments, environment) ?? [],
  )) {
    if (!overrides) continue;
    replaced.set(locationLabel({ uri: normalize(location.uri), range: location.range }), valueSummary(overrides.value));
  }
  return replaced;
}

/** A location as a key. URIs must be normalized. */
export function locationLabel({ uri, range }: Location): string {
  return `${uri}#${rangeText(range)}`;
}

/** Maximum length of a value next to a line, in characters. */
const MAX_VALUE_LENGTH = 60;

/** HCL on one line in the style of the document, shortened to fit next to a line. */
export function valueSummary(value: unknown): string {
  return shortened(hclText(value), MAX_VALUE_LENGTH);
}

/** @param value JSON. The keys of a map are quoted unless they are identifiers. */
function hclText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(hclText).join(', ')}]`;
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).map(([key, each]) => `${isName(key) ? key : quoted(key)} = ${hclText(each)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Escapes the start of a template by doubling it. */
const quoted = (text: string): string => JSON.stringify(text).replace(/[$%](?=\{)/g, '$&$&');

const isName = (key: string): boolean => /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(key);

function rangeText({ start, end }: Range): string {
  return [start.line, start.character, end.line, end.character].join(':');
}
