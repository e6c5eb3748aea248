/** The files that plans are kept in: one for each environment of each platform, in a folder of this workspace alone, for its user alone. */
import { createHash } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { RepositoryFiles } from '../../node/repositoryFiles';
import { keptPlanText, readKeptPlan, type KeptPlan } from '../model/keptPlan';
import { TimeSlice } from '../output/timeSlice';

/** A longer text is not kept, in bytes: such a plan is made again sooner than it is read. */
const MAX_BYTES = 8 * 1024 * 1024;

/** A plan that is older says nothing any more, in milliseconds. */
const MAX_AGE = 14 * 24 * 60 * 60_000;

const ENDING = '.plan';

export class KeptPlanFiles {
  /** One after the other: the last plan of an environment is the one that stays. */
  private last: Promise<void> = Promise.resolve();

  /** @param folder is made when there is something to keep. */
  constructor(private readonly folder: string) {}

  /** Keeps a plan in place of the one before. */
  write(kept: KeptPlan): Promise<void> {
    const written = this.last.then(() => this.replace(kept));
    this.last = written.catch(() => undefined);
    return written;
  }

  /** @returns all that are kept, in no order. What is old, damaged, or of another version is removed. */
  async read(now: number): Promise<KeptPlan[]> {
    const files = RepositoryFiles.below(this.folder);
    const entries = await files.list(this.folder);
    const found = await Promise.all(entries.map(({ name }) => this.readOne(path.join(this.folder, name), files, now)));
    return found.flatMap(each => each ?? []);
  }

  private async readOne(file: string, files: RepositoryFiles, now: number): Promise<KeptPlan | undefined> {
    try {
      const isOld = now - (await stat(file)).mtimeMs > MAX_AGE;
      const text = isOld || !file.endsWith(ENDING) ? undefined : await files.text(file, MAX_BYTES);
      const kept = text === undefined ? undefined : readKeptPlan(text);
      if (!kept) await rm(file, { force: true });
      return kept;
    } catch {
      return undefined;
    }
  }

  private async replace(kept: KeptPlan): Promise<void> {
    const key = JSON.stringify([kept.platform, kept.environment]);
    const file = path.join(this.folder, `${createHash('sha256').update(key).digest('hex')}${ENDING}`);
    const pieces: Buffer[] = [];
    let length = 0;
    const slice = new TimeSlice();
    for (const piece of keptPlanText(kept)) {
      if (slice.isOver) await slice.rest();
      const bytes = Buffer.from(piece);
      length += bytes.length;
      if (length > MAX_BYTES) return rm(file, { force: true });
      pieces.push(bytes);
    }
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    // Whoever reads sees the old one or the new one.
    await writeFile(`${file}.new`, Buffer.concat(pieces), { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
}
