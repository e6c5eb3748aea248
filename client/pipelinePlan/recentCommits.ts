/** Lists the newest commits and tags, which pipelines may have planned. */
import type { Git } from '../git/git';

/** A commit, or a tag with its commit. */
export interface RecentCommit {
  /** Full hash. */
  readonly commit: string;
  /** Subject of the commit, or name of the tag. */
  readonly label: string;
  /** Full name of the tag's reference. */
  readonly ref?: string;
  /** In milliseconds since 1970. */
  readonly at: number;
}

const MAX_COMMITS = 20;
const MAX_TAGS = 20;

/** The newest commits of HEAD; none in a repository without commits. */
export async function recentCommits(git: Git): Promise<RecentCommit[]> {
  const log = await git.tryRead([
    'log',
    `--max-count=${MAX_COMMITS}`,
    '--no-show-signature',
    '--format=%H%x00%ct%x00%s',
  ]);
  return recordsOf(log).map(([commit = '', time, label = '']) => ({ commit, label, at: Number(time) * 1000 }));
}

/** The newest tags of commits. */
export async function recentTags(git: Git): Promise<RecentCommit[]> {
  const format =
    '%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)%00%(creatordate:unix)%00%(refname)';
  const list = await git.tryRead([
    'for-each-ref',
    '--sort=-creatordate',
    `--count=${MAX_TAGS}`,
    `--format=${format}`,
    'refs/tags',
  ]);
  return recordsOf(list).map(([commit = '', time, ref = '']) => ({
    commit,
    label: ref.replace(/^refs\/tags\//, ''),
    ref,
    at: Number(time) * 1000,
  }));
}

function recordsOf(output: string | undefined): string[][] {
  const lines = (output ?? '').split('\n').filter(line => line !== '');
  return lines.map(line => line.split('\0')).filter(([commit = '']) => /^[\da-f]{40,64}$/.test(commit));
}
