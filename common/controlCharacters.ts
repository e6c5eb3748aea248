/** Characters that act instead of being shown: C0, DEL, C1, and Unicode's line and paragraph separators. */
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Line breaks count: a terminal would run what is before one. */
export function hasControlCharacter(text: string): boolean {
  return control.test(text);
}

/** @returns the text in double quotes, with control characters as JSON writes them */
export function quotedVisibly(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
