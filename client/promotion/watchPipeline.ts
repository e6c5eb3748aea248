/** Watches the pipeline of a commit until it ends. */
import type { PipelineQuery, PipelineState, PipelineStateReader } from '../gitHost/pipelineState';

export interface WatchDependencies {
  readonly read: PipelineStateReader;
  /** Resolves after a number of milliseconds, or when the signal aborts. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
  /** Called with every response. */
  readonly onState?: (state: PipelineState) => void;
}

/** Maximum time for which a pipeline is watched, in milliseconds. A pipeline that does not start is given up earlier. */
const MAX_WATCH_MS = 4 * 60 * 60_000;
const RUN_START_TIMEOUT_MS = 3 * 60_000;
const INTERVALS = [3_000, 5_000, 10_000, 15_000, 30_000];

/** @returns the final state, or the last known one after a cancel, a timeout, or without any run. */
export async function watchPipeline(question: PipelineQuery, parts: WatchDependencies): Promise<PipelineState> {
  const begun = parts.now();
  let hasRun = false;
  for (let attempt = 0; ; attempt++) {
    const state = await parts.read(question);
    parts.onState?.(state);
    if (state.state === 'succeeded' || state.state === 'failed' || state.hasNoGitHost) return state;
    const passed = parts.now() - begun;
    hasRun ||= state.state === 'running';
    // A run that was seen goes on, also if the Git host can't be asked for a while.
    const isHopeless = !hasRun && state.state === 'unknown' && passed > RUN_START_TIMEOUT_MS;
    if (isHopeless || passed > MAX_WATCH_MS || question.signal?.aborted) return state;
    await parts.wait(INTERVALS[Math.min(attempt, INTERVALS.length - 1)]!);
    if (question.signal?.aborted) return state;
  }
}
