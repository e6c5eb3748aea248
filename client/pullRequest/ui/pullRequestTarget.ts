import * as vscode from 'vscode';
import { withoutCredentials } from '../../../common/withoutCredentials';
import type { Credentials, GitHost, HostedRepository, RemoteRepository } from '../../gitHost/gitHost';
import { GitHostError } from '../../gitHost/gitHostError';
import type { GitHostConnections } from '../../gitHost/ui/gitHostConnections';
import type { Git } from '../../git/git';
import { mainBranchSetting } from '../../../common/promotion/findMainBranch';
import { mainBranch } from '../../git/mainBranch';
import { readRepositoryState, type RepositoryState } from '../../git/repositoryState';
import { Setting } from '../../core/ids';
import { baseRemote, pushedBranch, pushRemote, remoteOf, type HostedRemote } from '../remoteRoles';
import { pickOne } from '../../core/quickPicks';
import { t } from '../../../common/localization';

/** The target of a push and of a pull request: a remote, and the repository of the same or another remote. */
export interface PullRequestTarget {
  git: Git;
  state: RepositoryState;
  /** Undefined if there is no remote. */
  head?: HostedRemote;
  /** The branch's name on that remote. */
  headBranch: string;
  /** The target repository; undefined if the remote is not on a Git host. */
  hostedRepository?: HostedRepository;
  /** Its remote, if there is one. */
  baseRemote?: string;
  /** The target branch. */
  main?: string;
  /** The client for `hostedRepository`, if the user is signed in. */
  gitHost?: GitHost;
}

/** Timeout for querying the Git host while its answer is not yet needed, in milliseconds. */
const QUESTION_TIMEOUT_MS = 10_000;

/**
 * @param mode `silent` does not prompt; `prompt` prompts for an unknown remote, Git host or sign-in; `again` signs in again.
 * @throws GitError if the folder is not in a work tree; GitHostError only with `prompt` and `again`.
 */
export async function pullRequestTarget(
  git: Git,
  connections: GitHostConnections,
  mode: 'silent' | 'prompt' | 'again',
  signal?: AbortSignal,
): Promise<PullRequestTarget | undefined> {
  const state = await readRepositoryState(git);
  const setting = vscode.workspace
    .getConfiguration(undefined, vscode.Uri.file(git.folder))
    .get<string>(Setting.mainBranch, '');
  const remoteNames = state.remotes.map(remote => remote.name);
  const wanted = mainBranchSetting(setting, remoteNames);
  const likely = remoteNames.find(each => each === 'origin') ?? remoteNames[0];
  const guess = await mainBranch(git, wanted.remote ?? likely, wanted.branch);
  const name = pushRemote(state, guess) ?? (mode === 'silent' ? state.remotes[0]?.name : await promptForRemote(state));
  if (name === undefined)
    return state.remotes.length === 0 ? { git, state, headBranch: state.branch ?? '' } : undefined;
  const remotes = await Promise.all(
    state.remotes.map(remote => placed(remote, connections, mode !== 'silent' && remote.name === name)),
  );
  const head = remotes.find(remote => remote.name === name) ?? { name };
  const headBranch = pushedBranch(state, name, guess);
  const named = baseRemote(remotes, head, wanted.remote);
  if (!named.hostedRepository)
    return { git, state, head, headBranch, baseRemote: named.name, ...(guess !== undefined && { main: guess }) };
  const base = await withParent(connections, named, named.name === wanted.remote, mode, signal);
  const remote = remoteOf(remotes, base.hostedRepository)?.name;
  const found = remote === undefined ? base.defaultBranch : await mainBranch(git, remote, wanted.branch);
  const main = wanted.branch !== '' ? wanted.branch : (found ?? base.defaultBranch ?? guess);
  return {
    git,
    state,
    head,
    headBranch,
    hostedRepository: base.hostedRepository,
    ...(remote !== undefined && { baseRemote: remote }),
    ...(main !== undefined && { main }),
    ...(base.gitHost && { gitHost: base.gitHost }),
  };
}

