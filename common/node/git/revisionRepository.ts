/**
 * The only reader of revisions, for the command line and the extension: it reads git's objects, without touching the work tree and without starting
 * a program of the repository. Sizes are read before contents.
 */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { t } from '../../localization';
import type { GitOutput, GitReader, GitReadOptions } from '../../promotion/gitReader';
import { isInFolder, slashPathBelow } from '../paths';
import { RepositoryFiles } from '../repositoryFiles';
import { objectContents, objectSizes, treeEntries, type TreeEntry } from './gitObjects';
import { HARMLESS, ownClone, ownRepository } from './ownRepository';
import { failedGit, RevisionError } from './revisionError';
import { workTreeHashes } from './workTreeHashes';
import { pathWithin } from '../../within';

/** Maximum size of a file, in bytes, as for files on disk. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;
/** Contents of one revision that are read, in bytes: the reader has them in memory. */
const MAX_REVISION_BYTES = 256 * 1024 * 1024;
/** The target of a link is a path. */
const MAX_LINK_BYTES = 4096;
/** Submodules in submodules. */
const MAX_SUBMODULE_DEPTH = 5;

const CONFIGURATION = /\.(?:tf|tofu|tfvars)(?:\.json)?$/;
/** Paths of configuration, as git pathspecs. */
const CONFIGURATION_PATTERNS = ['tf', 'tofu', 'tfvars'].flatMap(ending => [`*.${ending}`, `*.${ending}.json`]);

/** The files of a revision: the full hash of a commit, or the result of a merge. */
export type Revision = string | MergedRevision;

interface MergedRevision {
  readonly entries: readonly TreeEntry[];
  /** The contents that neither of the merged commits has, by path. */
  readonly contents: ReadonlyMap<string, RevisionFile>;
}

/** A file of a revision, or why its content isn't there. In a partial clone, git doesn't have all objects. */
export type RevisionFile =
  { readonly bytes: Uint8Array } | { readonly refusal: 'tooLarge' } | { readonly missing: string };

export interface RevisionTree {
  /** By path, "/" separated. */
  readonly files: Map<string, RevisionFile>;
  /** Symbolic links with their targets as written. */
  readonly links: Map<string, string>;
}

/** @returns the size up to which a file is read, in bytes; undefined if it isn't read at all */
export type FileSelection = (path: string) => number | undefined;

const EVERY_FILE: FileSelection = () => MAX_FILE_BYTES;

export class RevisionRepository {
  private constructor(
    private readonly git: GitReader,
    /** Real path of the work tree. */
    readonly top: string,
    /** Real path of the folder that contains the files of `tree`: the work tree, or the part of it that may be read. */
    readonly folder: string,
    private readonly commonFolder: string,
    /** Set for a clone that is read without its work tree. */
    private readonly gitFolder?: string,
  ) {}

  /** A clone, bare or not, of which only commits are read. @throws RevisionError if parts of it are elsewhere */
  static async clone(git: GitReader): Promise<RevisionRepository> {
    const { top, gitFolder, commonFolder } = await ownClone(git);
    return new RevisionRepository(git, top, top, commonFolder, gitFolder);
  }

  /**
   * The repository around the folder of a reader.
   * @param root absolute path of the folder that may be read, by default the repository. Its configuration (`core.worktree`) can name any folder
   * above it.
   * @throws RevisionError if the folder is in no repository, or in one that is elsewhere
   */
  static async around(git: GitReader, root?: string): Promise<RevisionRepository> {
    const { top, commonFolder } = await ownRepository(git);
    const readable = root === undefined ? top : await realpath(root);
    if (isInFolder(top, readable)) return new RevisionRepository(git, top, top, commonFolder);
    if (isInFolder(readable, top)) return new RevisionRepository(git, top, readable, commonFolder);
    throw new RevisionError(`${t('{0} is not in a Git repository', git.folder)}.`);
  }

  /**
   * @returns the full hash of the commit
   * @throws RevisionError if the revision does not exist
   */
  async commit(revision: string): Promise<string> {
    const parameters = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
    return (
      await this.text(
        parameters,
        t('Unknown revision "{0}". Pass a branch, a tag or a commit of the repository', revision),
      )
    ).trim();
  }

