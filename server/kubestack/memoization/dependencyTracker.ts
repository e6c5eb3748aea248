/**
 * Records the inputs of a result. A result stays valid, whatever else is edited, as long as every input is still the same object: items of a file
 * keep their identity while their text is unchanged.
 */

/** An input that can be read again. One object per input, which many results share. */
export interface TrackedInput<T = unknown> {
  current(): T;
}

const NONE: ReadonlySet<DependencyTracker> = new Set();

export class DependencyTracker {
  /** Inputs during construction; thousands of trackers are kept, and arrays need half of the memory. */
  private growing: Map<TrackedInput, unknown> | undefined = new Map<TrackedInput, unknown>();
  private sources: readonly TrackedInput[] = [];
  private values: readonly unknown[] = [];
  /** Other trackers that this one includes: by reference, since thousands of results may share the same thousands of inputs. */
  private included: Set<DependencyTracker> | undefined;
  private tied = false;
  private checked = { revision: -1, areCurrent: false };

  /** Whether no input differs between the calls of a local module, so that one result is valid for all of them. */
  get areOfFolder(): boolean {
    return !this.tied;
  }

  /** Marks the result as valid for only one call of a local module, for example because of its arguments. */
  tieToInstance(): void {
    this.tied = true;
  }

  /** Reads an input and records its value. */
  read<T>(source: TrackedInput<T>): T {
    const value = source.current();
    this.grow().set(source, value);
    return value;
  }

  /** Includes the inputs of another result, which must be complete. */
  include(other: DependencyTracker): void {
    if (other === this) return;
    (this.included ??= new Set()).add(other);
    this.tied ||= other.tied;
  }

  /**
   * Whether all inputs are unchanged.
   * @param revision of the workspace, for which the answer is cached
   */
  areCurrent(revision: number): boolean {
    if (this.checked.revision === revision) return this.checked.areCurrent;
    // Without recursion: chains of results may be as long as a file.
    const open = [this.visit()];
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const next = top.isCurrent ? top.rest.next() : undefined;
      if (next?.done === true) {
        top.reads.checked = { revision, areCurrent: true };
        open.pop();
      } else if (!next || (next.value.checked.revision === revision && !next.value.checked.areCurrent)) {
        for (const { reads } of open) reads.checked = { revision, areCurrent: false };
        return false;
      } else if (next.value.checked.revision !== revision) open.push(next.value.visit());
    }
    return true;
  }

  private visit(): { reads: DependencyTracker; isCurrent: boolean; rest: Iterator<DependencyTracker> } {
    return { reads: this, isCurrent: this.areOwnCurrent(), rest: (this.included ?? NONE).values() };
  }

  private areOwnCurrent(): boolean {
    this.settle();
    const { sources, values } = this;
    for (let index = 0; index < sources.length; index++) if (sources[index]!.current() !== values[index]) return false;
    return true;
  }

  private grow(): Map<TrackedInput, unknown> {
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

/** A result that is computed again only when one of its inputs has changed. */
export interface Cached<T> {
  readonly result: T;
  readonly reads: DependencyTracker;
  /** Revision at which the inputs were last checked. */
  checkedAt: number;
}

/** The cached result, if it is still valid at this revision. */
export function validResult<T>(cached: Cached<T> | undefined, revision: number): Cached<T> | undefined {
  if (!cached) return undefined;
  if (cached.checkedAt !== revision) {
    if (!cached.reads.areCurrent(revision)) return undefined;
    cached.checkedAt = revision;
  }
  return cached;
}
