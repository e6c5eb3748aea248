/** `kubestack/review`: computes the selected sections of a pair of revisions, and composes their texts. */
import { REVIEW_SECTIONS, type Review, type ReviewResults, type ReviewSection } from '../../common/review/review';
import { now } from '../../common/now';
import { SECTIONS, type ReviewedPair, type Unread } from './sections';

export type Results = Partial<ReviewResults>;

/** Computes sections of a pair. Pauses. */
export function* reviewOf(pair: ReviewedPair, selected: readonly ReviewSection[]): Generator<undefined, Results> {
  const results: Mutable<Results> = {};
  for (const section of REVIEW_SECTIONS) if (selected.includes(section)) yield* compute(section, pair, results);
  return results;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function* compute<S extends ReviewSection>(
  section: S,
  pair: ReviewedPair,
  results: Mutable<Results>,
): Generator<undefined, void> {
  const result = yield* SECTIONS[section].compute(pair, results);
  if (result !== undefined) results[section] = result;
}

/** The sections that have a text, as Markdown; '' where there is nothing to show. */
export function* reviewMarkdown(
  results: Results,
  pair: ReviewedPair,
): Generator<undefined, NonNullable<Review['markdown']>> {
  const texts: Mutable<NonNullable<Review['markdown']>> = {};
  for (const section of REVIEW_SECTIONS) {
    const text = yield* markdownOf(section, results, pair);
    if (text !== undefined) texts[section] = text;
  }
  return texts;
}

function* markdownOf<S extends ReviewSection>(
  section: S,
  results: Results,
  pair: ReviewedPair,
): Generator<undefined, string | undefined> {
  const { markdown } = SECTIONS[section];
  const result = results[section];
  return result === undefined || !markdown ? undefined : yield* markdown(result, pair);
}

/** A text of several sections: a heading, if it needs one, and lines. */
export interface ReviewText {
  readonly heading: string | undefined;
  readonly lines: readonly string[];
}

/** The sections that have something to show, in the order of `REVIEW_SECTIONS`. */
export const reviewTexts = (results: Results, pair: ReviewedPair, form: TextForm): ReviewText[] =>
  REVIEW_SECTIONS.flatMap(section => textOf(section, results, pair, form));

type TextForm = 'text' | 'markdown';

function textOf<S extends ReviewSection>(
  section: S,
  results: Results,
  pair: ReviewedPair,
  form: TextForm,
): ReviewText[] {
  const { heading, isShown } = SECTIONS[section];
  const result = results[section];
  const lines = sectionLines(section, results, pair, form);
  if (result === undefined || lines.length === 0 || isShown?.(result) === false) return [];
  return [{ heading: heading?.(), lines }];
}

/** One section as lines; none if there is nothing to show. */
export function sectionLines<S extends ReviewSection>(
  section: S,
  results: Results,
  pair: ReviewedPair,
  form: TextForm,
): readonly string[] {
  const { lines } = SECTIONS[section];
  const result = results[section];
  if (result === undefined) return [];
  return form === 'text' ? (lines?.(result, pair) ?? []) : lineList(now(markdownOf(section, results, pair)) ?? '');
}

/** The lines of a text, which may end with a line break. */
export const lineList = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** What the sections don't cover, once: `before: eks: …`. */
export function unreadOf(results: Results): string[] {
  const seen = new Set<string>();
  return REVIEW_SECTIONS.flatMap(section => {
    const all = unreadIn(section, results).map(({ module, message, side }) => ({
      side,
      text: module === undefined ? message : `${module}: ${message}`,
    }));
    const fresh = all.filter(({ text }) => !seen.has(text));
    for (const { text } of all) seen.add(text);
    return fresh.map(({ side, text }) => (side === undefined ? text : `${side}: ${text}`));
  });
}

const unreadIn = <S extends ReviewSection>(section: S, results: Results): readonly Unread[] => {
  const result = results[section];
  return result === undefined ? [] : (SECTIONS[section].unread?.(result) ?? []);
};