  /**
   * The revisions with these names: `a..b` and `a...b` have the same meaning as in git, and `a merged into b` is what a merge would write.
   * @param names one or two; HEAD without any
   * @returns the second is undefined for the work tree
   * @throws RevisionError where git has no such revision
   */
  async named(names: readonly string[]): Promise<[Revision, Revision | undefined]> {
    const [first = 'HEAD', second] = names;
    const range = second === undefined ? /^(.*?)(\.{2,3})(?!\.)(.*)$/.exec(first) : null;
    const revision = async (name: string): Promise<Revision> => {
      const [, branch, into] = /^(\S+) merged into (\S+)$/.exec(name) ?? [];
      if (branch === undefined || into === undefined) return this.commit(name);
      return this.merged(into, branch);
    };
    if (!range) return [await revision(first), second === undefined ? undefined : await revision(second)];
    const [, left, dots, right] = range;
    const [from, to] = [left || 'HEAD', right || 'HEAD'];
    return [dots === '...' ? await this.mergeBase(from, to) : await this.commit(from), await this.commit(to)];
  }

  /** The merge base of two commits. */
  private async mergeBase(one: string, other: string): Promise<string> {
    const problem = t('{0} and {1} have no common ancestor', one, other);
    const commits = [await this.commit(one), await this.commit(other)];
    return (await this.text(['merge-base', '--end-of-options', ...commits], problem)).trim();
  }

