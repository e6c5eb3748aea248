/** Checks whether steps are done. A check runs a program, during which the step can change. */
import type { CheckResult } from '../core/terminals';
import { withResult, type Checklist, type ChecklistStep, type StepPosition } from './checklist';

interface RunningCheck {
  readonly folder: string;
  readonly at: StepPosition;
  /** The step when the check began. */
  readonly before: string;
  hasChanged: boolean;
}

/** The checks that run. Each step is checked once at a time, and a change of the step counts more than the result of an older check. */
export class StepChecks {
  private readonly running = new Set<RunningCheck>();

  constructor(
    private readonly lists: (folder: string) => readonly Checklist[],
    private readonly store: (folder: string, lists: readonly Checklist[]) => void,
  ) {}

  /**
   * Checks a step, unless its check is running. Stores the result, unless the step has changed since the check began.
   *
   * @param check undefined if there is no result
   */
  async run(
    folder: string,
    at: StepPosition,
    check: (step: ChecklistStep) => Promise<CheckResult | undefined>,
  ): Promise<void> {
    const step = stepAt(this.lists(folder), at);
    if (!step) return;
    const before = JSON.stringify(step);
    for (const each of this.running) if (each.folder === folder && each.before === before) return;
    const own: RunningCheck = { folder, at, before, hasChanged: false };
    this.running.add(own);
    try {
      const result = await check(step);
      if (result && !own.hasChanged) this.store(folder, withResult(this.lists(folder), at, result));
    } finally {
      this.running.delete(own);
    }
  }

  /** Notes that the lists of a platform have changed. */
  changed(folder: string, lists: readonly Checklist[]): void {
    for (const each of this.running)
      if (each.folder === folder && JSON.stringify(stepAt(lists, each.at)) !== each.before) each.hasChanged = true;
  }
}

const stepAt = (lists: readonly Checklist[], { list, step }: StepPosition): ChecklistStep | undefined =>
  lists[list]?.steps[step];
