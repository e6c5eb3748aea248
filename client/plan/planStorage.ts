/** Private temporary storage for plan files: they have everything in them that a state has. */
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import * as path from 'node:path';
import { LiveMark } from '../processes/liveMark';

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
  #mark: Promise<LiveMark> | undefined;

  /** @param base is made when needed; by default a folder of the user in the system's temporary folder. */
  constructor(readonly base = path.join(tmpdir(), `kubestack-plan-${userInfo().username.replace(/\W/g, '_')}`)) {}

  /**
   * Makes a folder for a run, after removing what runs of processes that have ended left behind.
   *
   * @throws Error when the storage belongs to somebody else or can't be made private.
   */
  async open(): Promise<RunFolder> {
    await mkdir(this.base, { recursive: true, mode: 0o700 });
    if (!(await this.#isPrivate())) throw new Error(`${this.base} is not private.`);
    this.#mark ??= LiveMark.open(this.base);
    const { name } = await this.#mark;
    await this.removeLeftovers();
    const folder = path.join(this.base, `run-${name}-${randomUUID()}`);
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

  /** Removes what processes have left that are gone. What belongs to another window that is still there stays, however old it is. */
  async removeLeftovers(): Promise<void> {
    if (!(await this.#isPrivate())) return;
    const own = (await this.#mark)?.name;
    const names = await readdir(this.base).catch(() => []);
    await Promise.all(
      names.map(async name => {
        const entry = path.join(this.base, name);
        const owner = /^run-([a-z0-9]+)-/.exec(name)?.[1] ?? LiveMark.nameOfFile(name);
        if (owner === undefined || openFolders.has(entry) || name === `${own}.s`) return;
        const isOurs = owner === own || owner === String(process.pid);
        if (isOurs || !(await LiveMark.isAlive(this.base, owner)))
          await rm(entry, { recursive: true, force: true }).catch(() => undefined);
      }),
    );
  }

  /** Nothing is stored any more by this one. */
  async close(): Promise<void> {
    (await this.#mark)?.close();
  }

  /** In a temporary folder that all users share, another one may have been faster. */
  async #isPrivate(): Promise<boolean> {
    const found = await lstat(this.base).catch(() => undefined);
    if (!found?.isDirectory()) return false;
    const isMine = process.getuid === undefined || found.uid === process.getuid();
    return isMine && (process.platform === 'win32' || (found.mode & 0o077) === 0);
  }
}
