/** Reads the commits of a repository with one git command. */
import type { Git } from '../git/git';
import { CommitGraph, type Commit } from './commitGraph';

/**
 * @param tips hashes; commits that are missing in this clone are ignored
 * @returns the commits and all their ancestors, children first
 */
export async function readCommits(git: Git, tips: readonly string[]): Promise<CommitGraph> {
  const isShallow = (await git.tryRead(['rev-parse', '--is-shallow-repository'])) === 'true';
  const parameters = [
    ...['-c', 'log.showSignature=false', '-c', 'i18n.logOutputEncoding=UTF-8'],
    ...['log', '--ignore-missing', '--topo-order', '--no-color', '-z', '--format=%H%n%P%n%ct%n%an%n%s', '--stdin'],
  ];
  const wanted = [...new Set(tips)];
  if (wanted.length === 0) return new CommitGraph([], !isShallow);
  const log = await git.run(parameters, `${wanted.join('\n')}\n`);
  return new CommitGraph(log.split('\0').flatMap(commitOf), !isShallow);
}

function commitOf(entry: string): Commit[] {
  const [hash = '', parents = '', committedAt = '', author = '', ...subject] = entry.split('\n');
  if (hash === '') return [];
  return [
    {
      hash,
      parents: parents === '' ? [] : parents.split(' '),
      committedAt: Number(committedAt) * 1000,
      author,
      subject: subject.join(' '),
    },
  ];
}
