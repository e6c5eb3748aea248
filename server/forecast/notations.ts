/** Notations that providers treat as equal, such as the name of a network and its address. */
import { parseJson } from '../../common/jsonNesting';
import type { Value } from '../hcl/model';
import { equalityOf, type Equality } from './valueEquality';

/** The same text for all notations of a value. */
type Normalize = (text: string) => string;

const lastSegment: Normalize = text => text.slice(text.lastIndexOf('/') + 1);

const NORMALIZED: ReadonlyMap<string, Normalize> = new Map<string, Normalize>([
  ['json', canonicalJson],
  ['url', text => text.replace(/^https?:\/\//, '').replace(/\/$/, '')],
  ['dns', text => text.replace(/\.$/, '').toLowerCase()],
  ['location', text => text.replaceAll(' ', '').toLowerCase()],
  ['case', text => text.toLowerCase()],
  ['name', lastSegment],
  ['id', lastSegment],
  ['hyphen', text => text.replaceAll('-', '_').toLowerCase()],
  ['hour', text => text.replace(/^0(?=\d:)/, '')],
]);

/** The rules that apply to each part of a text: a known start or end is that of the normalized text, too. */
const OF_PARTS: ReadonlySet<unknown> = new Set(['dns', 'location', 'case', 'hyphen']);

/**
 * Whether values that differ in their text are equal for the provider.
 * @param notation of the facts: a name of a rule, or lists of values that mean the same
 */
export function equalityInNotation(before: Value, after: Value, notation: unknown): Equality {
  if (Array.isArray(notation)) return equalityOfSynonyms(before, after, notation);
  if (notation === 'unordered') return equalityOf(before, after, 'set(string)');
  const normalize = typeof notation === 'string' ? NORMALIZED.get(notation) : undefined;
  if (!normalize) return 'unknown';
  const [from, to] = [before, after].map(value => normalized(value, normalize, OF_PARTS.has(notation)));
  return equalityOf(from!, to!);
}

function normalized(value: Value, normalize: Normalize, isOfParts: boolean): Value {
  switch (value.kind) {
    case 'string':
      return { ...value, value: normalize(value.value) };
    case 'list':
    case 'set':
    case 'tuple':
      return { ...value, elements: value.elements.map(each => normalized(each, normalize, isOfParts)) };
    case 'unknown':
      return {
        ...value,
        oneOf: value.oneOf?.map(each => normalized(each, normalize, isOfParts)),
        ends:
          isOfParts && value.ends
            ? { start: value.ends.start.map(normalize), end: value.ends.end.map(normalize) }
            : undefined,
      };
    default:
      return value;
  }
}

function equalityOfSynonyms(before: Value, after: Value, synonyms: readonly unknown[]): Equality {
  const isIn = (value: Value, group: unknown): boolean =>
    value.kind === 'string' && Array.isArray(group) && group.includes(value.value);
  return synonyms.some(group => isIn(before, group) && isIn(after, group)) ? 'equal' : equalityOf(before, after);
}

function canonicalJson(text: string): string {
  try {
    return JSON.stringify(sorted(parseJson(text)));
  } catch {
    return text;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
