/** Follows the pipeline of a commit to its end. */
import type { PipelineQuestion, PipelineState, PipelineStateReader } from '../gitHost/pipelineState';

export interface WatchParts {
  readonly read: PipelineStateReader;
  /** Resolves after that many milliseconds, or when the signal aborts. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
  /** Told every answer. */
  readonly onState?: (state: PipelineState) => void;
}

/** Most pipelines end within the hour; one that nobody starts is given up early. In milliseconds. */
const longest = 4 * 60 * 60_000;
const patienceForARun = 3 * 60_000;
const intervals = [3_000, 5_000, 10_000, 15_000, 30_000];

/** @returns the end, or what was known when it was given up: cancelled, too long, or no run that anybody tells of. */
export async function watchPipeline(question: PipelineQuestion, parts: WatchParts): Promise<PipelineState> {
  const begun = parts.now();
  for (let asked = 0; ; asked++) {
    const state = await parts.read(question);
    parts.onState?.(state);
    if (state.state === 'succeeded' || state.state === 'failed') return state;
    const passed = parts.now() - begun;
    const isHopeless = state.state === 'unknown' && passed > patienceForARun;
    if (isHopeless || passed > longest || question.signal?.aborted) return state;
    await parts.wait(intervals[Math.min(asked, intervals.length - 1)]!);
    if (question.signal?.aborted) return state;
  }
}
