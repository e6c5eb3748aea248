/** Separates the diagnostics that a change brings or touches from those that existed before it. */
import type { FileProblem } from '../../common/protocol';
import type { CheckProblem } from './checksMarkdown';

/** What a change does to the files. Paths are relative to the top of the work tree. */
export interface AddedLines {
  /** Ranges of changed lines in the new version of each file: one-based, both ends included. */
  readonly ranges: ReadonlyMap<string, readonly (readonly [first: number, last: number])[]>;
  /** The previous paths of renamed files, by their new path. */
  readonly renamed: ReadonlyMap<string, string>;
}

export interface SeparatedProblems {
  /** New ones, and those on changed lines. */
  readonly brought: readonly CheckProblem[];
  /** The number of all others. */
  readonly existing: number;
}

/** @param before the diagnostics before the change; undefined if they are unknown, then all count as brought */
export function separateProblems(
  problems: readonly CheckProblem[],
  before: readonly FileProblem[] | undefined,
  { ranges, renamed }: AddedLines,
): SeparatedProblems {
  if (!before) return { brought: problems, existing: 0 };
  const left = new Map<string, number>();
  for (const { path, code, message } of before) {
    const key = JSON.stringify([path, code, message]);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const isTouched = ({ file, line }: CheckProblem): boolean =>
    ranges.get(file)?.some(([first, last]) => first <= line && line <= last) === true;
  // Problems on changed lines come last, so that of several equal ones, those on other lines count as existing.
  const sorted = [...problems].sort((a, b) => Number(isTouched(a)) - Number(isTouched(b)));
  const brought = sorted.filter(problem => {
    const { file, code, message } = problem;
    const key = JSON.stringify([renamed.get(file) ?? file, code, message]);
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count === 0 || isTouched(problem);
  });
  return { brought, existing: problems.length - brought.length };
}

/** Reads the output of `git` with `CHANGED_LINES_ARGUMENTS`. */
export function addedLines(diff: string): AddedLines {
  const ranges = new Map<string, (readonly [number, number])[]>();
  const renamed = new Map<string, string>();
  let file: string | undefined;
  let from: string | undefined;
  for (const line of diff.split('\n')) {
    if (line.startsWith('diff --git ')) file = from = undefined;
    else if (file === undefined && line.startsWith('rename from ')) from = pathIn(line.slice('rename from '.length));
    else if (file === undefined && line.startsWith('rename to ') && from !== undefined)
      renamed.set(pathIn(line.slice('rename to '.length)), from);
    else if (file === undefined && line.startsWith('+++ ')) {
      file = pathIn(line.slice('+++ '.length));
      ranges.set(file, []);
    } else if (file !== undefined) {
      const [, first, count = '1'] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
      if (first !== undefined && count !== '0')
        ranges.get(file)?.push([Number(first), Number(first) + Number(count) - 1]);
    }
  }
  return { ranges, renamed };
}

/** Arguments of git for `addedLines`, before the two revisions. Text in the files can't look like a header, since it starts with + or -. */
export const CHANGED_LINES_ARGUMENTS = [
  '-c',
  'core.quotePath=false',
  'diff',
  '--unified=0',
  '--find-renames',
  '--no-prefix',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--end-of-options',
] as const;

/** Git ends a path that contains a space with a tab, and quotes one with special characters, which no configuration has. */
const pathIn = (text: string): string => text.replace(/\t$/, '');
