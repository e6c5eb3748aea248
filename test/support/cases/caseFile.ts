/**
 * Files of cases: text in, text out. A case has files, and questions about them with the expected answers:
 *
 *     ===== Hover on a name
 *     //- platform typed
 *
 *     === shows the value of a local
 *     //- new.tf
 *     locals {
 *       a = "x"
 *     }
 *     --- hover new.tf: a = │
 *     …In every environment: `"x"`…
 *
 * | Line | What follows |
 * | --- | --- |
 * | `===== TITLE` | a group of cases, as `describe`; files before its first case are part of each of them |
 * | `=== TITLE` | a case, as `it` |
 * | `//- PATH` | a file |
 * | `//- platform NAME` | nothing: the files of a platform (`platforms.ts`), and no others |
 * | `//~ PATH` | a change of a file: the text before, a line `=>`, the text after |
 * | `//| PATH: PART OF A LINE` | nothing: the cursor is where the part has `│` |
 * | `//x PATH` | nothing: the file is left out |
 * | `--- QUESTION` | the expected answer (`questions.ts`), in which `…` stands for any text |
 */
import { mark } from '../features/markedWorkspace';

type Texts = Readonly<Record<string, string>>;

/** A question of a case, with the lines of the file that contain the expected answer. */
export interface Question {
  readonly name: string;
  readonly parameters: string;
  readonly files: Texts;
  readonly expected: string;
  /** Index of the first line of the answer, and of the line after it and the blank lines at its end. */
  readonly lines: readonly [number, number];
}

export interface Case {
  readonly group: string;
  readonly title: string;
  readonly questions: readonly Question[];
}

const HEADER = /^(?:(={3}|={5}) (.+)|\/\/([-~x|]) (.+)|--- ([a-z]\w*)(?: (.*))?)$/;

/**
 * Reads a file of cases.
 *
 * @param platformNamed the files of a platform
 * @throws for a line that belongs to nothing, and for a change of a text that is missing
 */
export function readCases(text: string, platformNamed: (name: string) => Texts): Case[] {
  const lines = text.split('\n');
  const cases: { group: string; title: string; questions: Question[] }[] = [];
  let group = '';
  // Files of all groups, of the group, and of the case: what is read now adds to the last one that has begun.
  const files: Texts[] = [{}];
  for (let at = 0; at < lines.length;) {
    const [, level, title = '', kind, path = '', name, parameters = ''] = HEADER.exec(lines[at]!) ?? [];
    const start = (kind ?? name ?? level) ? at + 1 : at;
    for (at = Math.max(start, at + 1); at < lines.length && !HEADER.test(lines[at]!);) at++;
    const content = lines.slice(start, at).join('\n').trimEnd();
    if (level === '=====') {
      group = title;
      files.splice(1, 2, files[0]!);
    } else if (level) {
      cases.push({ group, title, questions: [] });
      files.splice(2, 1, files[1] ?? files[0]!);
    } else if (kind) files.push(withFile(files.pop()!, kind, path, content, platformNamed));
    else if (name && files.length > 2) {
      const end = start + (content === '' ? 0 : content.split('\n').length);
      cases.at(-1)!.questions.push({ name, parameters, files: files[2]!, expected: content, lines: [start, end] });
    } else if (content !== '' && (name ?? files.length > 1)) throw new Error(`Line ${start} belongs to nothing.`);
  }
  return cases;
}

function withFile(
  files: Texts,
  kind: string,
  path: string,
  content: string,
  platformNamed: (name: string) => Texts,
): Texts {
  if (kind === 'x') return Object.fromEntries(Object.entries(files).filter(([each]) => each !== path));
  if (kind === '~') return withChange(files, path, content);
  if (kind === '|') return withCursor(files, path);
  return path.startsWith('platform ')
    ? platformNamed(path.slice('platform '.length))
    : { ...files, [path]: content === '' ? '' : `${content}\n` };
}

/** @param place the path and a part of a line with the cursor, as `main.tf: min│_size`. Replaces a cursor that was set before */
export function withCursor(files: Texts, place: string): Texts {
  const [, path = '', part = ''] = /^(\S+): ?(.*)$/.exec(place) ?? [];
  const plain = Object.fromEntries(Object.entries(files).map(([each, text]) => [each, text.replace('│', '')]));
  return mark(plain, path, part);
}

/** @param change the text before, a line `=>`, the text after */
function withChange(files: Texts, path: string, change: string): Texts {
  const [before = '', after = ''] = `${change}\n`.split(/^=>\n/m).map(each => each.replace(/\n$/, ''));
  const text = files[path] ?? '';
  if (text.split(before).length !== 2) throw new Error(`${path} does not have exactly once:\n${before}`);
  return { ...files, [path]: text.replace(before, () => after) };
}

/** The file with other answers. @param answers by question; those of the others are kept */
export function withAnswers(text: string, answers: ReadonlyMap<Question, string>): string {
  const lines = text.split('\n');
  for (const [
    {
      lines: [start, end],
    },
    answer,
  ] of [...answers].sort(([a], [b]) => b.lines[0] - a.lines[0]))
    lines.splice(start, end - start, ...(answer === '' ? [] : answer.split('\n')));
  return lines.join('\n');
}
