/** Pieces of Markdown. */
import type { Location } from 'vscode-languageserver-types';

/** Text in which nothing means anything to Markdown, also within a table. */
export const escapeMarkdown = (text: string): string =>
  text.replace(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&').replace(/\n/g, ' ');

/** Code that can stand in a table. */
export function code(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ').replace(/\|/g, '\\|');
  // A longer fence than any run of backticks inside.
  const fence = '`'.repeat(Math.max(0, ...[...line.matchAll(/`+/g)].map(run => run[0].length)) + 1);
  const space = fence.length > 1 ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** A link to a place in a file; lines in links count from one. */
export const link = (text: string, { uri, range }: Location): string =>
  `[${text}](${uri.replace(/[()]/g, encodeURIComponent)}#L${range.start.line + 1})`;

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

export const hclBlock = (text: string): string => `\`\`\`terraform\n${text}\n\`\`\``;

/** For clients that show text as it is. */
export function withoutMarkdown(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\|(?: ?:?-+:? ?\|)+\n/gm, '')
    .replace(/^\| (.*) \|$/gm, (_, row: string) => row.split(' | ').join('  '))
    .replace(/<\/?(?:details|summary)>/g, '')
    .replace(/^```\w*\n?/gm, '')
    .replace(/\*\*|`/g, '')
    .replace(/\\([|\\`*_[\]<>])/g, '$1');
}
