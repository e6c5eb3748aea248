/**
 * Whether the repository of a folder is its own. A folder can come from an archive: its `.git` can be a file or link, its Git folder can have a
 * `commondir`, links and alternates, and all of them can lead to another repository of this machine, whose content would then be read. Git follows
 * them. Everything is checked before git runs, and pipes are refused, since git would wait for them forever.
 *
 * A Git folder outside of the folder is accepted if it names the folder itself, which an archive can't make it do: the Git folder of a work tree
 * (`git worktree add`) in its file `gitdir`, that of a submodule in `core.worktree`.
 */
import { lstat, opendir, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { t } from '../../localization';
import type { GitReader } from '../../promotion/gitReader';
import { isInFolder } from '../paths';
import { readRegularFile } from '../regularFile';
import { failedGit, RevisionError } from './revisionError';

/** Options that prevent git from starting programs that the repository configures, and from using a bare repository in the work tree. */
export const HARMLESS = ['-c', 'core.fsmonitor=false', '-c', 'safe.bareRepository=explicit'];

/** Maximum size of a file with a path, in bytes. */
const MAX_PATH_FILE_BYTES = 64 * 1024;
/** Files and folders of a repository that are checked. Large repositories have some ten thousands. */
const MAX_ENTRIES = 1_000_000;
/** Git reads nothing in these folders for revisions: programs, and the repositories of submodules and other work trees. */
const SKIPPED: ReadonlySet<string> = new Set(['hooks', 'modules', 'worktrees', 'lfs', 'annex']);

export interface OwnRepository {
  /** Real path of the work tree; of the Git folder in a clone without one. */
  readonly top: string;
  /** Real path of the Git folder that all work trees of the repository share. */
  readonly commonFolder: string;
}

/** By clone. Its Git folder changes only by commands of the user. */
const checked = new WeakMap<object, OwnRepository>();

/**
 * The repository around the folder of a reader.
 * @param owners real paths of Git folders that may contain this one's: those of the repository that a submodule belongs to
 * @throws RevisionError if there is none, or it is not its own
 */
export async function ownRepository(git: GitReader, owners: readonly string[] = []): Promise<OwnRepository> {
  const found = checked.get(git.original) ?? (await repositoryAround(git, owners));
  checked.set(git.original, found);
  return found;
}

/**
 * A clone that the user names, bare or not, of which only commits are read.
 * @returns with the Git folder to pass to git
 * @throws RevisionError if it is not its own
 */
export async function ownClone(git: GitReader): Promise<OwnRepository & { readonly gitFolder: string }> {
  const folder = await realpath(git.folder).catch(() => git.folder);
  if (await exists(join(folder, '.git'))) {
    const { gitFolder, commonFolder } = await gitFolderOf(git, folder, []);
    return { top: folder, gitFolder, commonFolder };
  }
  await refuseLinksOutside(folder, folder);
  return { top: folder, gitFolder: folder, commonFolder: folder };
}

async function repositoryAround(git: GitReader, owners: readonly string[]): Promise<OwnRepository> {
  const problem = t('{0} is not in a Git repository', git.folder);
  const holder = await holderOf(await realpath(git.folder).catch(() => git.folder));
  if (holder === undefined) throw new RevisionError(`${problem}.`);
  const { gitFolder, commonFolder } = await gitFolderOf(git, holder, owners);
  const [top, used] = await Promise.all(
    ['--show-toplevel', '--absolute-git-dir'].map(async parameter => {
      const result = await git.read([...HARMLESS, 'rev-parse', parameter]);
      if (result.exitCode !== 0) throw failedGit(problem, result);
      return realpath(new TextDecoder().decode(result.stdout).replace(/\r?\n$/, ''));
    }),
  );
  if (used !== gitFolder) throw new RevisionError(`${problem}.`);
  return { top: top!, commonFolder };
}

/** The nearest folder with a `.git`. */
async function holderOf(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    if (await exists(join(at, '.git'))) return at;
    if (at === dirname(at)) return undefined;
  }
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** The checked Git folder that `.git` is or names. @param holder real path of the folder with `.git` */
async function gitFolderOf(
  git: GitReader,
  holder: string,
  owners: readonly string[],
): Promise<{ gitFolder: string; commonFolder: string }> {
  const entry = join(holder, '.git');
  const named = (await lstat(entry)).isFile() ? /^gitdir: ([^\0\r\n]+)/.exec(await textOf(entry))?.[1] : undefined;
  const gitFolder = await realpath(named === undefined ? entry : resolve(holder, named)).catch(() => undefined);
  if (gitFolder === undefined) throw new RevisionError(t('{0} is not in a Git repository', holder) + '.');
  const shared = await pathIn(join(gitFolder, 'commondir'), gitFolder);
  const commonFolder = shared ?? gitFolder;
  // A work tree's own folder is `worktrees/NAME` of the shared one.
  const isWorktree = shared !== undefined && dirname(gitFolder) === join(shared, 'worktrees');
  if (shared !== undefined && !isWorktree) throw foreign(holder);
  await refuseLinksOutside(gitFolder, commonFolder);
  if (isWorktree) await refuseLinksOutside(commonFolder, commonFolder);
  if (![holder, ...owners].some(each => isInFolder(gitFolder, each))) {
    const back = isWorktree ? await pathIn(join(gitFolder, 'gitdir'), gitFolder) : await workTreeOf(git, gitFolder);
    const own = await realpath(isWorktree ? entry : holder);
    if (back !== own) throw foreign(holder);
  }
  return { gitFolder, commonFolder };
}

/** The real path that the configuration of a Git folder names as its work tree. */
async function workTreeOf(git: GitReader, gitFolder: string): Promise<string | undefined> {
  const configuration = ['config', '--file', join(gitFolder, 'config'), '--no-includes', '--get', 'core.worktree'];
  const { exitCode, stdout } = await git.read([...HARMLESS, ...configuration]);
  const named = new TextDecoder().decode(stdout).replace(/\r?\n$/, '');
  return exitCode === 0 ? realpath(resolve(gitFolder, named)).catch(() => undefined) : undefined;
}

const foreign = (folder: string): RevisionError =>
  new RevisionError(
    t(
      "{0} can't be read: its Git repository is outside of the folder and doesn't name it as a work tree. If it is one that was moved, run git worktree repair.",
      folder,
    ),
  );

/** The real path in a file of a Git folder; undefined without the file. Fails if it doesn't exist. */
async function pathIn(file: string, gitFolder: string): Promise<string | undefined> {
  if (!(await exists(file))) return undefined;
  const path = resolve(gitFolder, (await textOf(file)).split(/[\r\n]/, 1)[0]!);
  return realpath(path).catch(() => path);
}

/** @throws RevisionError if it isn't a regular file */
async function textOf(path: string): Promise<string> {
  const content = await readRegularFile(path, MAX_PATH_FILE_BYTES);
  if (content && 'bytes' in content) return new TextDecoder().decode(content.bytes);
  throw special(path);
}

const special = (path: string): RevisionError =>
  new RevisionError(t("The repository can't be read: {0} is not a regular file.", path));

/**
 * @param inside real path of the folder that nothing may lead out of
 * @throws RevisionError for a link or an alternate that leads outside, and for a pipe or device
 */
async function refuseLinksOutside(gitFolder: string, inside: string): Promise<void> {
  let entries = 0;
  const folders = [gitFolder];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
    for await (const entry of await opendir(folder, { bufferSize: 512 })) {
      if (folder === gitFolder && SKIPPED.has(entry.name)) continue;
      if (++entries > MAX_ENTRIES) throw new RevisionError(t('The repository has too many files to be read.'));
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isSymbolicLink()) await refuseLinkOutside(path, inside);
      else if (entry.isFIFO() || entry.isCharacterDevice() || entry.isBlockDevice()) throw special(path);
    }
  const alternates = join(gitFolder, 'objects', 'info', 'alternates');
  const lines = (await exists(alternates)) ? (await textOf(alternates)).split('\n') : [];
  if (lines.some(line => line.trim() !== '' && !line.startsWith('#')))
    throw new RevisionError(
      t(
        'The repository takes objects from another one, which {0} names. To make it complete, run git repack -a -d and delete that file.',
        alternates,
      ),
    );
}

async function refuseLinkOutside(path: string, inside: string): Promise<void> {
  const target = await realpath(path).catch(() => undefined);
  if (target !== undefined && !isInFolder(target, inside))
    throw new RevisionError(t("The repository can't be read: {0} is a link that leads out of it.", path));
  if (target === undefined) return;
  const stats = await lstat(target);
  if (stats.isFIFO() || stats.isCharacterDevice() || stats.isBlockDevice()) throw special(path);
}
