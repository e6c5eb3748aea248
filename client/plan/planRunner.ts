/**
 * The one door for the editor: plans, initializes, validates and creates workspaces. Knows nothing of the editor, never applies, and
 * never selects a workspace. Nothing here asks whether the workspace is trusted: don't call it where it is not.
 */
import type { CreateWorkspaceOutcome, InitializeOutcome, PlanOutcome, ValidateOutcome } from './planOutcome';
import type { Patience, CreateWorkspaceRequest, InitializeRequest, PlanRequest, ValidateRequest } from './runRequest';

export interface PlanRunnerOptions {
  /** Folder for plan files, made when needed, private to the user. Best below the extension's storage or the system's temporary folder. */
  temporaryFolder?: string;
  patience?: Patience;
  /** The environment that programs get; `process.env` when left out. */
  environment?: NodeJS.ProcessEnv;
}

/** One per extension host: it holds the queue of each folder. */
export interface PlanRunnerApi {
  /** Checks, plans, reads the plan, removes its file. Never throws for what terraform or the machine does: see PlanOutcome. */
  plan(request: PlanRequest): Promise<PlanOutcome>;
  /** `init -input=false`. Waits for all plans of the folder, and they wait for it. */
  initialize(request: InitializeRequest): Promise<InitializeOutcome>;
  /** `validate`: needs no environment and no state. */
  validate(request: ValidateRequest): Promise<ValidateOutcome>;
  /** Creates a workspace and leaves the selected one selected. */
  createWorkspace(request: CreateWorkspaceRequest): Promise<CreateWorkspaceOutcome>;
  /** Whether something runs or waits in that folder, for context keys and greyed buttons. */
  isBusy(folder: string, environment?: string): boolean;
  /** Ends what still runs, at once, and removes what is left of it. For `deactivate`. */
  dispose(): Promise<void>;
}
export type { PlanRunnerOptions as RunnerOptions, Patience };
export declare const PlanRunner: new (options?: PlanRunnerOptions) => PlanRunnerApi;
