/** The requests to planRunner.ts. */
import type { Platform } from '../../../common/protocol';
import type { OnEvent } from './planOutcome';

/** The parameters of all runs. */
export interface RunRequest {
  /** Absolute path of the root module. */
  folder: string;
  /** `kubestack.terraform.path`: a path, a name to find on PATH, or '' to detect the program. */
  executable: string;
  /** Whether to run in the platform's own image. `containerOf` determines whether that is possible. */
  container?: ContainerRequest;
  /** Environment variables that the user has set in a terminal. As there, they replace those of the extension host. */
  variables?: Readonly<Record<string, string>>;
  /** Cancels the run. */
  signal?: AbortSignal;
  onEvent?: OnEvent;
}

/** The source of the platform's image. */
export interface ContainerRequest {
  /** Absolute path of the Dockerfile. */
  dockerfile: string;
  /** Absolute path of the mounted folder: the root module, or a parent folder if it uses modules outside of itself. */
  mount: string;
}

export interface PlanRequest extends RunRequest {
  environment: string;
  /** Whether to read only what has changed outside of Terraform (`-refresh-only`). */
  refreshOnly?: boolean;
  /** `kubestack.plan.arguments`. */
  arguments?: readonly string[];
  /** For assigning resources to clusters, node pools and services. */
  platform?: Platform;
}

export interface InitializeRequest extends RunRequest {
  /**
   * `readonly` (the default) fails instead of changing `.terraform.lock.hcl`. The others need the user's consent: `update` adds missing entries,
   * `upgrade` also selects newer versions of providers and modules (`init -upgrade`), for example after a change of versions.
   */
  lockFile?: 'readonly' | 'update' | 'upgrade';
}

export type ValidateRequest = RunRequest;

export interface CreateWorkspaceRequest extends RunRequest {
  environment: string;
}
