/** What a Git host says of the pipeline of one commit: asked by promotions, answered per Git host. */

/** `unknown`: there is no run, or nobody can be asked. */
export type PipelineStatus = 'succeeded' | 'failed' | 'running' | 'unknown';

export interface PipelineState {
  readonly state: PipelineStatus;
  /** Page of the run, for people. */
  readonly url?: string;
  /** What the run is called: its workflow, or its number. */
  readonly name?: string;
  /** When the last of its runs ended, in milliseconds since 1970. */
  readonly finishedAt?: number;
  /** The pipelines of the repository start no run for it. */
  readonly hasNoRun?: true;
  /** The remote is on no Git host that can be asked: asking again gives the same answer. */
  readonly hasNoGitHost?: true;
  /** Why nothing is known, in plain words: `Nobody is signed in to example.com.` */
  readonly reason?: string;
}

export interface PipelineQuery {
  /** The remote that the commit was pushed to, as git has it: `git@github.com:acme/platform.git`. */
  readonly remoteUrl: string;
  /** Full hash. */
  readonly commit: string;
  /** Which runs of the commit count: those of `refs/heads/main`, or of `refs/tags/apps-deploy-2026-11-20-0`. */
  readonly ref: string;
  readonly signal?: AbortSignal;
}

/** Asks the Git host of a remote. Never rejects and never asks a person: what can't be told is `unknown`, with the reason. */
export type PipelineStateReader = (question: PipelineQuery) => Promise<PipelineState>;

/** The answer where there is nobody to ask. */
export const unknownPipeline: PipelineStateReader = () => Promise.resolve({ state: 'unknown' });
