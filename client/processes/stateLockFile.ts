/**
 * Terraform writes a file beside a local state while it has its lock, and removes it in the end. When it is killed the file stays, though
 * the operating system has released the lock: it would be a change of the working tree that nobody asked for.
 */
import { rm, rmdir, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { RepositoryFiles } from '../node/repositoryFiles';

/** @returns absolute path of the lock file beside a local state's file, whose name has one dot in front in any case. */
export function lockFileOf(stateFile: string): string {
  return path.join(path.dirname(stateFile), `.${path.basename(stateFile).replace(/^\./, '')}.lock.info`);
}

/** Terraform writes a few hundred bytes. */
const MAX_LOCK_BYTES = 64 * 1024;

/**
 * @param file beside a local state, which its backend may keep anywhere: terraform itself reads and writes it there.
 * @returns the lock that a file tells of; undefined when there is no file, or nothing in it.
 */
export async function readLockFile(file: string): Promise<StateLock | undefined> {
  try {
    const content = await RepositoryFiles.below(path.dirname(file)).text(file, MAX_LOCK_BYTES);
    const json = JSON.parse(content ?? '') as Record<string, unknown>;
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
  /** Absolute paths. */
  stateFile: string;
  lockFile: string;
  /** Id of the lock that the file told of, perhaps of a plan that was killed long ago. */
  lockBefore?: string;
  hadLockFile: boolean;
  /** Terraform makes an empty file to lock when there is no state yet. */
  hadState: boolean;
  /** Absolute paths of the folders that it makes for the state, innermost first. */
  missingFolders: readonly string[];
}

/** @returns what there is before a plan of a local state, whose file need not be there yet. */
export async function traceLock(stateFile: string): Promise<LockTrace> {
  const lockFile = lockFileOf(stateFile);
  const lock = await readLockFile(lockFile);
  const [hadLockFile, hadState] = [(await sizeOf(lockFile)) !== undefined, (await sizeOf(stateFile)) !== undefined];
  const missingFolders = await missingAbove(stateFile);
  return { stateFile, lockFile, ...(lock && { lockBefore: lock.id }), hadLockFile, hadState, missingFolders };
}

async function missingAbove(file: string): Promise<string[]> {
  const missing: string[] = [];
  for (let folder = path.dirname(file); path.dirname(folder) !== folder; folder = path.dirname(folder)) {
    if ((await stat(folder).catch(() => undefined)) !== undefined) break;
    missing.push(folder);
  }
  return missing;
}

/** Removes the folders that a plan has made for a state it did not write, also one that has ended in order; not when there is something in them. */
export async function removeMadeFolders({ missingFolders }: LockTrace): Promise<void> {
  for (const folder of missingFolders) await rmdir(folder).catch(() => undefined);
}

/**
 * Removes what a killed plan has left. It is that plan's when it was not there before, was made while the plan ran, by a plan, and,
 * where the system tells, nobody holds the lock.
 *
 * @param span when the plan was started and when it was gone, in milliseconds since 1970.
 * @returns whether the state can't be locked any more by that plan.
 */
export async function removeLeftLock(trace: LockTrace, span: { from: number; to: number }): Promise<boolean> {
  const { stateFile, lockFile, lockBefore, hadState } = trace;
  const lock = await readLockFile(lockFile);
  if (!lock || lock.id === lockBefore) return true;
  const created = Date.parse(lock.created ?? '');
  const during = created >= span.from - 1000 && created <= span.to + 1000;
  if (!during || lock.operation !== 'OperationTypePlan' || (await isHeld(stateFile))) return false;
  await rm(lockFile, { force: true });
  if (!hadState && (await sizeOf(stateFile)) === 0) await rm(stateFile, { force: true });
  return true;
}

/** Removes the empty files that a plan leaves when it can't write down its lock, as on a full disk. */
export async function removeEmptyLock({ stateFile, lockFile, hadLockFile, hadState }: LockTrace): Promise<void> {
  if (hadLockFile || (await sizeOf(lockFile)) !== 0 || (await isHeld(stateFile))) return;
  await rm(lockFile, { force: true });
  if (!hadState && (await sizeOf(stateFile)) === 0) await rm(stateFile, { force: true });
}

/** In bytes; undefined where there is no such file. */
async function sizeOf(file: string): Promise<number | undefined> {
  return (await stat(file).catch(() => undefined))?.size;
}

/** The lock is on the state's file. Linux lists locks by device and inode; elsewhere the file's own words have to do. */
async function isHeld(stateFile: string): Promise<boolean> {
  try {
    const { ino } = await stat(stateFile);
    const locks = await RepositoryFiles.below('/proc').text('/proc/locks');
    return (locks ?? '').split('\n').some(line => new RegExp(`:${ino} `).test(line));
  } catch {
    return false;
  }
}

/** Who holds a state's lock. Fields that terraform doesn't tell are missing. */
export interface StateLock {
  id: string;
  who?: string;
  /** As terraform writes it: `2026-11-20 11:00:26.09 +0000 UTC`. */
  created?: string;
  operation?: string;
  path?: string;
}
