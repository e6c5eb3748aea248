import * as path from 'node:path';
import * as vscode from 'vscode';
import { RevisionError } from '../../../common/node/git/revisionError';
import type { Platform } from '../../../common/protocol';
import { frozenUntil, type DeclaredFreeze } from '../../../common/rules/freezes';
import type { PipelineState, PipelineStateReader } from '../../gitHost/pipelineState';
import { Git } from '../../git/git';
import { gitApi, repositoryAt, type GitApi, type GitExtensionRepository } from '../../git/gitExtension';
import { Setting } from '../../core/ids';
import { coalescedRuns } from '../../../common/coalesced';
import { errorMessage } from '../../core/errorMessage';
import { showWarning } from '../../core/messages';
import type { Platforms } from '../../core/platforms';
import { mayStartPrograms } from '../../processes/trust';
import { appliedBy } from '../appliedBy';
import type { ShownRepository } from '../promotionNode';
import { readPipelines } from '../readPipelines';
import type { RepositoriesProblem } from '../shownRepositories';
import { readRepository, type ReadOptions, type RepositoryReading } from '../readRepository';
import { pipelineKey, type CommitEnvironments, type RepositorySnapshot, type Stage } from '../stage';
import { isPromoting, stagesOf } from '../stages';
import type { CommitDeclarations } from './commitDeclarations';

/** A repository of this window that contains platforms. It stays the same object as long as it contains platforms, since commands keep references. */
export interface PromotionRepository {
  /** Top of the work tree. */
  readonly root: string;
  readonly name: string;
  readonly git: Git;
  /** VS Code's own repository object; undefined if its git extension is disabled. */
  extension: GitExtensionRepository | undefined;
  platforms: readonly Platform[];
  /** Folders of the platforms, relative to the repository; '' for the repository itself. */
  folders: readonly string[];
  /** Pipeline states by `pipelineKey`. */
  readonly pipelines: Map<string, PipelineState>;
  /** The environments of commits that can be promoted, by hash. */
  readonly environments: Map<string, CommitEnvironments>;
  reading?: RepositoryReading;
  stages: readonly Stage[];
}

/** A repository as one of its commits declares it. */
export interface ReadingAtCommit {
  readonly question: Omit<ReadOptions, 'fetch'>;
  readonly reading: RepositoryReading;
  readonly stages: readonly Stage[];
}

/** A repository whose data was read. */
export type ReadRepository = PromotionRepository & { readonly reading: RepositoryReading };

/** Frequent read-only commands, which are logged at trace level only. */
const QUIET_COMMANDS =
  /^git (?:-c \S+ )*(?:rev-parse|for-each-ref|log|status|symbolic-ref|remote|config|ls-tree|cat-file|grep)\b/;

/** Delay that coalesces bursts of repository changes, in milliseconds. */
const QUIET_TIME_MS = 400;
/** Freezes begin and end at minutes. */
const FREEZES_MS = 60_000;

