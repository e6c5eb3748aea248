/** Finds files in the artifacts of pipeline runs. */
import type { PipelineFile } from './gitHost';
import { filesInZip } from './zipFiles';

/** Prefix of the names of artifacts that are downloaded; other artifacts can be large. */
const ARTIFACT_PREFIX = 'plan-report';

/** Maximum size of a downloaded archive and of a file in it, in bytes. */
const MAX_ARCHIVE_BYTES = 32 * 1024 * 1024;
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Maximum number of runs of a commit that are searched, newest first. */
export const MAX_RUNS = 20;

/** An artifact of a run. */
export interface Archive {
  /** Name of the run. */
  readonly run: string;
  /** Page of the run. */
  readonly url?: string;
  /** When the run ended, in milliseconds since 1970. */
  readonly finishedAt?: number;
  /** Name of the artifact, which some Git hosts prepend to the names of its files. */
  readonly name: string;
  /** @returns undefined if it no longer exists. */
  load: () => Promise<Uint8Array | undefined>;
}

/** Whether an artifact can contain reports, by its name and size. @param size in bytes, if known */
export function mayContainReports(name: string | undefined, size = 0): boolean {
  return name?.startsWith(ARTIFACT_PREFIX) === true && size <= MAX_ARCHIVE_BYTES;
}

/**
 * @param archives newest first; only the required ones are fetched.
 * @param names exact names of files.
 * @returns the newest file of each name.
 */
export async function filesInArchives(
  archives: AsyncIterable<Archive>,
  names: readonly string[],
): Promise<PipelineFile[]> {
  const missing = new Set(names);
  const found: PipelineFile[] = [];
  for await (const { name: artifact, run, url, finishedAt, load } of archives) {
    const bytes = await load();
    const paths = [...missing].flatMap(name => [name, `${artifact}/${name}`]);
    const files = bytes ? await filesInZip(bytes, paths, MAX_FILE_BYTES) : new Map<string, Uint8Array>();
    for (const [path, content] of files) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (missing.delete(name)) found.push(pipelineFile(name, content, { run, url, finishedAt }));
    }
    if (missing.size === 0) break;
  }
  return found;
}

/** @returns the file with the data of its run. */
export function pipelineFile(
  name: string,
  content: Uint8Array,
  { run, url, finishedAt }: { run: string; url?: string | undefined; finishedAt?: number | undefined },
): PipelineFile {
  const text = new TextDecoder().decode(content);
  return { name, text, run, ...(url !== undefined && { url }), ...(finishedAt !== undefined && { finishedAt }) };
}

/** @param time ISO time from the Git host. @returns milliseconds since 1970; undefined if it is invalid. */
export function timeOf(time: string | null | undefined): number | undefined {
  const milliseconds = Date.parse(time ?? '');
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