  /**
   * What `git merge` would write, without writing anything into the repository. Merge drivers of the repository's configuration don't run: files
   * that need one count as conflicts.
   * @throws RevisionError if there are conflicts, or git is older than 2.38
   */
  private async merged(into: string, branch: string): Promise<MergedRevision> {
    const commits = [await this.commit(into), await this.commit(branch)] as const;
    const drivers = await this.try(['config', '--name-only', '-z', '--get-regexp', '^merge\\..*\\.driver$']);
    const names = textOf(drivers.stdout).split('\0');
    const settings = [
      ['merge.renormalize', 'false'],
      ...names.filter(each => each !== '').map(each => [each, 'false']),
    ] as const;
    const problem = t("{0} can't be merged into {1}", branch, into);
    const objects = await this.text(['rev-parse', '--path-format=absolute', '--git-path', 'objects'], problem);
    const temporary = await mkdtemp(join(tmpdir(), 'kubestack-merge-'));
    const environment = {
      GIT_OBJECT_DIRECTORY: temporary,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: objects.trim(),
      GIT_CONFIG_COUNT: String(settings.length),
      ...Object.fromEntries(
        settings.flatMap(([key, value], index) => [
          [`GIT_CONFIG_KEY_${index}`, key],
          [`GIT_CONFIG_VALUE_${index}`, value],
        ]),
      ),
    };
    try {
      const parameters = ['merge-tree', '--write-tree', '--no-messages', '--name-only', '-z', ...commits];
      const result = await this.try(parameters, { environment });
      const [tree = '', ...conflicts] = textOf(result.stdout)
        .split('\0')
        .filter(part => part !== '');
      if (result.exitCode === 1 && tree !== '')
        throw new RevisionError(`${problem}: ${t('there are conflicts in {0}', conflicts.slice(0, 5).join(', '))}.`);
      if (result.exitCode !== 0) throw failedGit(problem, result);
      const entries = await this.entries(tree, environment);
      const merged = [...(await this.entries(commits[0])), ...(await this.entries(commits[1]))];
      const present = new Set(merged.map(({ hash }) => hash));
      const added = entries.filter(({ hash, kind }) => kind !== 'submodule' && !present.has(hash));
      return { entries, contents: await this.contents(added, EVERY_FILE, new Budget(), environment) };
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }

  /** The paths of the files of a revision, from the top of the work tree. */
  async paths(revision: Revision): Promise<string[]> {
    return (await this.entries(revision)).flatMap(({ kind, path }) => (kind === 'file' ? [path] : []));
  }

  /** The texts of files by path, without those that don't exist, are links or are larger than the limit in bytes. */
  async texts(revision: Revision, paths: readonly string[], limit: number): Promise<Map<string, string>> {
    const wanted = new Set(paths);
    const entries = (await this.entries(revision)).filter(({ kind, path }) => kind === 'file' && wanted.has(path));
    const contents = await this.contents(entries, () => limit, new Budget());
    return new Map([...contents].flatMap(([path, file]) => ('bytes' in file ? [[path, textOf(file.bytes)]] : [])));
  }

  /**
   * The files of a revision in `folder`, including submodules that are checked out; the work tree has no files of the others either.
   * @throws RevisionError if configuration is missing in a partial clone, or a submodule lacks the commit of the revision or is elsewhere
   */
  async tree(revision: Revision, selection = EVERY_FILE): Promise<RevisionTree> {
    const tree = await this.treeWithin(revision, selection, new Budget());
    return treeBelow(tree, slashPathBelow(this.top, this.folder));
  }

  private async treeWithin(
    revision: Revision,
    selection: FileSelection,
    budget: Budget,
    depth = 0,
  ): Promise<RevisionTree> {
    const entries = await this.entries(revision);
    const given = typeof revision === 'string' ? undefined : revision.contents;
    const ofFiles = entries.filter(({ kind, path }) => kind !== 'file' || selection(path) !== undefined);
    const read = await this.contents(
      // Configuration first, if there is too much to read.
      [
        ...ofFiles.filter(({ path }) => CONFIGURATION.test(path)),
        ...ofFiles.filter(({ path }) => !CONFIGURATION.test(path)),
      ].filter(({ kind, path }) => kind !== 'submodule' && !given?.has(path)),
      selection,
      budget,
    );
    const tree: RevisionTree = { files: new Map(), links: new Map() };
    for (const { kind, path, hash } of ofFiles) {
      const content = given?.get(path) ?? read.get(path);
      if (content && 'missing' in content && (kind === 'link' || CONFIGURATION.test(path)))
        throw missingObject(content.missing);
      if (kind === 'submodule') await this.addSubmodule(tree, { path, commit: hash, selection, budget, depth });
      else if (kind === 'link' && content && 'bytes' in content) tree.links.set(path, textOf(content.bytes));
      else if (content) tree.files.set(path, content);
    }
    return tree;
  }

  /**
   * The files in `folder` whose content differs, without renames. Git doesn't compare the work tree, since it would run the filters that the
   * repository configures: hashes do.
   * @param to the work tree if undefined
   * @returns paths from `folder`, sorted
   */
  async changedPaths(from: Revision, to: Revision | undefined): Promise<string[]> {
    const old = await this.hashes(from);
    const now = to === undefined ? await this.hashesOfWorkTree(old) : await this.hashes(to);
    return [...new Set([...old.keys(), ...now.keys()])].filter(path => old.get(path) !== now.get(path)).sort();
  }

  private async hashes(revision: Revision): Promise<Map<string, string>> {
    const below = slashPathBelow(this.top, this.folder);
    const start = below === '' ? 0 : below.length + 1;
    return new Map(
      (await this.entries(revision)).flatMap(({ kind, path, hash }) =>
        kind === 'file' && (start === 0 || path.startsWith(`${below}/`)) ? [[path.slice(start), hash] as const] : [],
      ),
    );
  }

  private async hashesOfWorkTree(tracked: ReadonlyMap<string, string>): Promise<Map<string, string>> {
    const problem = t("The files of the work tree can't be listed");
    const others = await this.listed(['ls-files', '-z', '--others', '--exclude-standard'], problem);
    return workTreeHashes(this.folder, [...tracked.keys(), ...others], tracked, MAX_FILE_BYTES);
  }

  /**
   * Configuration in the work tree that git ignores, such as `local.auto.tfvars`: no revision contains it, and Terraform reads it whichever
   * revision is checked out.
   * @returns paths from `folder`
   */
  ignoredConfiguration(): Promise<string[]> {
    const parameters = [
      'ls-files',
      '-z',
      '--others',
      '--ignored',
      '--exclude-standard',
      '--',
      ...CONFIGURATION_PATTERNS,
    ];
    return this.listed(parameters, t("The ignored files can't be listed"));
  }

  /** git prints paths from the folder that it runs in, and lists only files in it. */
  private async listed(parameters: readonly string[], problem: string): Promise<string[]> {
    const result = await this.git.in(this.folder).read([...HARMLESS, ...parameters]);
    if (result.exitCode !== 0) throw failedGit(problem, result);
    return textOf(result.stdout)
      .split('\0')
      .filter(path => path !== '');
  }

  private async addSubmodule(
    tree: RevisionTree,
    submodule: { path: string; commit: string; selection: FileSelection; budget: Budget; depth: number },
  ): Promise<void> {
    const { path, commit, selection, budget, depth } = submodule;
    if (this.gitFolder !== undefined || depth >= MAX_SUBMODULE_DEPTH) return;
    // If it is not checked out, git would answer for the repository around it.
    if (!(await RepositoryFiles.below(this.top).allows(join(this.top, path, '.git')))) return;
    const folder = await realpath(join(this.top, path)).catch(() => undefined);
    if (folder === undefined || !(await realpath(join(folder, '.git')).catch(() => undefined))) return;
    const git = this.git.in(folder);
    const own = await ownRepository(git, [this.commonFolder]).catch((error: unknown) => {
      if (!(error instanceof RevisionError)) throw error;
      throw new RevisionError(t("The submodule {0} can't be read: its repository is outside this one.", path));
    });
    const repository = new RevisionRepository(git, own.top, own.top, own.commonFolder);
    const problem = t('The submodule {0} has no commit {1}: run git submodule update --init', path, commit);
    await repository.text(['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`], problem);
    const inside = await repository.treeWithin(commit, selection, budget, depth + 1);
    for (const [name, file] of inside.files) tree.files.set(`${path}/${name}`, file);
    for (const [name, target] of inside.links) tree.links.set(`${path}/${name}`, target);
  }

  private async entries(revision: Revision, environment: Record<string, string> = {}): Promise<readonly TreeEntry[]> {
    if (typeof revision !== 'string') return revision.entries;
    const parameters = ['ls-tree', '-r', '-z', '--full-tree', '--end-of-options', revision];
    return treeEntries(await this.text(parameters, t("{0} can't be read", revision), { environment }));
  }

  /** @returns by path. Files that are too large, alone or together, are refused */
  private async contents(
    entries: readonly TreeEntry[],
    selection: FileSelection,
    budget: Budget,
    environment: Record<string, string> = {},
  ): Promise<Map<string, RevisionFile>> {
    if (entries.length === 0) return new Map();
    const problem = t("Files can't be read");
    const input = (hashes: Iterable<string>): string => `${[...hashes].join('\n')}\n`;
    const listed = input(new Set(entries.map(({ hash }) => hash)));
    const sizes = objectSizes(await this.text(['cat-file', '--batch-check'], problem, { input: listed, environment }));
    const wanted = new Map<string, number>();
    const taken = new Set<string>();
    for (const { kind, hash, path } of entries) {
      const size = sizes.get(hash);
      const limit = kind === 'link' ? MAX_LINK_BYTES : (selection(path) ?? 0);
      if (size === undefined || size > limit || !budget.takes(size)) continue;
      wanted.set(hash, size);
      taken.add(path);
    }
    // Each content has a line before it, and a line break after it.
    const limit = [...wanted.values()].reduce((sum, size) => sum + size + 200, 0);
    const read =
      wanted.size === 0
        ? new Map<string, Uint8Array>()
        : objectContents(
            await this.output(['cat-file', '--batch'], problem, { input: input(wanted.keys()), environment, limit }),
          );
    return new Map(
      entries.map(({ hash, path }): [string, RevisionFile] => {
        if (!sizes.has(hash)) return [path, { missing: hash }];
        if (!taken.has(path)) return [path, { refusal: 'tooLarge' }];
        const bytes = read.get(hash);
        return [path, bytes ? { bytes } : { missing: hash }];
      }),
    );
  }

  private async text(parameters: readonly string[], problem: string, options?: GitReadOptions): Promise<string> {
    return textOf(await this.output(parameters, problem, options));
  }

  private async output(parameters: readonly string[], problem: string, options?: GitReadOptions): Promise<Uint8Array> {
    const result = await this.try(parameters, options);
    if (result.exitCode !== 0) throw failedGit(problem, result);
    return result.stdout;
  }

  private try(parameters: readonly string[], options?: GitReadOptions): Promise<GitOutput> {
    const folder = this.gitFolder === undefined ? [] : [`--git-dir=${this.gitFolder}`];
    return this.git.read([...HARMLESS, ...folder, ...parameters], options);
  }
}

/** What may still be read of a revision. Counted for each path, since the same content at many paths becomes many texts. */
class Budget {
  private left = MAX_REVISION_BYTES;

  takes(bytes: number): boolean {
    if (bytes > this.left) return false;
    this.left -= bytes;
    return true;
  }
}

/** Of a file that a partial clone lacks. */
export const missingObject = (hash: string): RevisionError =>
  new RevisionError(t('The object {0} is missing. In a partial clone, run git fetch --refetch --no-filter.', hash));

const textOf = (output: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(output);

/** @param folder path from the top, `''` for the top itself */
function treeBelow(tree: RevisionTree, folder: string): RevisionTree {
  if (folder === '') return tree;
  const below = <T>(all: ReadonlyMap<string, T>): Map<string, T> =>
    new Map(
      [...all].flatMap(([path, each]) => {
        const rest = pathWithin(path, folder);
        return rest === undefined || rest === '' ? [] : [[rest, each] as const];
      }),
    );
  return { files: below(tree.files), links: below(tree.links) };
}
