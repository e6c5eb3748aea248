/** Files that pipelines have kept, found in the archives of their runs. */
import type { PipelineFile } from './gitHost';
import { filesInZip } from './zipFiles';

/** Names of the artifacts that are looked at begin so: other archives of a pipeline can be large, and are none of our business. */
const ARTIFACT_PREFIX = 'plan-report';

/** The longest archive that is fetched, and the longest file, in bytes. */
export const LONGEST_ARCHIVE = 32 * 1024 * 1024;
export const LONGEST_FILE = 64 * 1024 * 1024;

/** So many runs of a commit are looked at, the newest first. */
export const MOST_RUNS = 20;

/** An archive that a run has kept. */
export interface Archive {
  /** What the run is called. */
  readonly run: string;
  /** Page of the run. */
  readonly url?: string;
  /** When the run ended, in milliseconds since 1970. */
  readonly finishedAt?: number;
  /** Name of the artifact, which some Git hosts put before the names of its files. */
  readonly name: string;
  /** @returns undefined where it is not there any more. */
  load: () => Promise<Uint8Array | undefined>;
}

/** Whether an artifact can have reports, by what the Git host tells of it. @param size in bytes, where it is known */
export function isWanted(name: string | undefined, size = 0): boolean {
  return name?.startsWith(ARTIFACT_PREFIX) === true && size <= LONGEST_ARCHIVE;
}

/**
 * @param archives newest first; only as many are fetched as are needed.
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
    const files = bytes ? await filesInZip(bytes, paths, LONGEST_FILE) : new Map<string, Uint8Array>();
    for (const [path, content] of files) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (missing.delete(name)) found.push(pipelineFile(name, content, { run, url, finishedAt }));
    }
    if (missing.size === 0) break;
  }
  return found;
}

/** @returns the file as plain data, with what is known of its run. */
export function pipelineFile(
  name: string,
  content: Uint8Array,
  { run, url, finishedAt }: { run: string; url?: string | undefined; finishedAt?: number | undefined },
): PipelineFile {
  const text = new TextDecoder().decode(content);
  return { name, text, run, ...(url !== undefined && { url }), ...(finishedAt !== undefined && { finishedAt }) };
}

/** @param time ISO time, as the Git host tells it. @returns milliseconds since 1970; undefined where it is none. */
export function timeOf(time: string | null | undefined): number | undefined {
  const milliseconds = Date.parse(time ?? '');
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
