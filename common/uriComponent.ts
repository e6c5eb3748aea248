/**
 * Like `encodeURIComponent`, but replaces an unpaired surrogate by U+FFFD instead of throwing. An ESLint rule requires this function.
 */
export const uriComponent = (text: string): string => encodeURIComponent(text.toWellFormed());
