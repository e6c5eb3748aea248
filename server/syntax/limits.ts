/** Limits of parsing. They prevent stack overflows and repeated parsing of the same text. */

/** Maximum nesting of brackets, blocks and directives, since parsing is recursive. Real configuration has far fewer levels. */
export const MAX_NESTING = 250;

/** Maximum number of syntax errors in a file. After that, the rest of the file isn't parsed. */
export const MAX_ERRORS = 500;

/** Maximum number of levels of an expression, for example in a chain of operators, since functions that visit expressions are recursive. */
export const MAX_HEIGHT = 1000;

/**
 * Maximum number of characters that error recovery may read, as a multiple of the text's length. After that, each part of the text is parsed
 * separately.
 */
export const MAX_REREADING = 1;
