/** A folder of the user in the system's temporary folder, for what nobody else may see or change. */
import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import * as path from 'node:path';

/** Absolute path. */
export const privateFolder = (): string =>
  path.join(tmpdir(), `kubestack-plan-${userInfo().username.replace(/\W/g, '_')}`);

/** Makes a folder that only the user can use. @throws Error when it belongs to somebody else or others can use it */
export async function makePrivate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!(await isPrivate(folder))) throw new Error(`${folder} is not private.`);
}

/** Whether it is there and only the user can use it: in a temporary folder that all users share, another one may have been faster. */
export async function isPrivate(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  if (!found?.isDirectory()) return false;
  const isMine = process.getuid === undefined || found.uid === process.getuid();
  return isMine && (process.platform === 'win32' || (found.mode & 0o077) === 0);
}
