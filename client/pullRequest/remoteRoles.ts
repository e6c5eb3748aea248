/** Determines the remote to push a branch to, and the remote of the target repository. */
import type { HostedRepository } from '../gitHost/gitHost';
import type { RepositoryState } from '../git/repositoryState';

export interface HostedRemote {
  name: string;
  /** Undefined for remotes that are not on a Git host, for example folders. */
  hostedRepository?: HostedRepository;
}

/**
 * @param state of the repository; its branch is not the main branch.
 * @param main name of the main branch: a branch that tracks `upstream/main` is not pushed there.
 * @returns the remote to push to: the one that git is configured to push to; else the branch's upstream; else the only one; else `origin`; else
 * undefined, so that the user has to choose.
 */
export function pushRemote(state: RepositoryState, main: string | undefined): string | undefined {
  const names = new Set(state.remotes.map(({ name }) => name));
  const { upstream } = state;
  const tracked = upstream && upstream.branch !== main ? upstream.remote : undefined;
  const candidates = [
    state.pushRemote,
    tracked,
    state.remotes.length === 1 ? state.remotes[0]?.name : undefined,
    'origin',
  ];
  return candidates.find(name => name !== undefined && names.has(name));
}

/** The branch's name on the remote that it is pushed to: that of its upstream, if the upstream is on that remote. */
export function pushedBranch(
  { upstream, branch = '' }: RepositoryState,
  remote: string,
  main: string | undefined,
): string {
  return upstream?.remote === remote && upstream.branch !== main ? upstream.branch : branch;
}

/**
 * @param head the remote to push to.
 * @param named the remote in `kubestack.mainBranch`, if any.
 * @returns the remote of the target repository, as far as names determine it: the named one if it is on the same Git host; else `upstream` of a fork;
 * else the remote itself, for which the Git host can still report a parent.
 */
export function baseRemote(remotes: readonly HostedRemote[], head: HostedRemote, named?: string): HostedRemote {
  const wanted = remotes.find(({ name }) => name === named);
  if (wanted && (wanted.name === head.name || isReachable(wanted, head))) return wanted;
  const upstream = remotes.find(({ name }) => name === 'upstream');
  return upstream?.hostedRepository &&
    upstream.name !== head.name &&
    isSameGitHost(upstream.hostedRepository, head.hostedRepository)
    ? upstream
    : head;
}

/** If neither is on a Git host, the branches are only compared. */
const isReachable = (base: HostedRemote, head: HostedRemote): boolean =>
  base.hostedRepository ? isSameGitHost(base.hostedRepository, head.hostedRepository) : !head.hostedRepository;

/** The target of a fork's pull request must be on the same Git host. */
function isSameGitHost(one: HostedRepository, other: HostedRepository | undefined): boolean {
  return other !== undefined && one.kind === other.kind && one.web === other.web;
}

/** The remote of a repository, for example of a fork's parent. */
export function remoteOf(
  remotes: readonly HostedRemote[],
  hostedRepository: HostedRepository,
): HostedRemote | undefined {
  return remotes.find(
    remote =>
      remote.hostedRepository?.web === hostedRepository.web &&
      sameName(remote.hostedRepository.repository, hostedRepository.repository),
  );
}

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
