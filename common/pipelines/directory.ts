/** Folders of a machine that runs a job, as far as they are known. */
import { lift, scalar, stringOf, unknownValue, type PipelineValue } from './values/value';

/**
 * Where the machine has the job's files: GitHub's workspace, GitLab's project folder. What it is called on a machine is different each time, so
 * it is written as no path of a repository can be.
 */
export const ROOT = '/\u0001';

/** The folder that a path leads to from another. */
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

/** What two folders have to be the same by; undefined of a folder of which nothing is known. */
export const folderKey = (folder: PipelineValue): string | undefined =>
  stringOf(folder) ?? (folder.kind === 'unknown' ? folder.symbol : undefined);

/**
 * The folder in the repository.
 *
 * @param checkout where the repository is on the machine
 * @returns '' for its root; undefined where it is not known, null where it is another place
 */
export function pathInRepository(folder: PipelineValue, checkout: string): string | null | undefined {
  const path = stringOf(folder);
  if (path === undefined) return undefined;
  if (path === checkout) return '';
  return path.startsWith(`${checkout}/`) ? path.slice(checkout.length + 1) : null;
}
