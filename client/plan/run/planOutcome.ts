/** How runs of terraform or tofu end, and what they tell on their way. Plain data; planMessages.ts says it in words. */
import type { Program } from '../../../common/program';
import type { Plan, PlanDiagnostic } from '../../../common/plan/plan';
import type { StateLock } from '../../processes/stateLockFile';

/** A program that was found and that can do what we need. */
export interface Executable {
  /** Absolute path. */
  path: string;
  product: Program;
  /** `1.11.4` */
  version: string;
  /** `init -json` is there: terraform 1.9, tofu 1.8. */
  initJson: boolean;
}

/** `format`: no program of this system. `message`: in the words of the operating system. */
export type StartFailure = 'folder' | 'permission' | 'format' | 'batchFile' | { message: string };

/** Why there is no usable program. */
export type ExecutableProblem =
  /** `wanted`: names or paths looked for. `bySetting`: it is what the setting names. */
  | { kind: 'notFound'; wanted: readonly string[]; bySetting?: true }
  /** It is there and can't be started. */
  | { kind: 'notStartable'; path: string; why: StartFailure }
  /** It can be started and is neither. */
  | { kind: 'wrongProgram'; path: string }
  /** `lacks`: what it would have to know, as terraform calls it. */
  | { kind: 'tooOld'; path: string; product: Program; version: string; minimum: string; lacks: readonly string[] };

/** Why `init` has to run first. `backendChanged`: init alone refuses too; a person has to decide what becomes of the state. */
export type InitializationReason = 'never' | 'modules' | 'providers' | 'backend' | 'backendChanged';

/** A credential that a provider or backend misses. */
export interface MissingCredential {
  provider: 'aws' | 'google' | 'azurerm' | 'scaleway' | 's3' | 'gcs' | 'cloud';
  /** Environment variables that would give it: one of these, or several together. */
  variables: readonly string[];
}

/** A run that did not come to its end. */
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
  /** The plan is there too: it may have warnings, reads, and, where there are any of these, checks. */
  | { kind: 'noChanges'; plan: Plan }
  | { kind: 'initializationNeeded'; reason: InitializationReason; diagnostics: readonly PlanDiagnostic[] }
  /** Offer to create it. `workspaces`: those that exist. */
  | { kind: 'workspaceMissing'; workspaces: readonly string[] }
  /** The backend (`http`, a `cloud` block that names one workspace) has none. `backend`: its type, where known. */
  | { kind: 'noWorkspaces'; backend?: string }
  | { kind: 'locked'; lock?: StateLock; diagnostics: readonly PlanDiagnostic[] }
  | { kind: 'credentialsMissing'; missing: MissingCredential; diagnostics: readonly PlanDiagnostic[] }
  /** Of `kubestack.plan.arguments`, those that would change what a plan is, or have control characters. */
  | { kind: 'argumentsRefused'; refused: readonly string[] }
  /** An environment whose name can't be a workspace. */
  | { kind: 'environmentRefused'; environment: string }
  /** Terraform does not notice that its plan file was cut off, as on a full disk. `folder`: where plan files are, absolute. */
  | { kind: 'planFileIncomplete'; folder: string }
  | Interrupted
  | Failed;

/** How an initialization ended. */
export type InitializeOutcome =
  | { kind: 'initialized' }
  /** `.terraform.lock.hcl` would change, and that was not agreed to: ask, and initialize with `lockFile: needs`. */
  | { kind: 'lockFileWouldChange'; needs: 'update' | 'upgrade'; diagnostics: readonly PlanDiagnostic[] }
  /** To migrate or reconfigure the state is not for us to decide. */
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

/** How the creation of a workspace ended. The selected workspace stays the one it was. */
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

/** What a run tells while it goes on, in the order in which it happens. */
export type RunEvent =
  | { kind: 'phase'; phase: Phase }
  /** Numbers of resources so far: being read, read, with a planned change. */
  | { kind: 'progress'; refreshing: number; refreshed: number; planned: number }
  | { kind: 'diagnostic'; diagnostic: PlanDiagnostic }
  /** What the plan changes, without values: the plan file is still to be read. */
  | { kind: 'listed'; plan: Plan }
  /** Terraform's own count. */
  | { kind: 'summary'; add: number; change: number; remove: number; import: number }
  /** A command that starts, with its arguments, for the log: values of variables are left out. */
  | { kind: 'command'; line: string }
  /** A line for the raw log, without terminal control sequences. */
  | { kind: 'output'; line: string };

/** Called for each event of a run, synchronously and often: keep it short. */
export type OnEvent = (event: RunEvent) => void;
