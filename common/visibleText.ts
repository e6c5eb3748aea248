/** Escapes invisible characters, and characters that change the direction or layout of the surrounding text. */

/** A visible letter, mark or symbol of a script other than Latin. */
const drawn = /(?![\0-\u02ff]|\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{S}]/u.source;

/**
 * The group matches characters that are kept: joiners between letters of other scripts, and variation selectors after an emoji. The last
 * alternative matches characters that are escaped: control characters, line and paragraph separators, unpaired surrogates, bidirectional
 * controls, and characters that are never displayed.
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
 * @returns one line in which every character is visible: escaped as `\n`, `\r`, `\t`, or like `\u{1b}`
 */
export const visibleText = (text: string): string =>
  text.replace(
    notSeen,
    (character, stays?: string) =>
      stays ?? shortForms.get(character) ?? `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );

/** Like `visibleText`, but keeps line breaks (`\n`, `\r\n`) and tabs. */
export const visibleLines = (text: string): string =>
  text
    .split(/\r?\n/)
    .map(line => line.split('\t').map(visibleText).join('\t'))
    .join('\n');
