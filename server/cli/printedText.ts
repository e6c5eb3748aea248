/**
 * Output of the command line. It goes to terminals and logs of pipelines, and most of it comes from a repository: invisible characters are
 * escaped, so that there are no escape sequences, extra lines or changes of the writing direction, and no line is a command to a pipeline
 * (`::add-mask::` of GitHub, `##vso[…]` of Azure, `##[…]` of both, `##teamcity[…]`).
 */
import { visibleText } from '../../common/visibleText';

/**
 * @param lines without line breaks; a line break in one of them is escaped
 * @returns the lines, each with a line ending
 */
export const printedLines = (lines: Iterable<string>): string =>
  [...lines].map(line => `${withoutCommands(visibleText(line))}\n`).join('');

/** @returns JSON with the same meaning and only visible characters */
export const printedJson = (value: unknown): string => `${printedJsonText(JSON.stringify(value, null, 2))}\n`;

/** @param text JSON, or a part of it that does not end in a string */
export const printedJsonText = (text: string): string =>
  text.replace(NOT_PRINTED, escaped).replace(COMMAND_INSIDE, '#\\u0023');

/** These characters occur only in strings: outside of them, line feeds are JSON's only invisible characters. */
const NOT_PRINTED = /[\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]|(?!\n)\p{Cc}/gu;
const COMMAND_INSIDE = /##(?=\w*\[)/g;

const withoutCommands = (line: string): string =>
  line.replace(COMMAND_INSIDE, '#\\u{23}').replace(/^(\s*):(?=:)/, '$1\\u{3a}');

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
