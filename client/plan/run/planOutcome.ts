/** Outcomes and events of terraform and tofu runs, as plain data; planMessages.ts turns them into messages. */
import type { Program } from '../../../common/program';
import type { Plan, PlanDiagnostic } from '../../../common/plan/plan';
import type { StateLock } from '../../processes/stateLockFile';

/** A program with the required features. */
export interface Executable {
  /** Absolute path. */
  path: string;
  product: Program;
  /** `1.11.4` */
  version: string;
  /** `init -json` is there: terraform 1.9, tofu 1.8. */
  initJson: boolean;
}

/** `format`: no program of this system. `message`: the operating system's error. */
export type StartFailure = 'folder' | 'permission' | 'format' | 'batchFile' | { message: string };

/** Why there is no usable program. */
export type ExecutableProblem =
  /** `wanted`: names or paths looked for. `bySetting`: it is what the setting names. */
  | { kind: 'notFound'; wanted: readonly string[]; bySetting?: true }
  /** It is there and can't be started. */
  | { kind: 'notStartable'; path: string; why: StartFailure }
  /** It can be started and is neither. */
  | { kind: 'wrongProgram'; path: string }
  /** `lacks`: missing features, by terraform's names. */
  | { kind: 'tooOld'; path: string; product: Program; version: string; minimum: string; lacks: readonly string[] };

/** Why `init` has to run first. `backendChanged`: init alone fails, too; the user has to decide about the state. */
export type InitializationReason = 'never' | 'modules' | 'providers' | 'backend' | 'backendChanged';

/** A missing credential of a provider or backend. */
export interface MissingCredential {
  provider: 'aws' | 'google' | 'azurerm' | 'scaleway' | 's3' | 'gcs' | 'cloud';
  /** Environment variables that provide it, singly or together. */
  variables: readonly string[];
}

/** A run that did not complete. */
export type Interrupted =
  /** The person cancelled. `lockMayRemain`: it did not end by itself in time, so the state may still be locked. */
  | { kind: 'cancelled'; lockMayRemain: boolean }
  /** Something else ended the program. */
  | { kind: 'killed'; signal: string; lockMayRemain: boolean };

/** Ways to fail that all runs share. `stderrTail`: the last lines of what it wrote there. */
export type Failed =
  | { kind: 'executable'; problem: ExecutableProblem }
  | { kind: 'errors'; diagnostics: readonly PlanDiagnostic[] }
  | { kind: 'failed'; exitCode: number; stderrTail: readonly string[] };

/** How a plan ended. */
export type PlanOutcome =
  /** With changes of resources, drift or outputs. */
  | { kind: 'planned'; plan: Plan }
  /** Has a plan, too, which may have warnings, reads and checks. */
  | { kind: 'noChanges'; plan: Plan }
  | { kind: 'initializationNeeded'; reason: InitializationReason; diagnostics: readonly PlanDiagnostic[] }
  /** Offer to create it. `workspaces`: those that exist. */
  | { kind: 'workspaceMissing'; workspaces: readonly string[] }
  /** The backend (`http`, a `cloud` block that names one workspace) has none. `backend`: its type, where known. */
  | { kind: 'noWorkspaces'; backend?: string }
  | { kind: 'locked'; lock?: StateLock; diagnostics: readonly PlanDiagnostic[] }
  | { kind: 'credentialsMissing'; missing: MissingCredential; diagnostics: readonly PlanDiagnostic[] }
  /** The refused arguments in `kubestack.plan.arguments`, including those with control characters. */
  | { kind: 'argumentsRefused'; refused: readonly string[] }
  /** An environment whose name can't be a workspace. */
  | { kind: 'environmentRefused'; environment: string }
  /** The plan file is truncated, as on a full disk, which terraform does not report. `folder`: where plan files are, absolute. */
  | { kind: 'planFileIncomplete'; folder: string }
  | Interrupted
  | Failed;

/** How an initialization ended. */
export type InitializeOutcome =
  | { kind: 'initialized' }
  /** `.terraform.lock.hcl` would change without the user's consent: ask, then initialize with `lockFile: needs`. */
  | { kind: 'lockFileWouldChange'; needs: 'update' | 'upgrade'; diagnostics: readonly PlanDiagnostic[] }
  /** The user has to migrate or reconfigure the state. */
  | { kind: 'backendChanged'; diagnostics: readonly PlanDiagnostic[] }
  | { kind: 'credentialsMissing'; missing: MissingCredential; diagnostics: readonly PlanDiagnostic[] }
  | Interrupted
  | Failed;

/** How a validation ended. `valid` may have warnings, `invalid` has at least one error. */
export type ValidateOutcome =
  | { kind: 'valid'; diagnostics: readonly PlanDiagnostic[] }
  | { kind: 'invalid'; diagnostics: readonly PlanDiagnostic[] }
  | { kind: 'initializationNeeded'; reason: InitializationReason; diagnostics: readonly PlanDiagnostic[] }
  | Interrupted
  | Failed;

/** How the creation of a workspace ended. The selected workspace does not change. */
export type CreateWorkspaceOutcome =
  | { kind: 'created' }
  | { kind: 'exists' }
  | { kind: 'noWorkspaces'; backend?: string }
  | { kind: 'initializationNeeded'; reason: InitializationReason; diagnostics: readonly PlanDiagnostic[] }
  | { kind: 'environmentRefused'; environment: string }
  | Interrupted
  | Failed;

/** `waiting`: for another run in the same folder; `reading`: the finished plan into the model. */
export type Phase = 'waiting' | 'checking' | 'initializing' | 'refreshing' | 'planning' | 'reading';

/** Events of a run, in order. */
export type RunEvent =
  | { kind: 'phase'; phase: Phase }
  /** Numbers of resources: being read, read, with a planned change. */
  | { kind: 'progress'; refreshing: number; refreshed: number; planned: number }
  | { kind: 'diagnostic'; diagnostic: PlanDiagnostic }
  /** The plan's changes without values, before the plan file is read. */
  | { kind: 'listed'; plan: Plan }
  /** Terraform's own count. */
  | { kind: 'summary'; add: number; change: number; remove: number; import: number }
  /** A started command with its arguments, for the log, without values of variables. */
  | { kind: 'command'; line: string }
  /** A line for the raw log, without terminal control sequences. */
  | { kind: 'output'; line: string };

/** Called for each event of a run, synchronously and often: keep it short. */
export type OnEvent = (event: RunEvent) => void;
