/** Messages from the extension host to a guard; plain data, sent as JSON. */
import type { LockTrace } from './stateLockFile';
import type { ProgramSpec } from './startProgram';
import type { StopTimeouts, EndSignal } from './termination';
import type { Readable } from 'node:stream';

/** A program that the extension host has started, and how it is to be ended when the extension host is gone. */
export interface WatchedProgram {
  /** It is the leader of its group. */
  processId: number;
  timeout: StopTimeouts;
  /** Kill it as soon as it is to end. */
  killAtOnce: boolean;
  /** A command to run when it is killed, if it is the client of something that runs elsewhere. */
  alsoKill?: ProgramSpec;
  /** What was there of a local state before; what a killed program leaves of it is removed. */
  lock?: LockTrace;
}

export type ToGuard =
  | { kind: 'watch'; program: WatchedProgram }
  /** With the handle of the pipe that the program writes to: its standard output or standard error. */
  | { kind: 'pipe'; processId: number }
  | { kind: 'interrupted' | 'ended'; processId: number };

export interface ProgramEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Why it could not be started. */
  error?: string;
}

export interface RunningProgram {
  /** Of the leader of its group; undefined where it could not be started. */
  processId: number | undefined;
  stdout: Readable;
  stderr: Readable;
  /** Settled when it has ended; what it wrote may still have to be read. Never rejects. */
  ended: Promise<ProgramEnd>;
  /** Gives a signal to it and to all that it has started. */
  send(signal: EndSignal): void;
}
