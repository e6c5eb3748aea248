/**
 * What a result was computed from. A result stays valid, whatever else is edited, while every source it read still gives the same
 * object: items of a file keep their identity as long as their text does.
 */

/** Something that can be asked again what it is now. One object per thing, so that many results share it. */
export interface Source<T = unknown> {
  current(): T;
}

export class Reads {
  /** While it grows; thousands are kept, and lists take half of the memory. */
  private growing: Map<Source, unknown> | undefined = new Map<Source, unknown>();
  private sources: readonly Source[] = [];
  private values: readonly unknown[] = [];
  private tied = false;

  /** Whether nothing was asked that differs between the calls of a local module: a result is then one for all of them. */
  get areOfFolder(): boolean {
    return !this.tied;
  }

  /** Something was asked that only holds for one call of a local module, as the arguments that it passes. */
  tieToInstance(): void {
    this.tied = true;
  }

  /** Asks a source and remembers the answer. */
  read<T>(source: Source<T>): T {
    const value = source.current();
    this.grow().set(source, value);
    return value;
  }

  /** Takes over what another result was computed from. */
  include(other: Reads): void {
    const own = this.grow();
    other.settle();
    for (const [index, source] of other.sources.entries()) own.set(source, other.values[index]);
    this.tied ||= other.tied;
  }

  get areCurrent(): boolean {
    this.settle();
    const { sources, values } = this;
    for (let index = 0; index < sources.length; index++) if (sources[index]!.current() !== values[index]) return false;
    return true;
  }

  private grow(): Map<Source, unknown> {
    this.growing ??= new Map(this.sources.map((source, index) => [source, this.values[index]]));
    return this.growing;
  }

  private settle(): void {
    if (!this.growing) return;
    this.sources = [...this.growing.keys()];
    this.values = [...this.growing.values()];
    this.growing = undefined;
  }
}

/** A result that is computed again only when something it read has changed. */
export interface Cached<T> {
  readonly result: T;
  readonly reads: Reads;
  /** Revision at which the reads were last found current. */
  checkedAt: number;
}

/** The cached result, if it is still valid at this revision. */
export function validResult<T>(cached: Cached<T> | undefined, revision: number): Cached<T> | undefined {
  if (!cached) return undefined;
  if (cached.checkedAt !== revision) {
    if (!cached.reads.areCurrent) return undefined;
    cached.checkedAt = revision;
  }
  return cached;
}
