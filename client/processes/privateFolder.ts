/** A folder of the user in the system's temporary folder, which other users can't read or change. */
import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import * as path from 'node:path';

/** Absolute path. */
export const privateFolder = (): string =>
  path.join(tmpdir(), `kubestack-plan-${userInfo().username.replace(/\W/g, '_')}`);

/** Creates a folder that only the user can access. @throws Error if it belongs to another user, or if others can access it */
export async function makePrivate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!(await isPrivate(folder))) throw new Error(`${folder} is not private.`);
}

/** Whether it exists and only the user can access it. In a shared temporary folder, another user may have created it first. */
export async function isPrivate(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  if (!found?.isDirectory()) return false;
  const isMine = process.getuid === undefined || found.uid === process.getuid();
  return isMine && (process.platform === 'win32' || (found.mode & 0o077) === 0);
}
