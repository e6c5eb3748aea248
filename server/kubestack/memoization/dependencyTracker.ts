/**
 * Records the inputs of a result. A result stays valid, whatever else is edited, as long as every input is still the same object: items of a file
 * keep their identity while their text is unchanged.
 */

/** An input that can be read again. One object per input, which many results share. */
export interface TrackedInput<T = unknown> {
  current(): T;
}

const NONE: readonly never[] = [];

/** Inputs, each followed by the value that was read. */
type Inputs = readonly unknown[];

/** A tracker during the check of its inputs, and the next one that it includes. */
interface Visit {
  readonly reads: DependencyTracker;
  readonly isCurrent: boolean;
  next: number;
}

/** Lists up to this length are searched and copied during construction; longer ones become maps and sets. */
const FEW = 8;

export class DependencyTracker {
  /** Thousands of trackers are kept, and a list without slack needs less than half of the memory of a map. */
  private inputs: Inputs = NONE;
  /** Many inputs during construction. */
  private growing: Map<TrackedInput, unknown> | undefined;
  /** Other trackers that this one includes: by reference, since thousands of results may share the same thousands of inputs. */
  private included: readonly DependencyTracker[] = NONE;
  private growingIncluded: Set<DependencyTracker> | undefined;
  private tied = false;
  private checkedAt = -1;
  private wereCurrent = false;

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
    const at = this.growing ? -1 : this.inputs.indexOf(source);
    if (at >= 0 && this.inputs[at + 1] === value) return value;
    if (!this.growing && at < 0 && this.inputs.length < FEW) this.inputs = [...this.inputs, source, value];
    else (this.growing ??= mapOf(this.inputs)).set(source, value);
    return value;
  }

  /** Includes the inputs of another result, which must be complete. */
  include(other: DependencyTracker): void {
    if (other === this) return;
    this.tied ||= other.tied;
    if (this.growingIncluded) this.growingIncluded.add(other);
    else if (this.included.includes(other)) return;
    else if (this.included.length < FEW) this.included = [...this.included, other];
    else this.growingIncluded = new Set(this.included).add(other);
  }

  /** A complete tracker of the same inputs, to keep with a result: the included one if there is only that. */
  complete(): DependencyTracker {
    this.settle();
    const [only] = this.included;
    return only && this.included.length === 1 && this.inputs.length === 0 && only.tied === this.tied ? only : this;
  }

  /**
   * Whether all inputs are unchanged.
   * @param revision of the workspace, for which the answer is cached
   */
  areCurrent(revision: number): boolean {
    if (this.checkedAt === revision) return this.wereCurrent;
    // Without recursion: chains of results may be as long as a file.
    const open = [this.visit()];
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const next = top.isCurrent ? top.reads.included[top.next++] : undefined;
      if (!top.isCurrent || (next?.checkedAt === revision && !next.wereCurrent)) {
        for (const { reads } of open) reads.note(revision, false);
        return false;
      }
      if (!next) {
        top.reads.note(revision, true);
        open.pop();
      } else if (next.checkedAt !== revision) open.push(next.visit());
    }
    return true;
  }

  private note(revision: number, areCurrent: boolean): void {
    this.checkedAt = revision;
    this.wereCurrent = areCurrent;
  }

  private visit(): Visit {
    return { reads: this, isCurrent: this.areOwnCurrent(), next: 0 };
  }

  private areOwnCurrent(): boolean {
    this.settle();
    const { inputs } = this;
    for (let index = 0; index < inputs.length; index += 2)
      if ((inputs[index] as TrackedInput).current() !== inputs[index + 1]) return false;
    return true;
  }

  private settle(): void {
    if (this.growing) this.inputs = listOf(this.growing);
    if (this.growingIncluded) this.included = [...this.growingIncluded];
    this.growing = undefined;
    this.growingIncluded = undefined;
  }
}

function mapOf(inputs: Inputs): Map<TrackedInput, unknown> {
  const map = new Map<TrackedInput, unknown>();
  for (let index = 0; index < inputs.length; index += 2) map.set(inputs[index] as TrackedInput, inputs[index + 1]);
  return map;
}

/** The list has exactly the required length, without capacity for more. */
function listOf(inputs: ReadonlyMap<TrackedInput, unknown>): Inputs {
  const list = new Array<unknown>(inputs.size * 2);
  let index = 0;
  for (const [source, value] of inputs) {
    list[index++] = source;
    list[index++] = value;
  }
  return list;
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
