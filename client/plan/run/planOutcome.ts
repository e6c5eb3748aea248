/** Outcomes and events of terraform and tofu runs, as plain data; planMessages.ts turns them into messages. */
import type { SIGN_IN } from '../../../common/signIn';
import type { Program } from '../../../common/program';
import type { Plan, PlanDiagnostic } from '../../../common/plan/plan';
import type { NeededProgram } from './planArguments';
import type { StateLock } from '../../processes/stateLockFile';
import type { ReadFiles } from '../model/staleness';

/** A program with the required features. */
export interface Executable {
  /** Absolute path. */
  path: string;
  product: Program;
  /** `1.11.4` */
  version: string;
  /** Whether the program supports `init -json`: terraform 1.9, tofu 1.8. */
  initJson: boolean;
}

/** `format`: not a program of this system. `message`: the operating system's error. */
export type StartFailure = 'folder' | 'permission' | 'format' | 'batchFile' | { message: string };

/** Why there is no usable program. */
export type ExecutableProblem =
  /** `wanted`: the names or paths that were searched. `bySetting`: whether they are from the setting. */
  | { kind: 'notFound'; wanted: readonly string[]; bySetting?: true }
  /** The program exists, but can't be started. */
  | { kind: 'notStartable'; path: string; why: StartFailure }
  /** The program is neither terraform nor tofu. */
  | { kind: 'wrongProgram'; path: string }
  /** `missingFeatures`: features that the program lacks, by terraform's names. */
  | {
      kind: 'tooOld';
      path: string;
      product: Program;
      version: string;
      minimum: string;
      missingFeatures: readonly string[];
    };

/** Why `init` is required first. `backendChanged`: init alone fails, too; the user has to decide about the state. */
export type InitializationReason = 'never' | 'modules' | 'providers' | 'backend' | 'backendChanged';

/** A missing credential of a provider or backend. */
export interface MissingCredential {
  provider: 'aws' | 'google' | 'azurerm' | 'scaleway' | 's3' | 'gcs' | 'cloud';
  /** Environment variables that provide it, individually or together. */
  variables: readonly string[];
}

/** The cloud to sign in to; undefined for HCP Terraform, which has tokens. */
export function signInCloud(provider: MissingCredential['provider']): keyof typeof SIGN_IN | undefined {
  if (provider === 's3') return 'aws';
  if (provider === 'gcs') return 'google';
  return provider === 'cloud' ? undefined : provider;
}

/** A run that did not complete. */
export type Interrupted =
  /** Cancelled by the user. `lockMayRemain`: it did not end by itself in time, so the state can still be locked. */
  | { kind: 'cancelled'; lockMayRemain: boolean }
  /** Something else ended the program. */
  | { kind: 'killed'; signal: string; lockMayRemain: boolean };

/** Failures of all kinds of runs. `stderrTail`: the last lines of standard error. */
export type Failed =
  | { kind: 'executable'; problem: ExecutableProblem }
  | { kind: 'errors'; diagnostics: readonly PlanDiagnostic[] }
  | { kind: 'failed'; exitCode: number; stderrTail: readonly string[] };

/** How a plan ended. */
export type PlanOutcome =
  /** With changes of resources, drift or outputs. */
  | { kind: 'planned'; plan: Plan }
  /** Also has a plan, which can contain warnings, reads and checks. */
  | { kind: 'noChanges'; plan: Plan }
  | { kind: 'initializationNeeded'; reason: InitializationReason; diagnostics: readonly PlanDiagnostic[] }
  /** The workspace does not exist and can be created. `workspaces`: existing ones. */
  | { kind: 'workspaceMissing'; workspaces: readonly string[] }
  /** The backend (`http`, a `cloud` block with one workspace) does not support workspaces. `backend`: its type, if known. */
  | { kind: 'noWorkspaces'; backend?: string }
  | { kind: 'locked'; lock?: StateLock; diagnostics: readonly PlanDiagnostic[] }
  | { kind: 'credentialsMissing'; missing: MissingCredential; diagnostics: readonly PlanDiagnostic[] }
  /** Refused arguments in `kubestack.plan.arguments`, including those with control characters. */
  | { kind: 'argumentsRefused'; refused: readonly string[] }
  /** An option in `kubestack.plan.arguments` that another program or a newer version has. */
  | { kind: 'optionMissing'; option: string; needs: NeededProgram; program: NeededProgram }
  /** The environment's name is not a valid workspace name. */
  | { kind: 'environmentRefused'; environment: string }
  /** The plan file is truncated, for example because the disk is full, which terraform does not report. `folder`: absolute path of the plan files. */
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

/** The outcome of a validation. `valid` can include warnings, `invalid` includes at least one error. */
export type ValidateOutcome =
  | { kind: 'valid'; diagnostics: readonly PlanDiagnostic[] }
  | { kind: 'invalid'; diagnostics: readonly PlanDiagnostic[] }
  | { kind: 'initializationNeeded'; reason: InitializationReason; diagnostics: readonly PlanDiagnostic[] }
  | Interrupted
  | Failed;

/** The outcome of creating a workspace, which does not change the selected workspace. */
export type CreateWorkspaceOutcome =
  | { kind: 'created' }
  | { kind: 'exists' }
  | { kind: 'noWorkspaces'; backend?: string }
  | { kind: 'initializationNeeded'; reason: InitializationReason; diagnostics: readonly PlanDiagnostic[] }
  | { kind: 'environmentRefused'; environment: string }
  | Interrupted
  | Failed;

/** `waiting`: for another run in the same folder; `reading`: the finished plan is being read. */
export type Phase = 'waiting' | 'checking' | 'initializing' | 'refreshing' | 'planning' | 'reading';

/** Events of a run, in order. */
export type RunEvent =
  | { kind: 'phase'; phase: Phase }
  /** The files as the run reads them. */
  | { kind: 'files'; files: ReadFiles }
  /** Numbers of resources that are being read, have been read, and have a planned change. */
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

/** Called for each event of a run, synchronously and often, so it must be fast. */
export type OnEvent = (event: RunEvent) => void;
