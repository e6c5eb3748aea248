/** Watches the pipelines of promotions until they end, including those from before a reload of the window. */
import type { PipelineState } from '../gitHost/pipelineState';
import { isSame, type WatchedPipeline, type WatchedPipelines } from './watchedPipelines';
import { watchPipeline, type WatchDependencies } from './watchPipeline';

export interface FollowerDependencies extends Pick<WatchDependencies, 'read' | 'now'> {
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly watched: WatchedPipelines;
  /** Called with each watched pipeline and a promise that resolves at its end. */
  readonly onFollow: (watched: WatchedPipeline, following: Promise<void>) => void;
  /** Called once with the final state, or with the last known state on giving up. */
  readonly onEnd: (watched: WatchedPipeline, state: PipelineState) => void;
}

export class PipelineFollower {
  private readonly ending = new AbortController();
  private followed: readonly WatchedPipeline[] = [];

  constructor(private readonly parts: FollowerDependencies) {}

  /** Watches in the background. @param remoteUrl the remote that the tag was pushed to */
  begin(watched: WatchedPipeline, remoteUrl: string): void {
    // The pipeline is watched even if it can't be stored.
    this.start(
      watched,
      this.parts.watched.remember(watched).catch(() => undefined),
      remoteUrl,
    );
  }

  /** Resumes stored pipelines that this window does not watch. @param remoteUrlOf returns undefined for an unknown repository */
  goOn(remoteUrlOf: (root: string) => string | undefined): void {
    for (const watched of this.parts.watched.all()) {
      if (this.followed.some(each => isSame(each, watched))) continue;
      const remoteUrl = remoteUrlOf(watched.root);
      if (remoteUrl !== undefined) this.start(watched, Promise.resolve(), remoteUrl);
    }
  }

  /** Stops watching. Unfinished pipelines stay stored. */
  end(): void {
    this.ending.abort();
  }

  private start(watched: WatchedPipeline, kept: Promise<void>, remoteUrl: string): void {
    this.followed = [...this.followed, watched];
    this.parts.onFollow(watched, this.follow(watched, kept, remoteUrl));
  }

  private async follow(watched: WatchedPipeline, kept: Promise<void>, remoteUrl: string): Promise<void> {
    const { read, wait, now, onEnd } = this.parts;
    const { signal } = this.ending;
    await kept;
    const question = { remoteUrl, commit: watched.commit, ref: `refs/tags/${watched.tag}`, signal };
    const state = await watchPipeline(question, {
      read,
      wait: time => wait(time, signal),
      now,
    });
    if (signal.aborted) return;
    await this.parts.watched.forget(watched).catch(() => undefined);
    onEnd(watched, state);
  }
}
