/** Bounds of what is read, so that no text, however odd, exhausts the call stack or is read again and again. */

/** Deeper nesting of brackets, blocks and directives is refused: reading is recursive, and no platform nests like this. */
export const MAX_NESTING = 250;

/** Expressions that are deeper, as by a chain of thousands of operators, are refused: whoever walks over them recurses. */
export const MAX_HEIGHT = 1000;

/**
 * Attempts to read what does not parse may look at so many characters in all, as a multiple of the text's length. Beyond that, each part of
 * the text is read on its own.
 */
export const MAX_REREADING = 4;
