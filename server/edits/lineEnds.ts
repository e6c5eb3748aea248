/** Line ends: texts are changed with `\n`, and get those of their file back. */

export const lineFeeds = (text: string): string => (text.includes('\r') ? text.replace(/\r\n/g, '\n') : text);

/** @param text with `\n` line ends */
export const withLineEnd = (text: string, lineEnd: '\n' | '\r\n'): string =>
  lineEnd === '\n' ? text : text.replace(/\n/g, lineEnd);

/** `\r\n` where there is one in the text. */
export const lineEndOf = (text: string): '\n' | '\r\n' => (text.includes('\r\n') ? '\r\n' : '\n');
