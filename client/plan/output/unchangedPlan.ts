/** What is in one line of `plan -json` that tells of a change. */
export interface PlanLine {
  type?: string;
  changes?: object;
  outputs?: Readonly<Record<string, { action?: string }>>;
}

/** Lines that plans without any change have too. */
const HARMLESS: ReadonlySet<string> = new Set([
  'version',
  'refresh_start',
  'refresh_complete',
  // While planning these are data sources.
  'apply_start',
  'apply_progress',
  'apply_complete',
  'ephemeral_op_start',
  'ephemeral_op_progress',
  'ephemeral_op_complete',
]);

/**
 * Reads from a plan's own lines that it changes nothing, so that the plan file need not be read. Whatever it does not know for certain
 * counts as a change: drift, moves, warnings, data that is read while applying, lines that are no JSON.
 */
export class UnchangedPlan {
  private isOtherwise = false;
  private hasSummary = false;

  /** @param line undefined for one that is no JSON. */
  push(line: PlanLine | undefined): void {
    const type = line?.type ?? '';
    if (type === 'change_summary') {
      this.hasSummary = true;
      const counts = Object.values(line?.changes ?? {}).filter(value => typeof value === 'number');
      if (counts.some(count => count !== 0)) this.isOtherwise = true;
    } else if (type === 'outputs') {
      if (Object.values(line?.outputs ?? {}).some(({ action }) => action !== 'noop')) this.isOtherwise = true;
    } else if (!HARMLESS.has(type)) this.isOtherwise = true;
  }

  /** Whether terraform has told that there is nothing to do, and nothing else of note. */
  get isCertain(): boolean {
    return this.hasSummary && !this.isOtherwise;
  }
}
