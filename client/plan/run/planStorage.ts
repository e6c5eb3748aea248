/** Private temporary storage for plan files, which contain secrets like a state. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { LiveMark } from '../../processes/liveMark';
import { isPrivate, makePrivate, privateFolder } from '../../processes/privateFolder';

/** Folders of runs in this process. */
const openFolders = new Set<string>();

/** A folder of one run. */
export interface RunFolder {
  /** Absolute path; mode 0700. */
  path: string;
  /** Removes the folder with its content. */
  remove(): Promise<void>;
}

export class PlanStorage {
  private mark: Promise<LiveMark> | undefined;

  /** @param base is created on first use; by default a folder of the user in the system's temporary folder. */
  constructor(readonly base = privateFolder()) {}

  /**
   * Creates a folder for a run, after removing leftovers of ended processes.
   *
   * @throws Error if the storage belongs to another user or can't be made private.
   */
  async open(): Promise<RunFolder> {
    await makePrivate(this.base);
    this.mark ??= LiveMark.open(this.base);
    const { name } = await this.mark;
    await this.removeLeftovers();
    const folder = path.join(this.base, `run-${name}-${randomUUID()}`);
    // Registered before it is created, so that a concurrent run does not remove it as a leftover.
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

  /** Removes folders of ended processes. Folders of running windows are kept regardless of their age. */
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

  /** Closes the storage of this process. */
  async close(): Promise<void> {
    (await this.mark)?.close();
  }
}
