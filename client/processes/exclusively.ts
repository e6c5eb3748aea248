/** A lock across all windows of a user. */
import { createHash } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { call, listen, socketAddress } from './localSocket';
import { makePrivate, privateFolder } from './privateFolder';

/**
 * Waits for the lock, then runs the work. If a window is killed, its lock is released.
 *
 * @param key identifies the lock, for example the path of a repository.
 * @param signal aborts the waiting, not the work.
 * @throws the signal's reason
 */
export async function exclusively<Result>(
  key: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const folder = privateFolder();
  const isPrivate = await makePrivate(folder).then(
    () => true,
    () => false,
  );
  const name = `x${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
  // Without a socket, other processes can't be detected, so the work runs without the lock.
  const address = isPrivate ? socketAddress(folder, name) : undefined;
  const release = address === undefined ? undefined : await take(address, signal);
  try {
    return await work();
  } finally {
    release?.();
  }
}

/** @returns a function that releases the lock */
async function take(address: string, signal: AbortSignal | undefined): Promise<(() => void) | undefined> {
  for (let hasReplaced = false; ;) {
    signal?.throwIfAborted();
    const waiting = new Set<Socket>();
    const server = await listen(address, other => void waiting.add(other));
    const release = (): void => {
      if (typeof server !== 'string') server.close();
      for (const other of waiting) other.destroy();
    };
    if (typeof server === 'string') {
      if (server !== 'EADDRINUSE') return undefined;
    } else if (!hasReplaced || (await staysTheSame(address))) return release;
    // Another process has replaced our socket. Closing it would remove the other one's file.
    for (const other of waiting) other.destroy();
    const holder = await call(address);
    if (typeof holder !== 'string') await closed(holder, signal);
    else if (holder === 'busy') await wait(RETRY_PAUSE_MS);
    else if (holder === 'refused') hasReplaced = await removeLeft(address);
  }
}

/** In milliseconds: much longer than creating a socket takes, since a new socket file does not accept connections immediately. */
const RETRY_PAUSE_MS = 100;

/** Removes the socket file of a killed process. @returns whether it was one */
async function removeLeft(address: string): Promise<boolean> {
  const isSame = await staysTheSame(address);
  const answer = await call(address);
  if (typeof answer !== 'string') answer.destroy();
  if (!isSame || answer !== 'refused') return false;
  await rm(address, { force: true });
  return true;
}

/** Two processes that find the socket of a killed one can both replace it; the later one gets the lock. */
async function staysTheSame(address: string): Promise<boolean> {
  const inode = async (): Promise<number | undefined> => (await stat(address).catch(() => undefined))?.ino;
  const before = await inode();
  await wait(RETRY_PAUSE_MS);
  return before !== undefined && (await inode()) === before;
}

/** Resolves when the connection is closed for any reason, or when the signal aborts. */
function closed(connection: Socket, signal: AbortSignal | undefined): Promise<void> {
  const abort = (): void => void connection.destroy();
  signal?.addEventListener('abort', abort, { once: true });
  return new Promise(resolve => {
    connection.resume().once('close', () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
  });
}
