/** Combines the runs of a commit into one pipeline state. */
import { ownProperty } from '../../common/ownProperty';
import type { PipelineState } from './pipelineState';
import { webUrl } from '../core/webUrl';

/** One workflow, job or external status of a commit. */
export interface PipelineRun {
  name: string;
  verdict: RunVerdict;
  /** URL from the Git host; dropped unless it is a web page. */
  url?: string;
  /** Orders runs of the same name: a greater value, a string (ISO time) or number, is a later run. */
  order?: string | number;
  /** ISO time of its start, or of its creation. */
  startedAt?: string | null | undefined;
  /** ISO time of its end, or of its last change. */
  finishedAt?: string | null;
}

/** `neutral`: skipped or without effect on the result. */
export type RunVerdict = 'succeeded' | 'failed' | 'running' | 'neutral';

/**
 * @param runs in any order. Of several with the same name the latest counts, since a restarted pipeline replaces the earlier run.
 * @returns failed if at least one failed, else running if at least one is running, else succeeded; unknown without runs or with only neutral ones.
 */
export function combineRuns(runs: readonly PipelineRun[]): PipelineState {
  const latest = new Map<string, PipelineRun>();
  for (const run of runs) {
    const earlier = latest.get(run.name);
    if (!earlier || isLater(run, earlier)) latest.set(run.name, run);
  }
  const counted = [...latest.values()];
  for (const state of ['failed', 'running', 'succeeded'] as const) {
    const run = counted.find(({ verdict }) => verdict === state);
    if (!run) continue;
    const url = run.url === undefined ? undefined : webUrl(run.url);
    const times = (all: readonly (string | null | undefined)[]): number[] =>
      all.map(time => Date.parse(time ?? '')).filter(time => !Number.isNaN(time));
    const [starts, ends] = [times(counted.map(each => each.startedAt)), times(counted.map(each => each.finishedAt))];
    return {
      state,
      name: run.name,
      ...(url !== undefined && { url }),
      ...(starts.length > 0 && { startedAt: Math.min(...starts) }),
      ...(state !== 'running' && ends.length > 0 && { finishedAt: Math.max(...ends) }),
    };
  }
  return { state: 'unknown' };
}

function isLater(run: PipelineRun, other: PipelineRun): boolean {
  return run.order !== undefined && other.order !== undefined && run.order > other.order;
}

/** The Git hosts' names for the states of runs: GitHub's conclusions and states, GitLab's, Gitea's, Bitbucket's and Azure's. */
const WORDS: Readonly<Record<string, RunVerdict>> = {
  success: 'succeeded',
  successful: 'succeeded',
  succeeded: 'succeeded',
  warning: 'succeeded',
  failure: 'failed',
  failed: 'failed',
  error: 'failed',
  cancelled: 'failed',
  canceled: 'failed',
  canceling: 'failed',
  stopped: 'failed',
  timed_out: 'failed',
  startup_failure: 'failed',
  partiallysucceeded: 'failed',
  neutral: 'neutral',
  skipped: 'neutral',
  stale: 'neutral',
  none: 'neutral',
};

/**
 * @param word state from the Git host, in any letter case.
 * @returns the state of the run. Any other word (queued, pending, action_required, …) means that it is running.
 */
export function runVerdict(word: string | null | undefined): RunVerdict {
  return ownProperty(WORDS, (word ?? '').toLowerCase()) ?? 'running';
}

/** `main` of `refs/heads/main`, `v1` of `refs/tags/v1`: the Git hosts' name of a branch or tag. */
export function shortRef(ref: string): string {
  return ref.replace(/^refs\/(?:heads|tags)\//, '');
}
