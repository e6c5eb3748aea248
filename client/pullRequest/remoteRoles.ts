/** Which remote a branch is pushed to, and which one it is proposed to. */
import type { ForgePlace } from '../gitHost/gitHost';
import type { RepositoryState } from '../git/repositoryState';

export interface PlacedRemote {
  name: string;
  /** Undefined for remotes that are on no forge, such as a folder. */
  place?: ForgePlace;
}

/**
 * @param state of the repository; the branch is one that is proposed, not the main branch.
 * @param main name of the main branch: a branch that was made from `upstream/main` and tracks it is not pushed there.
 * @returns the remote to push to: what git is configured to push to; else the branch's upstream; else the only one; else `origin`;
 * else undefined, and a person has to say.
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

/** The branch's name on the remote that it is pushed to: that of its upstream where it has one there. */
export function pushedBranch(
  { upstream, branch = '' }: RepositoryState,
  remote: string,
  main: string | undefined,
): string {
  return upstream?.remote === remote && upstream.branch !== main ? upstream.branch : branch;
}

/**
 * @param head the remote that is pushed to.
 * @param named the remote that `kubestack.mainBranch` names, if it names one.
 * @returns the remote whose repository gets the pull request, as far as names tell: the named one where it is on the same forge;
 * else `upstream` beside a fork; else the remote itself, whose forge may still tell that it is a fork.
 */
export function baseRemote(remotes: readonly PlacedRemote[], head: PlacedRemote, named?: string): PlacedRemote {
  const wanted = remotes.find(({ name }) => name === named);
  if (wanted && (wanted.name === head.name || isReachable(wanted, head))) return wanted;
  const upstream = remotes.find(({ name }) => name === 'upstream');
  return upstream?.place && upstream.name !== head.name && isSameForge(upstream.place, head.place) ? upstream : head;
}

/** Where neither is on a forge, the branch is only compared with the other's. */
const isReachable = (base: PlacedRemote, head: PlacedRemote): boolean =>
  base.place ? isSameForge(base.place, head.place) : !head.place;

/** A fork can only be proposed on the forge that it is on. */
function isSameForge(one: ForgePlace, other: ForgePlace | undefined): boolean {
  return other !== undefined && one.kind === other.kind && one.web === other.web;
}

/** The remote of a repository, such as that of a fork's parent. */
export function remoteOf(remotes: readonly PlacedRemote[], place: ForgePlace): PlacedRemote | undefined {
  return remotes.find(remote => remote.place?.web === place.web && sameName(remote.place.repository, place.repository));
}

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
