/** Private temporary storage for plan files: they have everything in them that a state has. */
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import * as path from 'node:path';

const prefix = 'run-';
const longestRun = 24 * 60 * 60 * 1000;

/** Folders of runs that go on in this process. */
const openFolders = new Set<string>();

/** A folder of one run. */
export interface RunFolder {
  /** Absolute path; mode 0700. */
  path: string;
  /** Removes it with everything in it. */
  remove(): Promise<void>;
}

export class PlanStorage {
  /** @param base is made when needed; by default a folder of the user in the system's temporary folder. */
  constructor(readonly base = path.join(tmpdir(), `kubestack-plan-${userInfo().username.replace(/\W/g, '_')}`)) {}

  /**
   * Makes a folder for a run, after removing what runs of processes that have ended left behind.
   *
   * @throws Error when the storage belongs to somebody else or can't be made private.
   */
  async open(): Promise<RunFolder> {
    await this.#prepare();
    await this.removeLeftovers();
    const folder = path.join(this.base, `${prefix}${process.pid}-${randomUUID()}`);
    // Known before it is there: a run that begins at the same moment must not take it for a leftover.
    openFolders.add(folder);
    try {
      await mkdir(folder, { mode: 0o700 });
    } catch (error) {
      openFolders.delete(folder);
      throw error;
    }
    return {
      path: folder,
      remove: async () => {
        await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
        openFolders.delete(folder);
      },
    };
  }

  /** Removes folders of runs whose process has ended, or that are older than any run can be. */
  async removeLeftovers(): Promise<void> {
    for (const name of await readdir(this.base).catch(() => [])) {
      const folder = path.join(this.base, name);
      const owner = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1] ?? NaN);
      if (Number.isNaN(owner) || openFolders.has(folder)) continue;
      if (owner === process.pid || !isAlive(owner) || (await ageOf(folder)) > longestRun) {
        await rm(folder, { recursive: true, force: true }).catch(() => undefined);
      }
    }
  }

  async #prepare(): Promise<void> {
    await mkdir(this.base, { recursive: true, mode: 0o700 });
    const found = await lstat(this.base);
    const mine = process.getuid === undefined || found.uid === process.getuid();
    const isPrivate = process.platform === 'win32' || (found.mode & 0o077) === 0;
    if (!found.isDirectory() || !mine || !isPrivate) throw new Error(`${this.base} is not private.`);
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function ageOf(folder: string): Promise<number> {
  return lstat(folder).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
}
