/** Directories of a machine that runs a job, as far as they are known. */
import { lift, scalar, stringOf, unknownValue, type PipelineValue } from './values/value';
import { pathWithin } from '../within';

/**
 * The checkout directory: GitHub's workspace, GitLab's project directory. Its real path differs between machines, so a placeholder is used
 * that can't be a path in a repository.
 */
export const ROOT = '/\u0001';

/** Resolves a path against a directory. */
export function folderFrom(base: PipelineValue, path: PipelineValue): PipelineValue {
  const result = lift([base, path], (from, to) => {
    const [start, end] = [stringOf(from), stringOf(to) ?? ''];
    if (end.startsWith('/')) return scalar(normalized(end));
    return start === undefined ? unknownValue : scalar(normalized(`${start}/${end}`));
  });
  if (result.kind !== 'unknown' || result.among) return result;
  const [start, end] = [base, path].map(each => stringOf(each) ?? (each.kind === 'unknown' ? each.symbol : undefined));
  return start === undefined || end === undefined ? unknownValue : { kind: 'unknown', symbol: `${start}/${end}` };
}

function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** A key that is equal for equal directories; undefined for an unknown directory. */
export const folderKey = (folder: PipelineValue): string | undefined =>
  stringOf(folder) ?? (folder.kind === 'unknown' ? folder.symbol : undefined);

/**
 * The path of a directory in the repository.
 * @param checkout directory of the repository on the machine
 * @returns '' for its root; undefined if it is unknown, null if it is outside of the repository
 */
export function pathInRepository(folder: PipelineValue, checkout: string): string | null | undefined {
  const path = stringOf(folder);
  return path === undefined ? undefined : (pathWithin(path, checkout) ?? null);
}