/** The repositories of this window with their stages, kept current. Does not contact remotes on its own. */
export class PromotionRepositories implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[] = [];
  /** The last read of each repository, by its root. */
  private readonly turns = new Map<string, Promise<unknown>>();
  private readonly watched = new Map<GitExtensionRepository, vscode.Disposable>();
  /** Roots of repositories of which a message said why they can't be read. */
  private readonly reported = new Set<string>();
  private current: PromotionRepository[] = [];
  private api: GitApi | undefined;
  private timer: NodeJS.Timeout | undefined;
  private failure: RepositoriesProblem | undefined;

  constructor(
    private readonly platforms: Platforms,
    private readonly readPipeline: PipelineStateReader,
    private readonly declarations: CommitDeclarations,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.subscriptions.push(
      platforms.onDidChange(() => this.soon()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.soon()),
      vscode.workspace.onDidChangeConfiguration(change => {
        const own = [Setting.mainBranch, Setting.deployTagPattern, Setting.soakMinutes, Setting.environments];
        if (own.some(name => change.affectsConfiguration(name))) this.soon();
      }),
    );
    const timer = setInterval(() => this.followFreezes(), FREEZES_MS);
    this.subscriptions.push({ dispose: () => clearInterval(timer) });
    this.soon();
  }

  /** Fires when the stages may have changed. */
  readonly onDidChange = this.changed.event;

  get all(): readonly PromotionRepository[] {
    return this.current;
  }

  /** Repositories with promotion: they have a deploy tag, or a pipeline that deploys tags. */
  get promoting(): readonly ReadRepository[] {
    return this.current.filter(
      (repository): repository is ReadRepository => repository.reading !== undefined && isPromoting(repository.reading),
    );
  }

  /** The same repositories as data of the view and the board. */
  get shown(): ShownRepository[] {
    return this.promoting.map(({ root, name, reading, stages }) => ({ root, name, facts: reading.facts, stages }));
  }

  /** Why there are no repositories; undefined if there are some, or if they are not known yet. */
  get problem(): RepositoriesProblem | undefined {
    return this.failure;
  }

  at(root: string): PromotionRepository | undefined {
    return this.current.find(repository => repository.root === root);
  }

  /** Reads everything again, without remotes. Calls during a read cause one further read, and wait for it. */
  readonly refresh = coalescedRuns(() =>
    this.read().catch((error: unknown) => this.output.warn(`Promotion: ${errorMessage(error)}`)),
  );

  /**
   * Queries the remote of a repository and its Git host.
   *
   * @param signal aborts the query, since a remote may never respond.
   */
  async readRemote(repository: PromotionRepository, signal: AbortSignal): Promise<void> {
    await this.oneAtATime(repository, async () => {
      repository.reading = await readRepository({ ...(await this.question(repository, signal)), fetch: true });
    });
    await this.readGitHost(repository, true, signal);
    this.changed.fire();
  }

  /** The options for reading a repository. @param signal aborts the read */
  async question(repository: PromotionRepository, signal?: AbortSignal): Promise<Omit<ReadOptions, 'fetch'>> {
    const { platforms, folders, root } = repository;
    const git = repository.git.until(signal);
    const settings = vscode.workspace.getConfiguration(undefined, vscode.Uri.file(root));
    return {
      git,
      folders,
      platforms: platforms.map(({ environments }) => environments),
      pipelineFiles: await readPipelines(root),
      settings: {
        ordered: settings.get<string[]>(Setting.environments, []).length > 0,
        mainBranch: settings.get(Setting.mainBranch, ''),
        pattern: settings.get(Setting.deployTagPattern, ''),
        soakMinutes: settings.get(Setting.soakMinutes, 0),
      },
    };
  }

  /**
   * The repository with the environments, pipelines and settings of one commit. If they are those of the work tree, it isn't read again.
   *
   * @param signal aborts the read
   */
  async readingAt(repository: PromotionRepository, commit: string, signal: AbortSignal): Promise<ReadingAtCommit> {
    const { pipelines, environments } = repository;
    await this.environmentsOf(repository, commit, signal);
    const current = await this.question(repository, signal);
    const declared = await this.declarations.options(repository, commit, current);
    const run = repository.reading?.rules.tagRules;
    const question = { ...declared, ...(run ? { otherTagRules: run } : {}) };
    const isSame = repository.reading && decisive(declared) === decisive(current);
    const reading = isSame ? repository.reading! : await readRepository({ ...question, fetch: true });
    const freezes = freezesOf(repository);
    return { question, reading, stages: stagesOf({ ...reading, pipelines, environments, freezes, now: Date.now() }) };
  }

  /** Queries and stores the pipeline state of one commit. */
  async pipelineOf(
    repository: PromotionRepository,
    commit: string,
    ref: string,
    signal?: AbortSignal,
  ): Promise<PipelineState> {
    const remoteUrl = repository.reading?.facts.remoteUrl ?? '';
    if (remoteUrl === '') return { state: 'unknown' };
    const question = { remoteUrl, commit, ref, ...this.appliedBy(remoteUrl, ref), ...(signal && { signal }) };
    const state = await this.readPipeline(question);
    if (signal?.aborted) return state;
    repository.pipelines.set(pipelineKey(commit, ref), state);
    return state;
  }

  /** The file of the pipeline that applies a deploy tag, if that is certain. */
  appliedBy(remoteUrl: string, ref: string): { readonly file?: string } {
    const repository = this.current.find(({ reading }) => reading?.facts.remoteUrl === remoteUrl);
    return repository?.reading ? appliedBy(repository.reading.rules, ref) : {};
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.subscriptions, ...this.watched.values()).dispose();
    this.changed.dispose();
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), QUIET_TIME_MS);
  }

  private async read(): Promise<void> {
    if (!mayStartPrograms()) return;
    if (this.platforms.all.length === 0) return this.forgetAll();
    await this.connect();
    const found = new Map<string, { platform: Platform; folder: string }[]>();
    for (const platform of this.platforms.all) {
      const location = await this.locationOf(platform);
      if (location)
        found.set(location.root, [...(found.get(location.root) ?? []), { platform, folder: location.folder }]);
    }
    this.current = await Promise.all([...found].map(([root, locations]) => this.repository(root, locations)));
    this.endWatching();
    this.failure = this.current.length > 0 ? undefined : (await this.isGitInstalled()) ? 'noRepository' : 'noGit';
    for (const repository of this.current) await this.readOne(repository);
    this.changed.fire();
  }

  /** After the last platform was removed. Nothing is known if there was none yet. */
  private forgetAll(): void {
    if (this.current.length === 0) return;
    this.current = [];
    this.endWatching();
    this.changed.fire();
  }

  /** Ends watching repositories that contain no platform any more. */
  private endWatching(): void {
    const current = new Set(this.current.map(({ extension }) => extension));
    for (const [extension, watcher] of this.watched) {
      if (current.has(extension)) continue;
      watcher.dispose();
      this.watched.delete(extension);
    }
  }

  private isGitInstalled(): Promise<boolean> {
    const [folder] = this.platforms.all.flatMap(({ uri }) => {
      const { scheme, fsPath } = vscode.Uri.parse(uri);
      return scheme === 'file' ? [fsPath] : [];
    });
    return folder === undefined ? Promise.resolve(true) : this.gitIn(folder).isInstalled();
  }

  private async readOne(repository: PromotionRepository): Promise<void> {
    try {
      await this.oneAtATime(repository, async () => {
        const before = repository.reading?.facts;
        const reading = await readRepository({ ...(await this.question(repository)), fetch: false });
        // The remote's tags stay valid until the next query, unless local tags change.
        const isSame = before !== undefined && sameTags(before, reading.facts);
        repository.reading = isSame ? { ...reading, facts: { ...reading.facts, tags: before.tags } } : reading;
      });
      await this.readGitHost(repository, false);
    } catch (error) {
      this.output.warn(`${repository.root}: ${errorMessage(error)}`);
      if (!(error instanceof RevisionError) || this.reported.has(repository.root)) return;
      this.reported.add(repository.root);
      void showWarning(errorMessage(error));
    }
  }

  /** Serializes reads: a read from before a push must not replace one from after it. */
  private oneAtATime(repository: PromotionRepository, read: () => Promise<void>): Promise<void> {
    const turn = (this.turns.get(repository.root) ?? Promise.resolve()).then(read);
    this.turns.set(
      repository.root,
      turn.catch(() => undefined),
    );
    return turn;
  }

  /** @param all includes finished pipelines */
  private async readGitHost(repository: PromotionRepository, all: boolean, signal?: AbortSignal): Promise<void> {
    this.computeStages(repository);
    const questions = repository.stages.flatMap(({ pipeline }) => (pipeline ? [pipeline] : []));
    await Promise.all(
      questions.map(async ({ commit, ref }) => {
        const current = repository.pipelines.get(pipelineKey(commit, ref));
        const hasEnded = current?.state === 'succeeded' || current?.state === 'failed';
        if (all || !hasEnded) await this.pipelineOf(repository, commit, ref, signal);
      }),
    );
    await this.readEnvironments(repository, signal);
    this.computeStages(repository);
  }

  /** Reads the environments of the commits that can be promoted, and of the main branch. */
  private async readEnvironments(repository: PromotionRepository, signal?: AbortSignal): Promise<void> {
    const sources = repository.stages.map(({ source }) => source?.commit);
    const commits = new Set([...sources, repository.reading?.facts.main].filter(commit => commit !== undefined));
    for (const commit of commits) await this.environmentsOf(repository, commit, signal);
  }

  private async environmentsOf(repository: PromotionRepository, commit: string, signal?: AbortSignal): Promise<void> {
    const git = repository.git.until(signal);
    repository.environments.set(commit, await this.declarations.environments(repository, commit, git));
  }

  private computeStages(repository: PromotionRepository): void {
    const { reading, pipelines, environments } = repository;
    const freezes = freezesOf(repository);
    repository.stages = reading ? stagesOf({ ...reading, pipelines, environments, freezes, now: Date.now() }) : [];
  }

  /** Freezes begin and end while nothing else changes. */
  private followFreezes(): void {
    const changed = this.current.filter(repository =>
      repository.stages.some(
        ({ previous, environment, frozenUntil: shown }) =>
          previous !== undefined && frozenUntil(freezesOf(repository), environment, Date.now()) !== shown,
      ),
    );
    for (const repository of changed) this.computeStages(repository);
    if (changed.length > 0) this.changed.fire();
  }

  private async connect(): Promise<void> {
    if (this.api) return;
    this.api = await gitApi();
    if (this.api) this.subscriptions.push(this.api.onDidOpenRepository(() => this.soon()));
  }

  /** Asks git for the platform's path in its repository, which resolves links and work trees. */
  private async locationOf(platform: Platform): Promise<{ root: string; folder: string } | undefined> {
    const uri = vscode.Uri.parse(platform.uri);
    if (uri.scheme !== 'file') return undefined;
    const git = this.gitIn(uri.fsPath);
    const [top, prefix] = [
      await git.tryRead(['rev-parse', '--show-toplevel']),
      await git.tryRead(['rev-parse', '--show-prefix']),
    ];
    if (top === undefined || prefix === undefined) return undefined;
    return { root: path.normalize(top), folder: prefix.replace(/\/$/, '') };
  }

  private async repository(
    root: string,
    locations: readonly { platform: Platform; folder: string }[],
  ): Promise<PromotionRepository> {
    const extension = this.api && (await repositoryAt(this.api, vscode.Uri.file(root)));
    if (extension && !this.watched.has(extension))
      this.watched.set(
        extension,
        extension.state.onDidChange(() => this.soon()),
      );
    const current = {
      extension,
      platforms: locations.map(({ platform }) => platform),
      folders: locations.map(({ folder }) => folder),
    };
    const run = this.at(root);
    if (run) return Object.assign(run, current);
    const own = { root, name: path.basename(root), git: this.gitIn(root) };
    return { ...own, ...current, pipelines: new Map(), environments: new Map(), stages: [] };
  }

  private gitIn(folder: string): Git {
    const { path: program, env } = this.api?.git ?? {};
    return new Git(folder, {
      ...(program === undefined ? {} : { program }),
      ...(env === undefined ? {} : { environment: env }),
      onCommand: text => (QUIET_COMMANDS.test(text) ? this.output.trace(text) : this.output.info(text)),
    });
  }
}

const freezesOf = ({ platforms }: PromotionRepository): DeclaredFreeze[] =>
  platforms.flatMap(({ freezes }) => freezes ?? []);

/** What the rules are computed from, as a text that is equal for equal rules. */
const decisive = ({ platforms, pipelineFiles, settings }: Omit<ReadOptions, 'fetch'>): string =>
  JSON.stringify([platforms, pipelineFiles.map(({ path: file, text }) => [file, text]).sort(), settings]);

/** Whether no tag was added, and no tag that only this clone had was removed. */
function sameTags(before: RepositorySnapshot, now: RepositorySnapshot): boolean {
  const local = before.tags.filter(tag => !tag.isOnRemote);
  return (
    [...now.tagNames].every(name => before.tagNames.has(name)) && local.every(({ name }) => now.tagNames.has(name))
  );
}
