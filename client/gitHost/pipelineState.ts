/** The state of a commit's pipeline, as all Git hosts report it and promotions need it. */

/** `unknown`: no run exists, or the Git host can't be queried. */
export type PipelineStatus = 'succeeded' | 'failed' | 'running' | 'unknown';

export interface PipelineState {
  readonly state: PipelineStatus;
  /** Web page of the run. */
  readonly url?: string;
  /** Name of the run: its workflow or its number. */
  readonly name?: string;
  /** Start of its first run, in milliseconds since 1970. */
  readonly startedAt?: number;
  /** End of its last run, in milliseconds since 1970. */
  readonly finishedAt?: number;
  /** Whether the Git host has no run for it. */
  readonly hasNoRun?: true;
  /** Whether the remote is on no supported Git host, so that a retry is useless. */
  readonly hasNoGitHost?: true;
  /** Why the state is unknown, as a sentence. */
  readonly reason?: string;
}

export interface PipelineQuery {
  /** URL of the remote that the commit was pushed to, in git's notation: `git@github.com:acme/platform.git`. */
  readonly remoteUrl: string;
  /** Full hash. */
  readonly commit: string;
  /** Selects the runs of the commit: those of `refs/heads/main`, or of `refs/tags/apps-deploy-2026-11-20-0`. */
  readonly ref: string;
  /** The file of the pipeline whose result counts, if others can run for the same ref: `.github/workflows/apply.yml`. */
  readonly file?: string;
  readonly signal?: AbortSignal;
}

/** Queries the Git host of a remote. Never rejects and never prompts: failures result in `unknown` with the reason. */
export type PipelineStateReader = (question: PipelineQuery) => Promise<PipelineState>;
