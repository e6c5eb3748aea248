/** Reads files of a revision from git's objects, without touching the work tree. */
import { t } from '../../common/localization';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { isInFolder, slashPathBelow } from '../../common/node/paths';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programPaths } from '../../common/programPaths';
import { withoutCredentials } from '../../common/withoutCredentials';
import type { GitReader } from '../../common/promotion/gitReader';
import type { GivenTree } from '../comparison/revisionFileSystem';
import { filesWithin } from '../node/nodeRuntime';
import { resolvePath, uriOfPath } from '../workspace/uri';
import { UnavailableFileError } from '../hcl/unavailableFileError';

/** Larger files are skipped. */
const MAX_BYTES = 1024 * 1024 * 1024;
const CONFIGURATION = /\.(?:tf|tofu|tfvars)(?:\.json)?$/;
/** Paths of configuration, as git pathspecs. */
const CONFIGURATION_PATTERNS = ['tf', 'tofu', 'tfvars'].flatMap(ending => [`*.${ending}`, `*.${ending}.json`]);
/**
 * Options that prevent git from starting programs that the repository configures: they disable the file system monitor, and bare repositories in the
 * work tree with their own configuration.
 */
const HARMLESS = ['-c', 'core.fsmonitor=false', '-c', 'safe.bareRepository=explicit'];
/**
 * Variables that keep git from fetching missing objects of a partial clone: the repository's configuration names the remote and the programs that
 * connect to it. The configuration can allow a single protocol again, but can't override `GIT_ALLOW_PROTOCOL`; there is no protocol `none`.
 */
