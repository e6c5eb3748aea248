/** Messages from the extension host to a guard; plain data, sent as JSON. */
import type { LockTrace } from './stateLockFile';
import type { ProgramSpec } from './startProgram';
import type { StopTimeouts, EndSignal } from './termination';
import type { Readable } from 'node:stream';

/** A program that the extension host has started, and how to end it if the extension host ends. */
export interface WatchedProgram {
  /** Process id of the leader of its process group. */
  processId: number;
  /** In milliseconds since 1970. The guard may receive the message later than the program locks its state. */
  startedAt: number;
  timeout: StopTimeouts;
  /** Whether to kill it immediately instead of interrupting it. */
  killAtOnce: boolean;
  /** A command to run if it is killed, for a client of something that runs elsewhere. */
  alsoKill?: ProgramSpec;
  /** The lock files of local states from before the run. Those that a killed program leaves behind are removed. */
  lock?: LockTrace;
}

export type ToGuard =
  | { kind: 'watch'; program: WatchedProgram }
  /** Sent with the handle of the program's standard output or standard error. */
  | { kind: 'pipe'; processId: number }
  | { kind: 'interrupted' | 'ended'; processId: number }
  | { kind: 'protect' | 'release'; folder: string };

export interface ProgramEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Why it could not be started. */
  error?: string;
}

export interface RunningProgram {
  /** Process id of the leader of its process group; undefined if it could not be started. */
  processId: number | undefined;
  stdout: Readable;
  stderr: Readable;
  /** Resolves when it has ended; its output may not be completely read yet. Never rejects. */
  ended: Promise<ProgramEnd>;
  /** Sends a signal to it and its child processes. */
  send(signal: EndSignal): void;
}
