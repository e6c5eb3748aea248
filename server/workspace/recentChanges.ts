/** Which names have changed since a revision. Only the latest changes are kept, so that the list stays short. */

/** At least this many changes are kept: all platforms are listed after every few edits. */
const MAX_CHANGES = 100;

export class RecentChanges {
  /** In the order of their revisions. */
  private changes: { readonly revision: number; readonly name: string }[] = [];
  /** Changes up to this revision are no longer in the list. */
  private forgottenUntil = 0;
  /** The last answer: thousands of results are checked after one edit, most of them computed at the same revision. */
  private answered: { readonly revision: number; readonly names: ReadonlySet<string> } | undefined;

  /** @param revision at which the name has changed; not smaller than the one before */
  note(revision: number, name: string): void {
    this.answered = undefined;
    this.changes.push({ revision, name });
    if (this.changes.length <= 2 * MAX_CHANGES) return;
    const forgotten = this.changes.splice(0, MAX_CHANGES);
    this.forgottenUntil = forgotten.at(-1)!.revision;
  }

  /** The names that have changed after a revision; undefined if that is too long ago. */
  since(revision: number): ReadonlySet<string> | undefined {
    if (revision < this.forgottenUntil) return undefined;
    if (this.answered?.revision !== revision) {
      const later = this.changes.filter(change => change.revision > revision);
      this.answered = { revision, names: new Set(later.map(({ name }) => name)) };
    }
    return this.answered.names;
  }
}
