/** The pipelines that are watched, kept where a reload of the window leaves them. */

export interface WatchedPipeline {
  /** Top of the repository's work tree. Its remote is not kept: there may be a secret in the address. */
  readonly root: string;
  readonly environment: string;
  /** Full hash. */
  readonly commit: string;
  readonly tag: string;
  /** When it was promoted, in milliseconds since 1970. */
  readonly begun: number;
}

/** VS Code's memory of a workspace. */
export interface WorkspaceStorage {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'promotion.watched';

/** Who comes back later than that has seen how it ended, or looks. In milliseconds. */
const LONGEST = 24 * 60 * 60_000;

export class WatchedPipelines {
  constructor(
    private readonly memory: WorkspaceStorage,
    private readonly now: () => number,
  ) {}

  /** Those of the last day, oldest first. */
  all(): WatchedPipeline[] {
    const kept = this.memory.get(KEY);
    if (!Array.isArray(kept)) return [];
    const since = this.now() - LONGEST;
    return kept.filter(isWatched).filter(({ begun }) => begun > since);
  }

  async remember(watched: WatchedPipeline): Promise<void> {
    await this.memory.update(KEY, [...this.others(watched), watched]);
  }

  async forget(watched: WatchedPipeline): Promise<void> {
    await this.memory.update(KEY, this.others(watched));
  }

  private others(watched: WatchedPipeline): WatchedPipeline[] {
    return this.all().filter(each => !isSame(each, watched));
  }
}

/** A tag is made once in a repository. */
export const isSame = (one: WatchedPipeline, other: WatchedPipeline): boolean =>
  one.root === other.root && one.tag === other.tag;

/** What another version of the extension has kept may be anything. */
function isWatched(value: unknown): value is WatchedPipeline {
  if (value === null || typeof value !== 'object') return false;
  const { root, environment, commit, tag, begun } = value as Partial<Record<keyof WatchedPipeline, unknown>>;
  return [root, environment, commit, tag].every(text => typeof text === 'string') && typeof begun === 'number';
}
