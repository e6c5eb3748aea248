/** Limits of parsing, so that no text overflows the call stack or is parsed repeatedly. */

/** Most levels of brackets, blocks and directives. Parsing is recursive, and real configuration is far less nested. */
export const MAX_NESTING = 250;

/** Maximum number of syntax errors in a file. The rest of a file with more isn't read. */
export const MAX_ERRORS = 500;

/** Most levels of expressions, such as a chain of operators; functions that walk over them are recursive. */
export const MAX_HEIGHT = 1000;

/**
 * Most characters that error recovery may read, as a multiple of the text's length. Beyond that, each part of the text is parsed
 * separately.
 */
export const MAX_REREADING = 1;
