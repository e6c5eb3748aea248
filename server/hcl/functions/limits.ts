/** Limits of a single function call in the editor. Results beyond them are unknown. */
import { UnknownResultError } from '../../../common/unknownResultError';

/** Maximum number of elements of a collection. */
export const MAX_ELEMENTS = 100_000;
/** Maximum length of a string in UTF-16 code units. */
export const MAX_TEXT_LENGTH = 1_000_000;
/** Maximum length of a string, in UTF-16 code units, that is split into user-perceived characters. */
export const MAX_GRAPHEMES = 20_000;
/** Maximum length of a pattern for files, as of a path in Linux. */
export const MAX_GLOB_LENGTH = 4096;

/** Throws {@link UnknownResultError} if a collection of `count` elements is too large. */
export function checkElementCount(count: number): void {
  if (count > MAX_ELEMENTS) throw new UnknownResultError(`the result would have ${count} elements`);
}

/** Throws {@link UnknownResultError} if a string of `length` UTF-16 code units is too long. */
export function checkTextLength(length: number): void {
  if (length > MAX_TEXT_LENGTH) throw new UnknownResultError(`the result would have ${length} characters`);
}
