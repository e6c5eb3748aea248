// Installs programs once per machine into a cache folder outside the clone. It can be interrupted, and two processes can install at the same time.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const heartbeat = 2_000;
/** Age after which an unchanged lock counts as abandoned, since the processes of another host can't be checked. */
const staleAfter = 30_000;

/** The folder with VS Code and the browser. The environment variable `VSCODE_KUBESTACK_CACHE` selects another one. */
export function cacheFolder(): string {
  const { VSCODE_KUBESTACK_CACHE, XDG_CACHE_HOME } = process.env;
  return resolve(VSCODE_KUBESTACK_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'vscode-kubestack'));
}

/** The folder of an installed program; undefined if it is not installed. */
export function installedFolder(name: string): string | undefined {
  const folder = join(cacheFolder(), name);
  return existsSync(folder) ? folder : undefined;
}

/**
 * Creates `<cache>/<name>` if it doesn't exist: calls `fill` with an empty folder, and renames the folder when `fill` has succeeded. Concurrent
 * callers wait for the first one. Leftovers of an interrupted call are removed.
 *
 * @returns the absolute path of the folder
 * @throws what `fill` throws; the folder is then not created
 */
export async function installOnce(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const done = installedFolder(name);
  if (done) return done;
  const root = cacheFolder();
  mkdirSync(root, { recursive: true });
  const release = await takeLock(join(root, `${name}.lock`));
  try {
    return installedFolder(name) ?? (await fillAndRename(root, name, fill));
  } finally {
    release();
  }
}

async function fillAndRename(root: string, name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const prefix = `${name}.partial-${hostname()}-`;
  for (const left of readdirSync(root)) {
    if (left.startsWith(prefix) && !isRunning(Number(left.slice(prefix.length)))) rmSync(join(root, left), removal);
  }
  const partial = join(root, `${prefix}${process.pid}`);
  rmSync(partial, removal);
  mkdirSync(partial);
  const folder = join(root, name);
  try {
    await fill(partial);
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, removal);
    throw error;
  }
  return folder;
}

const removal = { recursive: true, force: true, maxRetries: 5 } as const;

/** Waits until this process has the lock file. @returns a function that releases the lock */
async function takeLock(file: string): Promise<() => void> {
  const owner = JSON.stringify({ host: hostname(), pid: process.pid });
  while (!createExclusively(file, owner)) {
    if (isAbandoned(file)) rmSync(file, { force: true });
    else await delay(500);
  }
  const beat = setInterval(() => {
    const now = new Date();
    if (existsSync(file)) utimesSync(file, now, now);
  }, heartbeat).unref();
  return () => {
    clearInterval(beat);
    rmSync(file, { force: true });
  };
}

function createExclusively(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAbandoned(file: string): boolean {
  try {
    if (Date.now() - statSync(file).mtimeMs > staleAfter) return true;
    const { host, pid } = JSON.parse(readFileSync(file, 'utf8')) as { host: string; pid: number };
    return host === hostname() && !isRunning(pid);
  } catch {
    // The lock was released, or its content is not written yet.
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
