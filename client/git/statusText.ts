/** Parses the output of `git status --porcelain=v2 --branch -z` (git-status: "Porcelain Format Version 2"). */
import { ownProperty } from '../../common/ownProperty';

export interface ChangedFile {
  /** Relative to the top of the work tree, with "/". */
  path: string;
  change: 'added' | 'modified' | 'deleted' | 'renamed' | 'untracked' | 'conflict';
  /** The previous path of a renamed file. */
  previous?: string;
  /** Whether the change or a part of it is in the index. */
  staged: boolean;
  /** Whether the change or a part of it is not in the index. */
  unstaged: boolean;
}

export interface StatusText {
  /** Undefined before the first commit. */
  commit?: string;
  /** Undefined if HEAD is detached. */
  branch?: string;
  /** `origin/main`, in git's notation. The branch may no longer exist. */
  upstream?: string;
  changes: ChangedFile[];
}

/** The arguments whose output `parseStatus` reads. */
export const STATUS_ARGUMENTS = ['status', '--porcelain=v2', '--branch', '-z', '--untracked-files=all'] as const;

export function parseStatus(output: string): StatusText {
  const status: StatusText = { changes: [] };
  const records = output.split('\0');
  for (let at = 0; at < records.length; at++) {
    const record = records[at] ?? '';
    if (record.startsWith('# ')) readHeader(record.slice(2), status);
    const file = changedFile(record);
    // The old name of a renamed file is a separate record.
    const previous = record.startsWith('2 ') ? records[++at] : undefined;
    // For a copy, the original is ignored.
    const isMove = file?.change === 'renamed' && !/^2 (?:C|.C)/.test(record);
    if (file) status.changes.push(isMove && previous !== undefined ? { ...file, previous } : file);
  }
  return status;
}

function readHeader(text: string, status: StatusText): void {
  const [name = '', value = ''] = splitOnce(text);
  if (name === 'branch.oid' && value !== '(initial)') status.commit = value;
  if (name === 'branch.head' && value !== '(detached)') status.branch = value;
  if (name === 'branch.upstream') status.upstream = value;
}

/** Number of fields before the path: 8 for an ordinary change, 9 for a renaming, 10 for a conflict. */
const FIELDS_BEFORE: Readonly<Record<string, number>> = { '1': 8, '2': 9, u: 10 };

function changedFile(record: string): ChangedFile | undefined {
  if (record.startsWith('? ')) return { path: record.slice(2), change: 'untracked', staged: false, unstaged: true };
  const kind = record[0] ?? '';
  const before = record[1] === ' ' ? ownProperty(FIELDS_BEFORE, kind) : undefined;
  if (before === undefined) return undefined;
  const fields = record.split(' ');
  const path = fields.slice(before).join(' ');
  const [index = '.', tree = '.'] = fields[1] ?? '';
  if (kind === 'u') return { path, change: 'conflict', staged: false, unstaged: true };
  return { path, change: changeOf(index, tree), staged: index !== '.', unstaged: tree !== '.' };
}

function changeOf(index: string, tree: string): ChangedFile['change'] {
  if (tree === 'D' || index === 'D') return 'deleted';
  if (index === 'A') return 'added';
  return index === 'R' || index === 'C' ? 'renamed' : 'modified';
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf(' ');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