const OFFLINE = { GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1' } as const;

/** The files of a revision: the full hash of a commit, or the result of a merge. */
export type Revision = string | MergedRevision;

interface MergedRevision {
  readonly entries: readonly TreeEntry[];
  /** The contents that neither of the merged commits has, by hash. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

/** The message contains git's error and the request. */
export class GitRevisionError extends UnavailableFileError {}

export class RevisionRepository {
  private constructor(
    /** Absolute path of the work tree. */
    private readonly top: string,
    /** Absolute path of the folder that contains the files of `files`: the work tree, or the part of it that may be read. */
    readonly folder: string,
    /** Set for a clone that is read without its work tree. */
    private readonly gitFolder?: string,
  ) {}

  /**
   * A clone, bare or not, of which only commits are read.
   * @param folder absolute path
   */
  static clone(folder: string): RevisionRepository {
    const inside = join(folder, '.git');
    return new RevisionRepository(folder, folder, existsSync(inside) ? inside : folder);
  }

  /**
   * @param folder absolute path
   * @param root absolute path of the folder that may be read. The repository's configuration (`core.worktree`) can name any folder above it.
   * @throws GitRevisionError if the folder is not in a repository, or git is missing
   */
  static around(folder: string, root: string): RevisionRepository {
    const problem = t('{0} is not in a Git repository', folder);
    const printed = text(git(folder, ['rev-parse', '--show-toplevel'], problem));
    const top = realpathSync.native(printed.replace(/\r?\n$/, ''));
    const readable = realpathSync.native(root);
    if (isInFolder(top, readable)) return new RevisionRepository(top, top);
    if (isInFolder(readable, top)) return new RevisionRepository(top, readable);
    throw new GitRevisionError(`${problem}.`);
  }

  /**
   * @returns the full hash of the commit
   * @throws GitRevisionError if the revision does not exist
   */
  commit(revision: string): string {
    const parameters = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
    return text(this.git(parameters, t('Unknown revision "{0}"', revision))).trim();
  }

  /** The merge base of two commits. */
  mergeBase(one: string, other: string): string {
    const problem = t('{0} and {1} have no common ancestor', one, other);
    return text(this.git(['merge-base', '--end-of-options', this.commit(one), this.commit(other)], problem)).trim();
  }

  /**
   * What `git merge` would write, without writing anything into the repository. Merge drivers of the repository's configuration don't run: files
   * that need one count as conflicts.
   * @param into full hash of a commit
   * @param branch the same
   * @throws GitRevisionError if there are conflicts, or git is older than 2.38
   */
  merged(into: string, branch: string): MergedRevision {
    const drivers = run(this.top, ['config', '--name-only', '-z', '--get-regexp', '^merge\\..*\\.driver$'], '');
    const settings = [
      ['merge.renormalize', 'false'],
      ...text(drivers.stdout)
        .split('\0')
        .flatMap(name => (name === '' ? [] : [[name, 'false']])),
    ];
    const problem = t("{0} can't be merged into {1}", branch.slice(0, 10), into.slice(0, 10));
    const objects = text(this.git(['rev-parse', '--path-format=absolute', '--git-path', 'objects'], problem)).trim();
    const temporary = mkdtempSync(join(tmpdir(), 'kubestack-merge-'));
    const env = {
      GIT_OBJECT_DIRECTORY: temporary,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: objects,
      GIT_CONFIG_COUNT: String(settings.length),
      ...Object.fromEntries(
        settings.flatMap(([name, value], index) => [
          [`GIT_CONFIG_KEY_${index}`, name],
          [`GIT_CONFIG_VALUE_${index}`, value],
        ]),
      ),
    };
    try {
      const parameters = ['merge-tree', '--write-tree', '--no-messages', '--name-only', '-z', into, branch];
      const result = run(this.top, parameters, '', env);
      const [tree = '', ...conflicts] = text(result.stdout)
        .split('\0')
        .filter(part => part !== '');
      if (result.status === 1 && tree !== '')
        throw new GitRevisionError(`${problem}: ${t('there are conflicts in {0}', conflicts.slice(0, 5).join(', '))}.`);
      checked(result, problem);
      const entries = this.entries(tree, env);
      const present = new Set([into, branch].flatMap(each => this.entries(each).map(({ hash }) => hash)));
      const added = entries.filter(({ hash, kind }) => kind !== 'submodule' && !present.has(hash));
      return {
        entries,
        contents: this.contents(
          added.map(({ hash }) => hash),
          env,
        ),
      };
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  }

  /**
   * The files of a revision in `folder`, including submodules that are checked out; the work tree has no files of the others either. Configuration
   * is read at once, other files on demand.
   * @throws GitRevisionError if a submodule lacks the commit of the revision
   */
  files(revision: Revision): GivenTree {
    const entries = this.entries(revision);
    const merged = typeof revision === 'string' ? undefined : revision.contents;
    const of = (kind: TreeEntry['kind']): TreeEntry[] => entries.filter(entry => entry.kind === kind);
    const readNow = [...of('link'), ...of('file').filter(({ path }) => CONFIGURATION.test(path))];
    const stored = this.contents(readNow.flatMap(({ hash }) => (merged?.has(hash) ? [] : [hash])));
    const now = (hash: string): Uint8Array | undefined => stored.get(hash) ?? merged?.get(hash);
    const tree: GivenTree = {
      files: new Map(of('file').map(({ hash, path }) => [path, () => now(hash) ?? this.content(hash)])),
      links: new Map(of('link').map(({ hash, path }) => [path, new TextDecoder().decode(now(hash))])),
    };
    if (this.gitFolder === undefined) for (const { hash, path } of of('submodule')) this.addSubmodule(tree, path, hash);
    return treeBelow(tree, slashPathBelow(this.top, this.folder));
  }

  private entries(revision: Revision, env: NodeJS.ProcessEnv = {}): readonly TreeEntry[] {
    if (typeof revision !== 'string') return revision.entries;
    const parameters = ['ls-tree', '-r', '-z', '--full-tree', '--end-of-options', revision];
    const listing = text(this.git(parameters, t("{0} can't be read", revision), '', env));
    return listing.split('\0').flatMap(treeEntry);
  }

  /**
   * The files in `folder` whose content differs, without renames. Git doesn't compare the work tree, since it would run the filters that the
   * repository configures: hashes do.
   * @param to the work tree if undefined
   * @returns paths from `folder`, sorted
   */
  changedPaths(from: Revision, to: Revision | undefined): string[] {
    const old = this.hashes(from);
    const now = to === undefined ? this.hashesOfWorkTree(old) : this.hashes(to);
    return [...new Set([...old.keys(), ...now.keys()])].filter(path => old.get(path) !== now.get(path)).sort();
  }

  private hashes(revision: Revision): Map<string, string> {
    const below = slashPathBelow(this.top, this.folder);
    const start = below === '' ? 0 : below.length + 1;
    return new Map(
      this.entries(revision).flatMap(({ kind, path, hash }) =>
        kind === 'file' && (start === 0 || path.startsWith(`${below}/`)) ? [[path.slice(start), hash] as const] : [],
      ),
    );
  }

  /** The hashes that Git would store, without filters. Line ends that Git converts are no change. */
  private hashesOfWorkTree(tracked: ReadonlyMap<string, string>): Map<string, string> {
    const others = text(
      git(
        this.folder,
        ['ls-files', '-z', '--others', '--exclude-standard'],
        t("The files of the work tree can't be listed"),
      ),
    );
    const found = new Map<string, string>();
    const top = uriOfPath(this.folder);
    const files = filesWithin(top);
    for (const path of [...tracked.keys(), ...others.split('\0').filter(name => name !== '')]) {
      const uri = resolvePath(top, `./${path}`);
      const content = files.read(uri);
      if (content) {
        const hash = tracked.get(path);
        const hashes = [content, withoutCarriageReturns(content)].map(each => blobHash(each, hash?.length));
        found.set(path, hash !== undefined && hashes.includes(hash) ? hash : hashes[0]!);
      } else if (files.kind(uri) === 'file') found.set(path, 'a file that is too large to be read');
    }
    return found;
  }

  /**
   * Configuration in the work tree that git ignores, such as `local.auto.tfvars`: no revision contains it, and Terraform reads it whichever
   * revision is checked out.
   * @returns paths from `folder`
   */
  ignoredConfiguration(): string[] {
    const parameters = [
      'ls-files',
      '-z',
      '--others',
      '--ignored',
      '--exclude-standard',
      '--',
      ...CONFIGURATION_PATTERNS,
    ];
    // git prints paths from the folder that it runs in, and lists only files in it.
    return text(git(this.folder, parameters, t("The ignored files can't be listed")))
      .split('\0')
      .filter(path => path !== '');
  }

  private addSubmodule(tree: GivenTree, path: string, commit: string): void {
    const absolutePath = join(this.top, path);
    const submodule = new RevisionRepository(absolutePath, absolutePath);
    // If it is not checked out, git would answer for the repository around it.
    if (!filesWithin(uriOfPath(this.top)).kind(uriOfPath(join(submodule.top, '.git')))) return;
    this.refuseForeign(submodule, path);
    const problem = t('The submodule {0} has no commit {1}: run git submodule update --init', path, commit);
    submodule.git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`], problem);
    const inside = submodule.files(commit);
    for (const [name, read] of inside.files) tree.files.set(`${path}/${name}`, read);
    for (const [name, target] of inside.links) tree.links.set(`${path}/${name}`, target);
  }

  /**
   * Rejects a submodule whose `.git` file refers to a repository elsewhere.
   * @throws GitRevisionError if it is not a part of this repository
   */
  private refuseForeign(submodule: RevisionRepository, path: string): void {
    const folderOf = (top: string, parameter: string): string => {
      const parameters = ['rev-parse', '--path-format=absolute', parameter];
      const gitFolder = text(git(top, parameters, t('{0} is not a submodule', path)));
      return realpathSync(gitFolder.replace(/\r?\n$/, ''));
    };
    const objects = folderOf(submodule.top, '--git-common-dir');
    const own = [folderOf(this.top, '--git-common-dir'), realpathSync(submodule.top)];
    if (!own.some(folder => isInFolder(objects, folder)))
      throw new GitRevisionError(t("The submodule {0} can't be read: its repository is outside this one.", path));
  }

  private git(parameters: readonly string[], problem: string, input = '', env: NodeJS.ProcessEnv = {}): Buffer {
    return checked(run(this.top, this.withFolder(parameters), input, env), problem).stdout;
  }

  private withFolder(parameters: readonly string[]): readonly string[] {
    return this.gitFolder === undefined ? parameters : [`--git-dir=${this.gitFolder}`, ...parameters];
  }

  private content(hash: string): Uint8Array {
    const { status, stdout } = run(this.top, this.withFolder(['cat-file', 'blob', hash]), '');
    if (status !== 0) throw missingObject(hash);
    return stdout;
  }

  private contents(hashes: readonly string[], env: NodeJS.ProcessEnv = {}): Map<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    if (hashes.length === 0) return found;
    const output = this.git(['cat-file', '--batch'], t("Files can't be read"), `${hashes.join('\n')}\n`, env);
    // `<hash> blob <size>`, a line break, the content, a line break.
    for (let at = 0; at < output.length;) {
      const end = output.indexOf(10, at);
      const [hash = '', kind, size = '0'] = output.subarray(at, end).toString('latin1').split(' ');
      const start = end + 1;
      if (kind === 'missing') throw missingObject(hash);
      found.set(hash, output.subarray(start, start + Number(size)));
      at = start + Number(size) + 1;
    }
    return found;
  }
}

interface TreeEntry {
  readonly kind: 'file' | 'link' | 'submodule';
  readonly hash: string;
  readonly path: string;
}

/** A line of `ls-tree -z`: `<mode> <type> <hash>\t<path>`. */
function treeEntry(line: string): TreeEntry[] {
  const [, mode = '', type, hash = '', path = ''] = /^(\d+) (\w+) ([0-9a-f]+)\t([^]*)$/.exec(line) ?? [];
  if (type === 'commit') return [{ kind: 'submodule', hash, path }];
  return type === 'blob' ? [{ kind: mode === '120000' ? 'link' : 'file', hash, path }] : [];
}

const missingObject = (hash: string): GitRevisionError =>
  new GitRevisionError(t('The object {0} is missing. In a partial clone, run git fetch --refetch --no-filter.', hash));

const withoutCarriageReturns = (content: Uint8Array): Uint8Array =>
  content.filter((byte, index) => byte !== 13 || content[index + 1] !== 10);

/** @param length of the repository's hashes: 40 for SHA-1, 64 for SHA-256 */
const blobHash = (content: Uint8Array, length = 40): string =>
  createHash(length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest('hex');

const text = (output: Buffer): string => output.toString('utf8');

/** @param folder path from the top, `''` for the top itself */
function treeBelow(tree: GivenTree, folder: string): GivenTree {
  if (folder === '') return tree;
  const below = <T>(all: ReadonlyMap<string, T>): Map<string, T> =>
    new Map(
      [...all].flatMap(([path, each]) =>
        path.startsWith(`${folder}/`) ? [[path.slice(folder.length + 1), each] as const] : [],
      ),
    );
  return { files: below(tree.files), links: below(tree.links) };
}

function git(folder: string, parameters: readonly string[], problem: string): Buffer {
  return checked(run(folder, parameters, ''), problem).stdout;
}

function checked(result: SpawnSyncReturns<Buffer>, problem: string): SpawnSyncReturns<Buffer> {
  const { status, stderr, error } = result;
  if (error) throw new GitRevisionError(t("git can't be started: {0}.", error.message));
  if (status === 0) return result;
  const message = withoutCredentials(stderr.toString('utf8')).trim();
  throw new GitRevisionError(`${problem}${message === '' ? '.' : `: ${message}`}`);
}

function run(
  folder: string,
  parameters: readonly string[],
  input: string,
  own: NodeJS.ProcessEnv = {},
): SpawnSyncReturns<Buffer> {
  // An absolute path: Windows would prefer a program named git in the checked folder.
  const file = programPaths('git', process.env, process.platform).find(path => existsSync(path));
  if (file === undefined) throw new GitRevisionError(t('git was not found. Install Git or add it to PATH.'));
  const env = { ...process.env, ...OFFLINE, ...own };
  return spawnSync(file, ['-C', folder, ...HARMLESS, ...parameters], { input, env, maxBuffer: MAX_BYTES });
}

/** Reads the repository around a folder with git, offline and without the repository's own programs. @param folder absolute path */
export function gitReader(folder: string): GitReader {
  const started = (parameters: readonly string[]): SpawnSyncReturns<Buffer> => run(folder, parameters, '');
  const printed = (output: Buffer): string => text(output).replace(/\r?\n$/, '');
  return {
    original: {},
    run: parameters => {
      try {
        return Promise.resolve(printed(git(folder, parameters, t("{0} can't be read", folder))));
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
    },
    tryRead: parameters => {
      const { status, stdout } = started(parameters);
      return Promise.resolve(status === 0 ? printed(stdout) : undefined);
    },
    try: parameters => Promise.resolve({ stdout: text(started(parameters).stdout) }),
  };
}
