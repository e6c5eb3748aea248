/** Stores the watched pipelines, so that they survive a reload of the window. */

export interface WatchedPipeline {
  /** Top of the repository's work tree. Its remote is not stored, since the URL may contain a secret. */
  readonly root: string;
  readonly environment: string;
  /** Full hash. */
  readonly commit: string;
  readonly tag: string;
  /** When it was promoted, in milliseconds since 1970. */
  readonly begun: number;
}

/** The part of VS Code's `workspaceState` that is used. */
export interface WorkspaceStorage {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'promotion.watched';

/** Maximum age of stored pipelines, in milliseconds. */
const MAX_WATCH_MS = 24 * 60 * 60_000;

export class WatchedPipelines {
  constructor(
    private readonly memory: WorkspaceStorage,
    private readonly now: () => number,
  ) {}

  /** The pipelines of the last day, oldest first. */
  all(): WatchedPipeline[] {
    const kept = this.memory.get(KEY);
    if (!Array.isArray(kept)) return [];
    const since = this.now() - MAX_WATCH_MS;
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

/** A tag identifies a watched pipeline in its repository. */
export const isSame = (one: WatchedPipeline, other: WatchedPipeline): boolean =>
  one.root === other.root && one.tag === other.tag;

/** Validates stored data, which another version of the extension may have written. */
function isWatched(value: unknown): value is WatchedPipeline {
  if (value === null || typeof value !== 'object') return false;
  const { root, environment, commit, tag, begun } = value as Partial<Record<keyof WatchedPipeline, unknown>>;
  return [root, environment, commit, tag].every(text => typeof text === 'string') && typeof begun === 'number';
}
