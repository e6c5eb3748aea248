/** Follows the pipelines of promotions to their ends, also of those that were made before the window was reloaded. */
import type { PipelineState } from '../gitHost/pipelineState';
import { isSame, type WatchedPipeline, type WatchedPipelines } from './watchedPipelines';
import { watchPipeline, type WatchDependencies } from './watchPipeline';

export interface FollowerDependencies extends Pick<WatchDependencies, 'read' | 'now'> {
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly watched: WatchedPipelines;
  /** Whether the repository's own pipelines may run for what was promoted. */
  readonly isExpected?: (watched: WatchedPipeline) => boolean;
  /** Told what is followed, until the promise resolves. */
  readonly onFollow: (watched: WatchedPipeline, following: Promise<void>) => void;
  /** Told once of every end, or what was known when it was given up. */
  readonly onEnd: (watched: WatchedPipeline, state: PipelineState) => void;
}

export class PipelineFollower {
  private readonly ending = new AbortController();
  private followed: readonly WatchedPipeline[] = [];

  constructor(private readonly parts: FollowerDependencies) {}

  /** Goes on in the background. @param remoteUrl where the tag was pushed to */
  begin(watched: WatchedPipeline, remoteUrl: string): void {
    // A window that can't keep it watches all the same.
    this.start(
      watched,
      this.parts.watched.remember(watched).catch(() => undefined),
      remoteUrl,
    );
  }

  /** Takes up what is kept and nobody follows in this window. @param remoteUrlOf undefined for a repository that is not known, or not yet */
  goOn(remoteUrlOf: (root: string) => string | undefined): void {
    for (const watched of this.parts.watched.all()) {
      if (this.followed.some(each => isSame(each, watched))) continue;
      const remoteUrl = remoteUrlOf(watched.root);
      if (remoteUrl !== undefined) this.start(watched, Promise.resolve(), remoteUrl);
    }
  }

  /** What is not at its end stays kept. */
  end(): void {
    this.ending.abort();
  }

  private start(watched: WatchedPipeline, kept: Promise<void>, remoteUrl: string): void {
    this.followed = [...this.followed, watched];
    this.parts.onFollow(watched, this.follow(watched, kept, remoteUrl));
  }

  private async follow(watched: WatchedPipeline, kept: Promise<void>, remoteUrl: string): Promise<void> {
    const { read, wait, now, onEnd, isExpected } = this.parts;
    const { signal } = this.ending;
    await kept;
    const question = { remoteUrl, commit: watched.commit, ref: `refs/tags/${watched.tag}`, signal };
    const state = await watchPipeline(question, {
      read,
      wait: time => wait(time, signal),
      now,
      ...(isExpected ? { isExpected: () => isExpected(watched) } : {}),
    });
    if (signal.aborted) return;
    await this.parts.watched.forget(watched).catch(() => undefined);
    onEnd(watched, state);
  }
}
