/**
 * Terraform creates a file next to a local state while it has the state's lock, and removes it at the end. If Terraform is killed, the file remains,
 * although the operating system has released the lock, and appears as a change of the work tree.
 */
import { ownProperty } from '../../common/ownProperty';
import { rm, rmdir, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { RepositoryFiles } from '../../common/node/repositoryFiles';

/** @returns absolute path of the lock file for a local state file; its name starts with one additional dot. */
function lockFileOf(stateFile: string): string {
  return path.join(path.dirname(stateFile), `.${path.basename(stateFile).replace(/^\./, '')}.lock.info`);
}

/** Maximum size of a lock file, in bytes. Terraform writes a few hundred. */
const MAX_LOCK_BYTES = 64 * 1024;

/**
 * @param file next to a local state, which can be anywhere: terraform itself reads and writes it there.
 * @returns the lock in the file; undefined if there is no file, or if it is empty.
 */
export async function readLockFile(file: string): Promise<StateLock | undefined> {
  try {
    const content = await RepositoryFiles.below(path.dirname(file)).text(file, MAX_LOCK_BYTES);
    const json = JSON.parse(content ?? '') as Record<string, unknown>;
    const text = (key: string): string | undefined => {
      const value = ownProperty(json, key);
      return typeof value === 'string' && value !== '' ? value : undefined;
    };
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

/** The files before a plan. */
export interface LockTrace {
  /** Absolute paths. */
  stateFile: string;
  lockFile: string;
  /** Id of the lock in the existing file, possibly of a plan that was killed long ago. */
  lockBefore?: string;
  hadLockFile: boolean;
  /** Whether there is no state yet; terraform then creates an empty file to lock. */
  hadState: boolean;
  /** Absolute paths of the folders that terraform creates for the state, innermost first. */
  missingFolders: readonly string[];
}

/** @returns the existing files before a plan of a local state, whose file may not exist yet. */
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

/** Removes empty folders that a plan has created for a state it did not write, also after a successful plan. */
export async function removeMadeFolders({ missingFolders }: LockTrace): Promise<void> {
  for (const folder of missingFolders) await rmdir(folder).catch(() => undefined);
}

/**
 * Removes the lock file of a killed plan: a file that did not exist before, was created by a plan during the run, and, if the system provides that
 * information, is not locked.
 *
 * @param span start and end of the plan, in milliseconds since 1970.
 * @returns whether that plan certainly no longer locks the state.
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

/** Removes the empty files that a plan leaves if it can't write its lock, for example because the disk is full. */
export async function removeEmptyLock({ stateFile, lockFile, hadLockFile, hadState }: LockTrace): Promise<void> {
  if (hadLockFile || (await sizeOf(lockFile)) !== 0 || (await isHeld(stateFile))) return;
  await rm(lockFile, { force: true });
  if (!hadState && (await sizeOf(stateFile)) === 0) await rm(stateFile, { force: true });
}

/** In bytes; undefined if the file does not exist. */
async function sizeOf(file: string): Promise<number | undefined> {
  return (await stat(file).catch(() => undefined))?.size;
}

/** The lock is on the state file. Linux lists locks by device and inode; on other systems, only the lock file's content is used. */
async function isHeld(stateFile: string): Promise<boolean> {
  try {
    const { ino } = await stat(stateFile);
    const locks = await RepositoryFiles.below('/proc').text('/proc/locks');
    return (locks ?? '').split('\n').some(line => new RegExp(`:${ino} `).test(line));
  } catch {
    return false;
  }
}

/** The owner of a state's lock. Fields that terraform doesn't report are undefined. */
export interface StateLock {
  id: string;
  who?: string;
  /** In Terraform's format: `2026-11-20 11:00:26.09 +0000 UTC`. */
  created?: string;
  operation?: string;
  path?: string;
}
