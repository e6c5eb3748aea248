/** Private temporary storage for plan files: they have everything in them that a state has. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { LiveMark } from '../../processes/liveMark';
import { isPrivate, makePrivate, privateFolder } from '../../processes/privateFolder';

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
  private mark: Promise<LiveMark> | undefined;

  /** @param base is made when needed; by default a folder of the user in the system's temporary folder. */
  constructor(readonly base = privateFolder()) {}

  /**
   * Makes a folder for a run, after removing what runs of processes that have ended left behind.
   *
   * @throws Error when the storage belongs to somebody else or can't be made private.
   */
  async open(): Promise<RunFolder> {
    await makePrivate(this.base);
    this.mark ??= LiveMark.open(this.base);
    const { name } = await this.mark;
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
    if (!(await isPrivate(this.base))) return;
    const own = (await this.mark)?.name;
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
    (await this.mark)?.close();
  }
}
