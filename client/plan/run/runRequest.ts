/** The requests to planRunner.ts. */
import type { Platform } from '../../../common/protocol';
import type { OnEvent } from './planOutcome';

/** What every run needs. */
export interface RunRequest {
  /** Absolute path of the root module. */
  folder: string;
  /** `kubestack.terraform.path`: a path, a name to look for on PATH, or '' to derive it. */
  executable: string;
  /** Run in the platform's own image. See view/containerChoice.ts for whether that is possible. */
  container?: ContainerRequest;
  /** Cancels the run. */
  signal?: AbortSignal;
  onEvent?: OnEvent;
}

/** Where the platform's image comes from. */
export interface ContainerRequest {
  /** Absolute path of the Dockerfile. */
  dockerfile: string;
  /** Absolute path of the folder that is mounted: the root module, or one above it when it has modules outside of itself. */
  mount: string;
}

export interface PlanRequest extends RunRequest {
  environment: string;
  /** `kubestack.plan.arguments`. */
  arguments?: readonly string[];
  /** For attributing resources to clusters, pools and services. */
  platform?: Platform;
}

export interface InitializeRequest extends RunRequest {
  /**
   * `readonly` (the default) fails rather than to change `.terraform.lock.hcl`. The others need the user's consent: `update` adds what is
   * missing, `upgrade` also takes newer versions of providers and modules (`init -upgrade`), as after a change of versions.
   */
  lockFile?: 'readonly' | 'update' | 'upgrade';
}

export type ValidateRequest = RunRequest;

export interface CreateWorkspaceRequest extends RunRequest {
  environment: string;
}
