/**
 * Terraform writes a file beside a local state while it has its lock, and removes it in the end. When it is killed the file stays, though
 * the operating system has released the lock: it would be a change of the working tree that nobody asked for.
 */
import { readFile, rm, stat } from 'node:fs/promises';
import * as path from 'node:path';
import type { StateLock } from './planOutcome';

/** @returns absolute path of the lock file of a local state. */
export function lockFileOf(folder: string, environment: string): string {
  const inFolder = environment === 'default' ? folder : path.join(folder, 'terraform.tfstate.d', environment);
  return path.join(inFolder, '.terraform.tfstate.lock.info');
}

/** @returns the lock that a file tells of; undefined when there is no file, or nothing in it. */
export async function readLockFile(file: string): Promise<StateLock | undefined> {
  try {
    const json = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    const text = (key: string) => (typeof json[key] === 'string' && json[key] !== '' ? json[key] : undefined);
    const [id, who, created, operation] = [text('ID'), text('Who'), text('Created'), text('Operation')];
    if (id === undefined) return undefined;
    return {
      id,
      ...(who !== undefined && { who }),
      ...(created !== undefined && { created }),
      ...(operation !== undefined && { operation }),
    };
  } catch {
    return undefined;
  }
}

/** What was there before a plan. */
export interface LockTrace {
  /** Absolute path. */
  lockFile: string;
  /** Id of the lock that the file told of, perhaps of a plan that was killed long ago. */
  lockBefore?: string;
  /** Terraform makes an empty file to lock when there is no state yet. */
  hadState: boolean;
}

/** @returns what there is before a plan of a local state. */
export async function traceLock(folder: string, environment: string): Promise<LockTrace> {
  const lockFile = lockFileOf(folder, environment);
  const lock = await readLockFile(lockFile);
  const state = await stat(stateBeside(lockFile)).catch(() => undefined);
  return { lockFile, ...(lock && { lockBefore: lock.id }), hadState: state !== undefined };
}

/**
 * Removes what a killed plan has left. It is that plan's when it was not there before, was made while the plan ran, by a plan, and,
 * where the system tells, nobody holds the lock.
 *
 * @param span when the plan was started and when it was gone, in milliseconds since 1970.
 * @returns whether the state can't be locked any more by that plan.
 */
export async function removeLeftLock(trace: LockTrace, span: { from: number; to: number }): Promise<boolean> {
  const { lockFile, lockBefore, hadState } = trace;
  const lock = await readLockFile(lockFile);
  if (!lock || lock.id === lockBefore) return true;
  const created = Date.parse(lock.created ?? '');
  const during = created >= span.from - 1000 && created <= span.to + 1000;
  if (!during || lock.operation !== 'OperationTypePlan' || (await isHeld(lockFile))) return false;
  await rm(lockFile, { force: true });
  const state = await stat(stateBeside(lockFile)).catch(() => undefined);
  if (!hadState && state?.size === 0) await rm(stateBeside(lockFile), { force: true });
  return true;
}

function stateBeside(lockFile: string): string {
  return path.join(path.dirname(lockFile), 'terraform.tfstate');
}

/** The lock is on the state's file. Linux lists locks by device and inode; elsewhere the file's own words have to do. */
async function isHeld(lockFile: string): Promise<boolean> {
  try {
    const { ino } = await stat(stateBeside(lockFile));
    const locks = await readFile('/proc/locks', 'utf8');
    return locks.split('\n').some(line => new RegExp(`:${ino} `).test(line));
  } catch {
    return false;
  }
}
