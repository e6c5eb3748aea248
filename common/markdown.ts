/**
 * Creates Markdown from untrusted text. The text can't become a link, image, HTML, table cell or reference in CommonMark, in VS Code's hovers
 * and previews, or on Git hosts. All Markdown must be created with these functions.
 *
 * Git hosts detect `@name`, `#123`, URLs and commits after unescaping, so backslashes and entities don't prevent references. They don't detect
 * them in code, so all text with a possible meaning is formatted as code.
 */
import { uriComponent } from './uriComponent';
import { visibleLines, visibleText } from './visibleText';

/** Characters and words with a meaning in CommonMark, GitHub Flavored Markdown or formulas, and references of Git hosts. */
const meaningful: readonly RegExp[] = [
  /[\\`*[\]<>{}|#@$~]/,
  /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u,
  // URLs, domain names, and names of emoji.
  /:\/\/|[wW]{3}\.|\S\.\p{L}{2,}(?![\p{L}\p{N}_-])|:[\w+-]+:/u,
  // HTML entities; epics, merge requests and milestones of GitLab.
  /&[#\w]|!\d|%[\w"]/,
];

/** Commits, and issue keys such as `ABC-1`: only Git hosts make links of them. */
const reference = /(?<![\dA-Za-z])(?:[\da-fA-F]{7,64}(?![\dA-Za-z])|[A-Z][A-Z\d]+-\d)/;

/** Text with a meaning at the start of a line: lists, underlines of headings, and GitLab's quick actions (`/close`). */
const meaningfulAtStart = /^(?:[-+=:]+|\d+[.)]|\/.*)$/;

const isPlainInEditor = (word: string, index: number): boolean =>
  !meaningful.some(pattern => pattern.test(word)) && !(index === 0 && meaningfulAtStart.test(word));

const isPlain = (word: string, index: number): boolean => isPlainInEditor(word, index) && !reference.test(word);

/**
 * Formats a text as inline code on one line.
 *
 * @param text for example a name or a value; an empty or blank text is shown in quotation marks
 */
export function codeSpan(text: string): string {
  const inner = /^ *$/.test(text) ? `"${text}"` : escapeLongRuns(visibleText(text));
  const fence = '`'.repeat(longestRun(inner) + 1);
  // CommonMark strips one space at both ends of code.
  const padded = fence.length > 1 || /^ .* $/.test(inner) ? ` ${inner} ` : inner;
  return fence + padded + fence;
}

/**
 * Formats prose on one line, for example a description or a message. Words with a meaning in Markdown or on a Git host are formatted as code,
 * others are not changed.
 */
export const markdownText = (text: string): string => prose(text, isPlain);

/** As `markdownText`, for Markdown that only the editor shows: a person's name with the digits of a commit stays as it is. */
export const editorText = (text: string): string => prose(text, isPlainInEditor);

function prose(text: string, isPlainWord: (word: string, index: number) => boolean): string {
  const words = text
    .split(/[\t\r\n\p{Zs}]+/u)
    .filter(word => word !== '')
    .map(visibleText);
  const parts: string[] = [];
  for (let at = 0; at < words.length;) {
    let end = at;
    while (end < words.length && !isPlainWord(words[end]!, end)) end++;
    if (end === at) parts.push(words[at++]!);
    else {
      parts.push(codeWithin(words.slice(at, end).join(' ')));
      at = end;
    }
  }
  return parts.join(' ');
}

/** Formats a name as plain text if it has no meaning in Markdown, else as code. */
export const markdownName = (name: string): string => (isPlainName(name) ? name : codeSpan(name));

/** Formats a name in bold, or as code if it could have a meaning in Markdown. */
export const strongName = (name: string): string => (isPlainName(name) ? `**${name}**` : codeSpan(name));

const isPlainName = (name: string): boolean =>
  visibleText(name) === name &&
  /^[\p{L}\p{N}](?:.*[\p{L}\p{N}])?$/u.test(name) &&
  name.split(' ').every((word, index) => word !== '' && isPlain(word, index));

/** Formats words as code, without the surrounding punctuation. */
function codeWithin(words: string): string {
  let start = 0;
  let end = words.length;
  while (start < end && `"'(`.includes(words[start]!)) start++;
  while (end > start && `"'),.;:?`.includes(words[end - 1]!)) end--;
  if (start === end) return codeSpan(words);
  return words.slice(0, start) + codeSpan(words.slice(start, end)) + words.slice(end);
}

/**
 * Formats a code block. The fence is longer than any run of backticks in the text.
 *
 * @param language identifier in VS Code and on Git hosts
 */
export function codeBlock(text: string, language: string): string {
  const lines = escapeLongRuns(visibleLines(text));
  const fence = '`'.repeat(Math.max(3, longestRun(lines) + 1));
  return `${fence}${language}\n${lines}\n${fence}`;
}

/** GitHub does not recognize inline code with more than 80 backticks. */
const escapeLongRuns = (text: string): string => text.replace(/`{10,}/g, run => '\\u{60}'.repeat(run.length));

/** The longest run of backticks. */
function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}

/** Schemes of web pages, files, and this extension's commands. A hover runs commands only if it is trusted. */
const followed = /^(?:https?|file|untitled|vscode-[\w-]+):|^command:kubestack\./i;

/**
 * Creates a link if the scheme of the target is allowed.
 *
 * @param text Markdown from these functions
 * @param target absolute URI
 * @returns only the text if the scheme is not allowed or the text can't be part of a link
 */
export function markdownLink(text: string, target: string): string {
  // VS Code's hovers don't find the end of a link whose text has code between several backticks.
  if (!followed.test(target) || text.includes('``')) return text;
  return `[${text}](${linkTarget(target)})`;
}

/** Percent-encodes all characters that could end a target or change its meaning. */
const linkTarget = (target: string): string =>
  target
    .replace(/[^\w\-.~:/?#@!$&'*+,;=%]+/g, uriComponent)
    .replaceAll('(', '%28')
    .replaceAll(')', '%29')
    .replace(/&(?=#?\w+;)/g, '%26');

/**
 * Creates a table.
 *
 * @param header Markdown of one line for each column
 * @param rows the same for each row
 * @param rule alignment of each column; left by default
 */
export const markdownTable = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
  rule: (column: number) => string = () => '---',
): string =>
  [tableRow(header), `| ${header.map((_, column) => rule(column)).join(' | ')} |`, ...rows.map(tableRow)].join('\n');

export const tableRow = (cells: readonly string[]): string => `| ${cells.map(tableCell).join(' | ')} |`;

/**
 * Escapes Markdown of one line for a table cell. A backslash before a pipe (`\|` in code) is written as `\u{5c}`, since implementations differ.
 */
export const tableCell = (markdown: string): string => markdown.replace(/\\(?=\|)/g, '\\u{5c}').replaceAll('|', '\\|');
