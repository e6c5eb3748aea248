/** Writes characters that a reader can't see, or that change how the text around them reads, so that they are seen. */

/** A letter, mark or symbol beyond Latin that is drawn. */
const drawn = /(?![\0-\u02ff]|\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{S}]/u.source;

/**
 * First what stays, as scripts and emoji need it: joiners between letters that are not Latin, and variation selectors behind an emoji.
 * Then what is escaped: control characters (U+0085 is one), line and paragraph separators, halves of surrogate pairs, controls of the
 * writing direction, and characters that are never drawn.
 */
const notSeen = new RegExp(
  [
    `((?<=${drawn}|\\p{Extended_Pictographic}\\ufe0f)[\\u200c\\u200d](?=${drawn})|(?<=\\p{Extended_Pictographic})[\\ufe0e\\ufe0f])`,
    '[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Bidi_Control}\\p{Default_Ignorable_Code_Point}]',
  ].join('|'),
  'gu',
);

const shortForms: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/**
 * @param text any text, for example a name or a value from a repository
 * @returns one line on which every character is seen: `\n`, `\r`, `\t`, and `\u{1b}` for others
 */
export const visibleText = (text: string): string =>
  text.replace(
    notSeen,
    (character, stays?: string) =>
      stays ?? shortForms.get(character) ?? `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );

/** The same for a text of several lines: line breaks (`\n`, `\r\n`) and tabs stay. */
export const visibleLines = (text: string): string =>
  text
    .split(/\r?\n/)
    .map(line => line.split('\t').map(visibleText).join('\t'))
    .join('\n');
