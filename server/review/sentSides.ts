/** The files of sides that a client has sent, so that it sends each revision once. */
import type { ReviewSide, SideFiles } from '../../common/review/review';

/** The main branch and what environments run, some with the files of overlays. */
const MAX_SIDES = 10;
/** Characters of all kept texts; the texts that two sides share count twice. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

export class SentSides {
  /** By folder and `id`, the last one at the end. */
  private readonly kept = new Map<string, SideFiles>();

  /** Keeps the files of sides, and returns the `id`s of those that are not here. */
  missing(uri: string, sides: readonly ReviewSide[]): string[] {
    for (const side of sides) if ('id' in side && 'files' in side) this.keep(keyOf(uri, side.id), side.files);
    return sides.flatMap(side => (side.kind === 'sent' && !this.kept.has(keyOf(uri, side.id)) ? [side.id] : []));
  }

  /** The files of a side; undefined for the workspace. */
  filesOf(uri: string, side: ReviewSide): SideFiles | undefined {
    if (side.kind === 'workspace') return undefined;
    if (side.kind === 'files') return side.files;
    const key = keyOf(uri, side.id);
    const files = this.kept.get(key) ?? {};
    this.kept.delete(key);
    this.kept.set(key, files);
    return files;
  }

  private keep(key: string, files: SideFiles): void {
    // A missing object can arrive with the next fetch.
    const mayChange = Object.values(files).some(
      file => typeof file === 'object' && 'refusal' in file && file.refusal === 'missingObject',
    );
    this.kept.delete(key);
    if (mayChange) return;
    this.kept.set(key, files);
    let [sides, characters] = [0, 0];
    for (const [each, others] of [...this.kept].reverse()) {
      sides++;
      characters += charactersOf(others);
      if (each !== key && (sides > MAX_SIDES || characters > MAX_CHARACTERS)) this.kept.delete(each);
    }
  }
}

const keyOf = (uri: string, id: string): string => JSON.stringify([uri, id]);

const charactersOf = (files: SideFiles): number =>
  Object.values(files).reduce((sum, file) => sum + (typeof file === 'string' ? file.length : 0), 0);
