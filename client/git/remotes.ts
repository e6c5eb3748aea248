/** Which remote and which branch of it is the one that everybody merges into. */
import type { Git } from './git';
import { mainBranchSetting } from './mainBranchSetting';

export interface MainBranch {
  /** '' where the repository has no remote. */
  readonly remote: string;
  /** URL to fetch from, with `insteadOf` applied; it may have credentials in it. */
  readonly url: string;
  readonly branch: string;
}

/**
 * @param setting `kubestack.mainBranch`: a branch, `remote/branch`, or '' for what the remote says
 * @param ask the remote itself, where the clone does not know its main branch
 */
export async function findMainBranch(git: Git, setting: string, ask: boolean): Promise<MainBranch> {
  const remotes = (await git.run(['remote'])).split('\n').filter(name => name !== '');
  const named = mainBranchSetting(setting, remotes);
  const remote = named.remote ?? (await chooseRemote(git, remotes));
  if (remote === undefined) return { remote: '', url: '', branch: named.branch || 'main' };
  const url = (await git.ask(['remote', 'get-url', remote])) ?? '';
  const branch = named.branch || (await defaultBranch(git, remote, ask));
  return { remote, url, branch };
}

/** Pipelines run where pull requests are merged: `upstream` of a fork, else `origin`. */
async function chooseRemote(git: Git, remotes: readonly string[]): Promise<string | undefined> {
  if (remotes.length <= 1) return remotes[0];
  const conventional = ['upstream', 'origin'].find(name => remotes.includes(name));
  if (conventional !== undefined) return conventional;
  const tracked = await git.ask(['config', '--get', 'branch.main.remote']);
  return tracked !== undefined && remotes.includes(tracked) ? tracked : remotes[0];
}

/** What remotes have told, as long as somebody works with that clone. */
const told = new WeakMap<Git, Map<string, string>>();

async function defaultBranch(git: Git, remote: string, ask: boolean): Promise<string> {
  const prefix = `refs/remotes/${remote}/`;
  const head = await git.ask(['symbolic-ref', '--quiet', `${prefix}HEAD`]);
  if (head?.startsWith(prefix)) return head.slice(prefix.length);
  const known = told.get(git.original) ?? new Map<string, string>();
  if (ask && !known.has(remote)) {
    const answer = await git.try(['ls-remote', '--symref', remote, 'HEAD']);
    const branch = /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(answer.stdout)?.[1];
    if (branch !== undefined) told.set(git.original, known.set(remote, branch));
  }
  const answered = known.get(remote);
  if (answered !== undefined) return answered;
  for (const name of ['main', 'master'])
    if ((await git.ask(['rev-parse', '--verify', '--quiet', prefix + name])) !== undefined) return name;
  const [only, ...others] = (await git.run(['for-each-ref', '--format=%(refname)', prefix])).split('\n');
  return only && others.length === 0 ? only.slice(prefix.length) : 'main';
}
