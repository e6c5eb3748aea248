/** A bare remote and the clones of several users, with real git. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Git } from '../../../../client/git/git';
import type { PipelineState } from '../../../../client/gitHost/pipelineState';
import { currentState } from '../../../../client/promotion/currentState';
import type { PromotionPurpose } from '../../../../client/promotion/promotionPolicy';
import { promote, type PromotionOutcome, type PromotionDependencies } from '../../../../client/promotion/promote';
import { readRepository, type ReadOptions, type RepositoryReading } from '../../../../client/promotion/readRepository';
import type { RefusalKind } from '../../../../client/promotion/refusal';
import type { PipelineStates, Stage } from '../../../../client/promotion/stage';
import { stagesOf } from '../../../../client/promotion/stages';
import { copyRepositories } from '../../copyRepositories';

/** Ignores the machine's Git configuration. */
const environment = {
  GIT_CONFIG_GLOBAL: join(__dirname, 'git.config'),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};

export class SharedRepository {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'kubestack-promotion-')));
  readonly remote = join(this.root, 'platform.git');

  /** @param original its remote and clones are copied; by default, the remote is empty and there are no clones */
  constructor(original?: SharedRepository) {
    if (original) copyRepositories(original.root, this.root);
    else this.in(this.root, 'init', '--quiet', '--bare', '--initial-branch=main', this.remote);
  }

  /** The repository after `ada` has pushed the commit `first` to main, and `bo` has cloned it. Created once with Git, and copied for each call. */
  static withFirstCommit(): { shared: SharedRepository; ada: Clone; bo: Clone; first: string } {
    const { original, first } = (begun ??= beginning());
    const shared = new SharedRepository(original);
    const cloneOf = (name: string): Clone => new Clone(join(shared.root, name), name);
    return { shared, ada: cloneOf('ada'), bo: cloneOf('bo'), first };
  }

  /** Clones the remote. @param parameters additional arguments of `git clone` */
  clone(name: string, ...parameters: string[]): Clone {
    const folder = join(this.root, name);
    this.in(this.root, 'clone', '--quiet', ...parameters, `file://${this.remote}`, folder);
    return new Clone(folder, name);
  }

  /** Adds a hook to the remote. */
  hook(name: string, script: string): void {
    const file = join(this.remote, 'hooks', name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  removeHook(name: string): void {
    rmSync(join(this.remote, 'hooks', name), { force: true });
  }

  /** Commits of the remote's tags by `refs/tags/…`. */
  tags(): Record<string, string> {
    const listing = this.in(
      this.remote,
      'for-each-ref',
      '--format=%(refname) %(objectname) %(*objectname)',
      'refs/tags',
    );
    const entries = listing.split('\n').filter(line => line !== '');
    return Object.fromEntries(
      entries.map(line => {
        const [ref = '', object = '', commit = ''] = line.split(' ');
        return [ref.replace('refs/tags/', ''), commit || object];
      }),
    );
  }

  delete(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  in(folder: string, ...parameters: string[]): string {
    return runGit(folder, parameters);
  }
}

export class Clone {
  readonly git: Git;
  now = Date.UTC(2026, 10, 20, 9);
  /** Pipeline states on the Git host by commit. */
  readonly gitHost = new Map<string, PipelineState['state']>();
  settings = { ordered: false, mainBranch: '', pattern: '', soakMinutes: 0 };
  environments = ['ops', 'apps', 'apps-prod'];
  pushOtherwise?: PromotionDependencies['pushOtherwise'];
  readonly commands: string[] = [];

  constructor(
    readonly folder: string,
    readonly name: string,
  ) {
    const own = { ...environment, GIT_COMMITTER_NAME: name, GIT_AUTHOR_NAME: name };
    this.git = new Git(folder, { environment: own, onCommand: text => this.commands.push(text) });
  }

  run(...parameters: string[]): string {
    return runGit(this.folder, parameters).trim();
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  commit(subject: string): string {
    this.write('change.txt', subject);
    this.run('add', '.');
    this.run('commit', '--quiet', '--message', subject);
    return this.run('rev-parse', 'HEAD');
  }

  /** Creates a commit on main and pushes it. @returns the commit, for which the Git host reports success */
  merge(subject: string): string {
    const commit = this.commit(subject);
    this.run('push', '--quiet', 'origin', 'HEAD:main');
    return commit;
  }

  question(): Omit<ReadOptions, 'fetch'> {
    return { git: this.git, platforms: [this.environments], folders: [''], pipelineFiles: [], settings: this.settings };
  }

  read(): Promise<RepositoryReading> {
    return readRepository({ ...this.question(), fetch: true });
  }

  /** All pipelines have succeeded unless `gitHost` contains another state. */
  pipelines(): PipelineStates {
    return new EveryCommit(this.gitHost);
  }

  async stages(): Promise<Stage[]> {
    const reading = await this.read();
    return stagesOf({ ...reading, pipelines: this.pipelines(), now: this.now });
  }

  async stage(environment: string): Promise<Stage> {
    return (await this.stages()).find(stage => stage.environment === environment)!;
  }

  async refusals(environment: string): Promise<RefusalKind[]> {
    return (await this.stage(environment)).refusals.map(({ kind }) => kind);
  }

  /** Promotes the commit of the previous environment, without time between preview and confirmation. */
  async promote(
    environment: string,
    options: { commit?: string; purpose?: PromotionPurpose; confirmed?: Stage; signal?: AbortSignal } = {},
  ): Promise<PromotionOutcome> {
    const stage = options.confirmed ?? (await this.stage(environment));
    const commit = options.commit ?? stage.source?.commit;
    if (commit === undefined) return { kind: 'refused', refusals: stage.refusals };
    const purpose = options.purpose ?? 'promote';
    if (purpose === 'promote' && stage.refusals.length > 0) return { kind: 'refused', refusals: stage.refusals };
    const pipelines = this.pipelines();
    return promote(
      {
        environment,
        commit,
        before: stage.there?.tag?.name,
        isRollback: purpose === 'rollback',
        message: tag => `Promote ${tag}\n\nby ${this.name}\n`,
      },
      {
        git: this.git,
        now: () => this.now,
        ...(options.signal ? { signal: options.signal } : {}),
        current: () =>
          currentState(
            { ...this.question(), git: this.git.until(options.signal), fetch: true },
            { environment, commit, purpose, passed: new Set() },
            pipelines,
            this.now,
          ),
        ...(this.pushOtherwise ? { pushOtherwise: this.pushOtherwise } : {}),
      },
    );
  }

  /** Tags of this clone. */
  tags(): string[] {
    return this.run('tag', '--list')
      .split('\n')
      .filter(name => name !== '');
  }
}

let begun: { original: SharedRepository; first: string } | undefined;

function beginning(): { original: SharedRepository; first: string } {
  const original = new SharedRepository();
  process.once('exit', () => original.delete());
  const ada = original.clone('ada');
  ada.run('checkout', '--quiet', '-b', 'main');
  const first = ada.merge('first');
  original.clone('bo');
  return { original, first };
}

/** Returns success unless the Git host reports another state. */
class EveryCommit extends Map<string, PipelineState> {
  constructor(private readonly gitHost: ReadonlyMap<string, PipelineState['state']>) {
    super();
  }

  override get(key: string): PipelineState {
    return { state: this.gitHost.get(key.split(' ')[0]!) ?? 'succeeded' };
  }
}

function runGit(folder: string, parameters: readonly string[]): string {
  return execFileSync('git', parameters, {
    cwd: folder,
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, ...environment },
  });
}
