/** Types commands into terminals, and checks whether steps are done. Not available in browsers. */
import type { CancellationToken, Uri } from 'vscode';
import type { StepCheck, StepCommand, VariableCommand } from '../../common/steps';

export interface StepTarget {
  readonly folder: Uri;
  /** Programs that run in the platform's image. */
  readonly imagePrograms: readonly string[];
  /** Names of variables that commands in the image need from the terminal. */
  readonly variables: readonly string[];
  /** The commands of completed steps that have set variables of the terminal. */
  readonly set: readonly VariableCommand[];
}

/** Whether a step is done; `unknown` has a reason. */
export interface CheckResult {
  readonly state: 'done' | 'open' | 'unknown';
  /** Can be empty, and is text of a program. */
  readonly reason: string;
}

export interface Terminals {
  /** The line of a step's commands for the shell of the terminal. */
  line(commands: readonly StepCommand[], target: StepTarget): string;
  /** Types a line into a terminal without running it; the user runs it with Enter. @throws Error with the reason on failure */
  type(folder: Uri, line: string): void;
  /** Runs one read-only command. @throws Error with the reason if it can't be run */
  check(check: StepCheck, target: StepTarget, token: CancellationToken): Promise<CheckResult>;
  /**
   * The variables of the terminal that completed steps have set: Terraform needs them outside of the terminal, too. Variables whose command
   * fails are missing.
   */
  variables(target: StepTarget): Promise<Readonly<Record<string, string>>>;
}

let current: Terminals | undefined;

/** Registers the implementation. Call it once, in hosts with terminals. */
export function useTerminals(terminals: Terminals): void {
  current = terminals;
}

export const terminals = (): Terminals | undefined => current;

/** @returns the variables that completed next steps of a platform have set in a terminal */
export type StepVariables = (platform: Uri) => Promise<Readonly<Record<string, string>>>;

let variables: StepVariables = () => Promise.resolve({});

/** Registers the next steps as the source of {@link stepVariables}. Call it once. */
export function useStepVariables(read: StepVariables): void {
  variables = read;
}

/** Terraform outside of the terminal needs these variables, too. */
export const stepVariables: StepVariables = platform => variables(platform);
