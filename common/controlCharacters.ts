import { visibleText } from './visibleText';

/** Characters that control a terminal or a layout: C0, DEL, C1, and Unicode's line and paragraph separators. */
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Whether a text has control characters. Line breaks count: a terminal would run the text before one. */
export function hasControlCharacter(text: string): boolean {
  return control.test(text);
}

/** @returns the text in double quotes, with quotes escaped as in JSON, and every character visible */
export const quotedVisibly = (text: string): string => visibleText(JSON.stringify(text));
