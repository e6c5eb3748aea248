/** Markdown of the language server: links to places, and the plain text of clients that show no Markdown. */
import { localizable } from '../../common/localization';
import type { Location } from 'vscode-languageserver-types';
import { markdownLink, markdownText } from '../../common/markdown';
import { shortened } from '../../common/shortened';

/** In a cell of a table: there is no value. */
export const UNSET = localizable('*unset*');

/** A link to a place in a file; lines in links count from one. @param text Markdown */
export const link = (text: string, { uri, range }: Location): string =>
  markdownLink(text, `${uri}#L${range.start.line + 1}`);

/** The description that a variable or output has in the code. */
export const descriptionText = (description: string): string => markdownText(shortened(description, 2_000));

/** The text of Markdown that common/markdown.ts wrote, for clients that show text as it is. */
export function withoutMarkdown(markdown: string): string {
  const lines: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const marker = /^`{3,}/.exec(line)?.[0];
    if (fence === undefined && marker !== undefined) fence = marker;
    else if (fence !== undefined && line === fence) fence = undefined;
    else if (fence !== undefined) lines.push(line);
    else if (line.startsWith('|')) lines.push(...rowText(line));
    else lines.push(inlineText(line));
  }
  return lines.join('\n');
}

/** The cells of a row; nothing for the line below the header. */
function rowText(line: string): string[] {
  if (/^(?:\| :?-+:? )+\|$/.test(line)) return [];
  const cells = line.slice(2, -2).split(' | ');
  return [cells.map(cell => inlineText(cell.replaceAll('\\|', '|'))).join('  ')];
}

/** Outside of code, brackets and asterisks are never text. */
const inlineText = (line: string): string =>
  line.replace(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)|\[|\]\([^\s()]*\)|\*+/g, (_, fence?: string, code: string = '') =>
    fence === undefined ? '' : code.replace(/^ (.*) $/, '$1'),
  );
