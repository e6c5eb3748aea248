/** What one function call may build; beyond these the result is not worked out in the editor. */
import { UnknownResultError } from '../unknownResultError';

/** Elements of one collection. */
export const MAX_ELEMENTS = 100_000;
/** UTF-16 code units of one string. */
export const MAX_TEXT_LENGTH = 1_000_000;
/** Steps of the regular expression searches of one call, program size × characters. */
export const MAX_REGEX_STEPS = 500_000;
/** UTF-16 code units of a string that is cut into the characters that a person sees. */
export const MAX_GRAPHEMES = 20_000;
/** Instructions of one compiled regular expression. */
export const MAX_REGEX_PROGRAM = 20_000;

/** Refuses to build a collection of `count` elements when that is too many. Throws {@link UnknownResultError}. */
export function checkElementCount(count: number): void {
  if (count > MAX_ELEMENTS) throw new UnknownResultError(`the result would have ${count} elements`);
}

/** Refuses to build a string of `length` UTF-16 units when that is too long. Throws {@link UnknownResultError}. */
export function checkTextLength(length: number): void {
  if (length > MAX_TEXT_LENGTH) throw new UnknownResultError(`the result would have ${length} characters`);
}