async function placed(
  { name, pushUrl, fetchUrl }: RepositoryState['remotes'][number],
  connections: GitHostConnections,
  mayPrompt: boolean,
): Promise<HostedRemote> {
  // Uses the push URL, since the fetch URL can be a mirror.
  for (const url of [pushUrl, fetchUrl]) {
    const found = await connections.hostingOf(url);
    if (found.kind === 'gitHost') return { name, hostedRepository: found.hostedRepository };
    const answered = mayPrompt && found.kind === 'unknownHost' ? await connections.promptForRepository(url) : undefined;
    if (answered) return { name, hostedRepository: answered };
  }
  return { name };
}

/**
 * Whether one of the remotes is on a known Git host. Asks the user for the kind of unknown hosts. A remote that is a folder has no host; the branch
 * can still be pushed to it.
 *
 * @returns `now`: the user has answered, so the target may have changed.
 */
export async function gitHostKnown(
  { hostedRepository, state }: PullRequestTarget,
  connections: GitHostConnections,
): Promise<'yes' | 'now' | 'no'> {
  if (hostedRepository) return 'yes';
  const urls = state.remotes.flatMap(({ pushUrl, fetchUrl }) => [pushUrl, fetchUrl]);
  const found = await Promise.all(urls.map(async url => ({ url, hosting: await connections.hostingOf(url) })));
  const unknown = found.find(({ hosting }) => hosting.kind === 'unknownHost');
  if (!unknown || found.some(({ hosting }) => hosting.kind === 'gitHost')) return 'yes';
  return (await connections.promptForRepository(unknown.url)) ? 'now' : 'no';
}

interface Base {
  hostedRepository: HostedRepository;
  gitHost?: GitHost;
  defaultBranch?: string;
}

/** A fork's pull request targets its parent repository, unless the setting selects the fork. */
async function withParent(
  connections: GitHostConnections,
  { name, hostedRepository }: HostedRemote,
  isNamed: boolean,
  mode: 'silent' | 'prompt' | 'again',
  signal: AbortSignal | undefined,
): Promise<Base> {
  if (!hostedRepository) throw new Error(`The remote ${name} is on no forge.`);
  const credentials = await connections.credentials(hostedRepository, mode);
  const gitHost = credentials && (await connections.open(hostedRepository, credentials, signal));
  if (!credentials || !gitHost) return { hostedRepository };
  try {
    const { parent, defaultBranch } = await answeredSoon(connections, hostedRepository, credentials, mode, signal);
    if (!parent || isNamed) return { hostedRepository, gitHost, defaultBranch };
    const upstream = { ...hostedRepository, repository: parent.repository };
    const connected = await connections.open(upstream, credentials, signal);
    return {
      hostedRepository: upstream,
      defaultBranch: parent.defaultBranch,
      ...(connected && { gitHost: connected }),
    };
  } catch (error) {
    if (mode === 'silent' && error instanceof GitHostError) return { hostedRepository };
    throw error;
  }
}

/** Queries the Git host with a timeout. It is queried again before anything is sent. */
async function answeredSoon(
  connections: GitHostConnections,
  hostedRepository: HostedRepository,
  credentials: Credentials,
  mode: 'silent' | 'prompt' | 'again',
  signal: AbortSignal | undefined,
): Promise<RemoteRepository> {
  const signals = [
    ...(signal ? [signal] : []),
    ...(mode === 'silent' ? [AbortSignal.timeout(QUESTION_TIMEOUT_MS)] : []),
  ];
  const gitHost = await connections.open(
    hostedRepository,
    credentials,
    signals.length === 0 ? undefined : AbortSignal.any(signals),
  );
  if (!gitHost) throw new Error(`${hostedRepository.web} has no API that is known here.`);
  return gitHost.repository();
}

async function promptForRemote({ remotes, branch = '' }: RepositoryState): Promise<string | undefined> {
  const items = remotes.map(({ name, pushUrl }) => ({
    label: name,
    description: withoutCredentials(pushUrl),
  }));
  const placeHolder = t('Select a remote to push {0} to', branch);
  return items.length === 0 ? undefined : (await pickOne(items, { placeHolder, ignoreFocusOut: true }))?.label;
}
