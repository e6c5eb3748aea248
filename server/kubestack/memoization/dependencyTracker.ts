/**
 * What a result was computed from. A result stays valid, whatever else is edited, while every source it read still gives the same
 * object: items of a file keep their identity as long as their text does.
 */

/** Something that can be asked again what it is now. One object per thing, so that many results share it. */
export interface TrackedInput<T = unknown> {
  current(): T;
}

const NONE: ReadonlySet<DependencyTracker> = new Set();

export class DependencyTracker {
  /** While it grows; thousands are kept, and lists take half of the memory. */
  private growing: Map<TrackedInput, unknown> | undefined = new Map<TrackedInput, unknown>();
  private sources: readonly TrackedInput[] = [];
  private values: readonly unknown[] = [];
  /**
   * What other results were computed from that this one uses: named, not copied, since thousands of results may use the same thousands of
   * sources.
   */
  private included: Set<DependencyTracker> | undefined;
  private tied = false;
  private checked = { revision: -1, areCurrent: false };

  /** Whether nothing was asked that differs between the calls of a local module: a result is then one for all of them. */
  get areOfFolder(): boolean {
    return !this.tied;
  }

  /** Something was asked that only holds for one call of a local module, as the arguments that it passes. */
  tieToInstance(): void {
    this.tied = true;
  }

  /** Asks a source and remembers the answer. */
  read<T>(source: TrackedInput<T>): T {
    const value = source.current();
    this.grow().set(source, value);
    return value;
  }

  /** Takes over what another result was computed from. That one must be complete. */
  include(other: DependencyTracker): void {
    if (other === this) return;
    (this.included ??= new Set()).add(other);
    this.tied ||= other.tied;
  }

  /** Whether everything still is what it was. @param revision of the workspace: asked again at the same one, the answer is the same */
  areCurrent(revision: number): boolean {
    if (this.checked.revision === revision) return this.checked.areCurrent;
    // Without recursion: results may use each other in a chain as long as a file.
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

/** A result that is computed again only when something it read has changed. */
export interface Cached<T> {
  readonly result: T;
  readonly reads: DependencyTracker;
  /** Revision at which the reads were last found current. */
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
