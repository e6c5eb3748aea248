/**
 * As `encodeURIComponent`, which throws for half a surrogate pair: in its place stands U+FFFD, as in UTF-8. `npm run lint` holds that
 * nothing else is used.
 */
export const uriComponent = (text: string): string => encodeURIComponent(text.toWellFormed());
