/** Output of `--help` in the user's language, wrapped for terminals. */
import { localized, t, type Localizable } from '../../common/localization';

/** A command or an option, with its description. */
export type HelpEntry = readonly [name: string, text: Localizable];

export interface Help {
  /** Calls, without the program's name. */
  readonly usage: readonly string[];
  /** Paragraphs below the usage. */
  readonly introduction?: readonly Localizable[];
  readonly sections: readonly { readonly title: Localizable; readonly entries: readonly HelpEntry[] }[];
  /** Paragraphs at the end. */
  readonly notes?: readonly Localizable[];
}

const PROGRAM = 'kubestack-language-server';
/** Maximum length of a line, in columns. */
const WIDTH = 120;
/** Maximum column of the texts of entries. A longer name has a line to itself. */
const TEXT_COLUMN = 25;

/** The help of a command, with a line ending. */
export function helpText({ usage, introduction = [], sections, notes = [] }: Help): string {
  const label = t('Usage:');
  const calls = usage.map((call, index) => `${index === 0 ? label : ' '.repeat(columns(label))} ${PROGRAM} ${call}`);
  const paragraphs = (texts: readonly Localizable[]): string[] =>
    texts.map(text => wrapped(localized(text)).join('\n'));
  const blocks = sections.map(({ title, entries }) => [localized(title), ...entryLines(entries)].join('\n'));
  return `${[calls.join('\n'), ...paragraphs(introduction), ...blocks, ...paragraphs(notes)].join('\n\n')}\n`;
}

function entryLines(entries: readonly HelpEntry[]): string[] {
  const longest = Math.max(...entries.map(([name]) => name.length));
  const column = Math.min(TEXT_COLUMN, longest + 4);
  return entries.flatMap(([name, text]) => {
    const [first = '', ...others] = wrapped(localized(text), WIDTH - column);
    const indented = [first, ...others].map(line => `${' '.repeat(column)}${line}`);
    if (name.length + 4 > column) return [`  ${name}`, ...indented];
    return [`  ${name}`.padEnd(column) + first, ...indented.slice(1)];
  });
}

/** Characters of Japanese, which terminals show two columns wide. */
const WIDE = /[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]/gu;
/** Characters that must not start a line: punctuation, small kana and long vowels of Japanese. */
const NOT_FIRST = '[、。」）ぁぃぅぇぉっゃゅょァィゥェォッャュョー).,:;]*';
/** A word with the spaces before it. Japanese has no spaces between words: a line may end after any character. */
const WORD = new RegExp(`\\s*[(「（]*(?:${WIDE.source}|(?:(?!${WIDE.source})\\S)+)${NOT_FIRST}`, 'gu');

const columns = (text: string): number => text.length + (text.match(WIDE) ?? []).length;

/** The lines of a text. A word that is longer than a line stays whole. */
export function wrapped(text: string, width = WIDTH): string[] {
  const lines: string[] = [];
  let line = '';
  for (const [word] of text.matchAll(WORD)) {
    if (line !== '' && columns(line + word) > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word.trimStart() : word;
  }
  return [...lines, line];
}
