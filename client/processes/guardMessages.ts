/** What the extension host and a guard tell each other; plain data, as it goes through JSON. */
import type { LockTrace } from '../plan/stateLockFile';
import type { ProgramSpec } from './startProgram';
import type { EndSignal, Patience } from './termination';

/** A program that the guard starts itself: one that must not write into a pipe that nobody reads any more. */
export interface GuardedProgram extends ProgramSpec {
  patience: Patience;
  /** Kill it as soon as it is to end. */
  killAtOnce: boolean;
  /** What to run besides when the program has to be killed. */
  alsoKill?: Pick<ProgramSpec, 'file' | 'arguments'>;
  /** What was there of a local state before; what a killed program leaves of it is removed. */
  lock?: LockTrace;
}

export type ToGuard =
  | { kind: 'run'; program: GuardedProgram }
  | { kind: 'signal'; signal: EndSignal }
  /** The extension host has started a program that is the leader of its group, or has seen its end. */
  | { kind: 'watch' | 'forget'; processId: number };

export type FromGuard =
  | { kind: 'started'; processId: number }
  | { kind: 'notStarted'; message: string }
  /** `written`: bytes of standard output and standard error that were passed on. */
  | { kind: 'ended'; code: number | null; signal: NodeJS.Signals | null; written: { stdout: number; stderr: number } };
