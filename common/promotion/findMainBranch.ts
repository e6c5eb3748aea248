/** Finds the main branch that changes are merged into. */
import type { GitReader } from './gitReader';

/**
 * A repository's configuration can give a remote the name of an option, `--upload-pack=…`. Such remotes are left out: our git commands pass `--`, but
 * VS Code's git extension does not.
 *
 * @returns the names of all other remotes. Throws GitError if there is no repository
 */
export async function remoteNames(git: GitReader): Promise<string[]> {
  return (await git.run(['remote'])).split('\n').filter(name => name !== '' && !name.startsWith('-'));
}

export interface MainBranch {
  /** '' if the repository has no remote. */
  readonly remote: string;
  /** URL to fetch from, with `insteadOf` applied; it can contain credentials. */
  readonly url: string;
  readonly branch: string;
}

/**
 * @param setting `kubestack.mainBranch`: a branch, `remote/branch`, or '' for the remote's own main branch
 * @param mayContactRemote whether to query the remote if the clone does not record its main branch
 */
export async function findMainBranch(git: GitReader, setting: string, mayContactRemote: boolean): Promise<MainBranch> {
  const remotes = await remoteNames(git);
  const named = mainBranchSetting(setting, remotes);
  const remote = named.remote ?? (await chooseRemote(git, remotes));
  if (remote === undefined) return { remote: '', url: '', branch: named.branch || 'main' };
  const url = (await git.tryRead(['remote', 'get-url', '--', remote])) ?? '';
  const branch = named.branch || (await defaultBranch(git, remote, mayContactRemote));
  return { remote, url, branch };
}

/** Chooses the remote on which pipelines run: `upstream` in a fork, otherwise `origin`. */
async function chooseRemote(git: GitReader, remotes: readonly string[]): Promise<string | undefined> {
  if (remotes.length <= 1) return remotes[0];
  const conventional = ['upstream', 'origin'].find(name => remotes.includes(name));
  if (conventional !== undefined) return conventional;
  const tracked = await git.tryRead(['config', '--get', 'branch.main.remote']);
  return tracked !== undefined && remotes.includes(tracked) ? tracked : remotes[0];
}

/** Responses of remotes, cached for each clone. */
const mainBranches = new WeakMap<object, Map<string, string>>();

async function defaultBranch(git: GitReader, remote: string, mayContactRemote: boolean): Promise<string> {
  const prefix = `refs/remotes/${remote}/`;
  const head = await git.tryRead(['symbolic-ref', '--quiet', `${prefix}HEAD`]);
  if (head?.startsWith(prefix)) return head.slice(prefix.length);
  const cached = mainBranches.get(git.original) ?? new Map<string, string>();
  if (mayContactRemote && !cached.has(remote)) {
    const answer = await git.try(['ls-remote', '--symref', '--', remote, 'HEAD']);
    const branch = /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(answer.stdout)?.[1];
    if (branch !== undefined) mainBranches.set(git.original, cached.set(remote, branch));
  }
  const answered = cached.get(remote);
  if (answered !== undefined) return answered;
  for (const name of ['main', 'master'])
    if ((await git.tryRead(['rev-parse', '--verify', '--quiet', '--end-of-options', prefix + name])) !== undefined)
      return name;
  const [only, ...others] = (await git.run(['for-each-ref', '--format=%(refname)', prefix])).split('\n');
  return only && others.length === 0 ? only.slice(prefix.length) : 'main';
}

/** The value of the setting `kubestack.mainBranch`: a branch, or the branch of one remote. */
export interface NamedBranch {
  /** The remote in the setting, which is needed if the fork's own remote has a main branch, too. */
  readonly remote?: string;
  /** '' to detect it. */
  readonly branch: string;
}

/**
 * @param setting `main`, `upstream/main`, or '' to detect it
 * @param remotes names of the remotes. Names of remotes and branches can have slashes, so the longest matching name is used
 */
export function mainBranchSetting(setting: string, remotes: readonly string[]): NamedBranch {
  const wanted = setting.trim();
  const [remote] = remotes
    .filter(name => wanted.startsWith(`${name}/`) && wanted.length > name.length + 1)
    .sort((one, other) => other.length - one.length);
  return remote === undefined ? { branch: wanted } : { remote, branch: wanted.slice(remote.length + 1) };
}
