/**
 * What the command line prints. Its output goes to terminals and to the logs of pipelines, and most of it comes from a repository: every
 * character is made visible, so that there are no escape sequences, no further lines and no changes of the writing direction, and no
 * line reads as a command to a pipeline (`::add-mask::` of GitHub, `##vso[…]` of Azure, `##[…]` of both, `##teamcity[…]`).
 */
import { visibleText } from '../../common/visibleText';

/** @param lines without line breaks of our own: one in a line comes from elsewhere, and is escaped. @returns the lines, each with its end */
export const printedLines = (lines: Iterable<string>): string =>
  [...lines].map(line => `${withoutCommands(visibleText(line))}\n`).join('');

/** @returns JSON that means the same as the value, whatever characters are in it */
export const printedJson = (value: unknown): string => `${printedJsonText(JSON.stringify(value, null, 2))}\n`;

/** @param text JSON, or a piece of it that ends outside of strings */
export const printedJsonText = (text: string): string =>
  text.replace(NOT_PRINTED, escaped).replace(COMMAND_INSIDE, '#\\u0023');

/** All of these are in strings only: JSON itself has line feeds and no other character that is not seen. */
const NOT_PRINTED = /[\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]|(?!\n)\p{Cc}/gu;
const COMMAND_INSIDE = /##(?=\w*\[)/g;

const withoutCommands = (line: string): string =>
  line.replace(COMMAND_INSIDE, '#\\u{23}').replace(/^(\s*):(?=:)/, '$1\\u{3a}');

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
