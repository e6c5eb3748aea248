/** The files with stored plans: one for each environment of each platform, and one for its drift check, in a folder for this workspace and this user. */
import { createHash } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { RepositoryFiles } from '../../../common/node/repositoryFiles';
import { storedPlanText, readStoredPlan, type StoredPlan } from '../model/storedPlan';
import { TimeSlice } from '../output/timeSlice';

/** Maximum size of a stored plan, in bytes. Reading larger ones takes too long. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Maximum age of a stored plan, in milliseconds. */
const MAX_AGE = 14 * 24 * 60 * 60_000;

const ENDING = '.plan';

export class StoredPlanFiles {
  /** Serializes writes, so that the last plan of an environment is stored. */
  private last: Promise<void> = Promise.resolve();

  /** @param folder is created when the first plan is stored. */
  constructor(private readonly folder: string) {}

  /** Stores a plan in place of the previous one. */
  write(kept: StoredPlan): Promise<void> {
    const written = this.last.then(() => this.replace(kept));
    this.last = written.catch(() => undefined);
    return written;
  }

  /** @returns all stored plans, unordered. Deletes old and damaged ones, and those of other versions. */
  async read(now: number): Promise<StoredPlan[]> {
    const files = RepositoryFiles.below(this.folder);
    const entries = await files.list(this.folder);
    const found = await Promise.all(entries.map(({ name }) => this.readOne(path.join(this.folder, name), files, now)));
    return found.flatMap(each => each ?? []);
  }

  private async readOne(file: string, files: RepositoryFiles, now: number): Promise<StoredPlan | undefined> {
    try {
      const isOld = now - (await stat(file)).mtimeMs > MAX_AGE;
      const text = isOld || !file.endsWith(ENDING) ? undefined : await files.text(file, MAX_BYTES);
      const kept = text === undefined ? undefined : readStoredPlan(text);
      if (!kept) await rm(file, { force: true });
      return kept;
    } catch {
      return undefined;
    }
  }

  private async replace(kept: StoredPlan): Promise<void> {
    const key = JSON.stringify([kept.platform, kept.environment, ...(kept.plan.refreshOnly ? ['drift'] : [])]);
    const file = path.join(this.folder, `${createHash('sha256').update(key).digest('hex')}${ENDING}`);
    const pieces: Buffer[] = [];
    let length = 0;
    const slice = new TimeSlice();
    for (const piece of storedPlanText(kept)) {
      if (slice.isOver) await slice.rest();
      const bytes = Buffer.from(piece);
      length += bytes.length;
      if (length > MAX_BYTES) return rm(file, { force: true });
      pieces.push(bytes);
    }
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    // Replaces the file atomically, so that readers see either the old or the new one.
    await writeFile(`${file}.new`, Buffer.concat(pieces), { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
}
