/** Which remote and which branch of it is the one that everybody merges into. */
import type { Git } from './git';

export interface MainBranch {
  /** '' where the repository has no remote. */
  readonly remote: string;
  /** URL to fetch from, with `insteadOf` applied; it may have credentials in it. */
  readonly url: string;
  readonly branch: string;
}

/**
 * @param setting `kubestack.mainBranch`: a branch, `remote/branch`, or '' for what the remote says
 */
export async function findMainBranch(git: Git, setting: string): Promise<MainBranch> {
  const remotes = (await git.run(['remote'])).split('\n').filter(name => name !== '');
  const wanted = setting.trim();
  const named = remotes.find(name => wanted.startsWith(`${name}/`));
  const remote = named ?? (await chooseRemote(git, remotes));
  if (remote === undefined) return { remote: '', url: '', branch: wanted || 'main' };
  const url = (await git.ask(['remote', 'get-url', remote])) ?? '';
  const branch = named ? wanted.slice(named.length + 1) : wanted || (await defaultBranch(git, remote));
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

async function defaultBranch(git: Git, remote: string): Promise<string> {
  const prefix = `refs/remotes/${remote}/`;
  const head = await git.ask(['symbolic-ref', '--quiet', `${prefix}HEAD`]);
  if (head?.startsWith(prefix)) return head.slice(prefix.length);
  const told = await git.try(['ls-remote', '--symref', remote, 'HEAD']);
  const branch = /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(told.stdout)?.[1];
  if (branch !== undefined) return branch;
  for (const name of ['main', 'master'])
    if ((await git.ask(['rev-parse', '--verify', '--quiet', prefix + name])) !== undefined) return name;
  return 'main';
}
