/** Follows the pipeline of a commit to its end. */
import type { PipelineQuery, PipelineState, PipelineStateReader } from '../gitHost/pipelineState';

export interface WatchDependencies {
  readonly read: PipelineStateReader;
  /** Resolves after that many milliseconds, or when the signal aborts. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
  /** Whether the repository's own pipelines may run for it: where they certainly don't, there is nothing to wait for. */
  readonly isExpected?: () => boolean;
  /** Told every answer. */
  readonly onState?: (state: PipelineState) => void;
}

/** Most pipelines end within the hour; one that nobody starts is given up early. In milliseconds. */
const LONGEST = 4 * 60 * 60_000;
const PATIENCE_FOR_ARUN = 3 * 60_000;
const INTERVALS = [3_000, 5_000, 10_000, 15_000, 30_000];

/** @returns the end, or what was known when it was given up: cancelled, too long, or no run that anybody tells of. */
export async function watchPipeline(question: PipelineQuery, parts: WatchDependencies): Promise<PipelineState> {
  if (parts.isExpected?.() === false) return { state: 'unknown', hasNoRun: true };
  const begun = parts.now();
  for (let asked = 0; ; asked++) {
    const state = await parts.read(question);
    parts.onState?.(state);
    if (state.state === 'succeeded' || state.state === 'failed' || state.hasNoGitHost) return state;
    const passed = parts.now() - begun;
    const isHopeless = state.state === 'unknown' && passed > PATIENCE_FOR_ARUN;
    if (isHopeless || passed > LONGEST || question.signal?.aborted) return state;
    await parts.wait(INTERVALS[Math.min(asked, INTERVALS.length - 1)]!);
    if (question.signal?.aborted) return state;
  }
}
