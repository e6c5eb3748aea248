/** The comment at the beginning of a check's file: its documentation page, and the examples that the tests run. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

export interface CheckPage {
  readonly code: string;
  readonly title: string;
  /** Everything below the title, as Markdown. */
  readonly text: string;
  /** Platforms in which the check reports a finding: path → text. One for each section whose title starts with "Fails". */
  readonly fails: readonly Example[];
  /** The platforms in `fails` without an automatic fix: "Fails without a fix". */
  readonly unfixable: readonly Example[];
  /** Platforms without findings. One for each section whose title starts with "Passes". */
  readonly passes: readonly Example[];
  /** Path of the file, relative to server/checks, with "/". */
  readonly file: string;
}
export type Example = Readonly<Record<string, string>>;

const CHECKS_FOLDER = join(__dirname, '../server/checks');

/** The pages of all checks, in the order of their codes. */
export function checkPages(folder: string = CHECKS_FOLDER): CheckPage[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .flatMap(file => checkPage(readFileSync(join(folder, file), 'utf8'), file.split(sep).join('/')) ?? [])
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** Undefined if the file is not a check. */
export function checkPage(source: string, file: string): CheckPage | undefined {
  const lines = source.split(/\r?\n/);
  const head = /^\/\/ (KS\d{3}): (.+)$/.exec(lines[0] ?? '');
  if (!head) return undefined;
  const end = lines.findIndex(line => !line.startsWith('//'));
  const body = lines.slice(1, end).map(line => line.replace(/^\/\/ ?/, ''));
  const text = body.join('\n').trim();
  return {
    code: head[1]!,
    title: head[2]!.trim(),
    text,
    ...failing(text),
    passes: examplesIn(text, 'Passes'),
    file,
  };
}

function failing(text: string): Pick<CheckPage, 'fails' | 'unfixable'> {
  const unfixable = examplesIn(text, 'Fails without a fix');
  const others = examplesIn(text, 'Fails', title => !title.startsWith('## Fails without a fix'));
  return { fails: [...others, ...unfixable], unfixable };
}

/** Changes the lines of a Markdown text outside of code blocks. */
export function mapProse(text: string, change: (line: string) => string): string {
  let fenced = false;
  return text
    .split('\n')
    .map(line => {
      if (line.startsWith('```')) fenced = !fenced;
      return fenced ? line : change(line);
    })
    .join('\n');
}

/** The first word after a fence is the language, the second the name of the file (by default `main.tf`). */
const FENCE = /^```[ \t]*(\S*)(?:[ \t]+(\S+))?[ \t]*\n([^]*?)^```[ \t]*$/gm;

function examplesIn(text: string, title: string, isWanted: (heading: string) => boolean = () => true): Example[] {
  // A heading outside of code blocks starts a section.
  const marked = mapProse(text, line => line.replace(/^## /, '\u0000## '));
  return marked
    .split('\u0000')
    .filter(section => section.startsWith(`## ${title}`) && isWanted(section))
    .map(section =>
      Object.fromEntries([...section.matchAll(FENCE)].map(match => [match[2] ?? 'main.tf', match[3] ?? ''])),
    );
}
