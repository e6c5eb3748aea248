/** A line of `plan -json` that reports a change. */
export interface PlanLine {
  type?: string;
  changes?: object;
  outputs?: Readonly<Record<string, { action?: string }>>;
}

/** Types of lines that can occur in plans without changes. */
const HARMLESS: ReadonlySet<string> = new Set([
  'version',
  'refresh_start',
  'refresh_complete',
  // During a plan, these are reads of data sources.
  'apply_start',
  'apply_progress',
  'apply_complete',
  'ephemeral_op_start',
  'ephemeral_op_progress',
  'ephemeral_op_complete',
]);

/**
 * Detects from a plan's lines that it changes nothing, so that the plan file doesn't have to be read. In case of doubt, the plan counts as changed:
 * drift, moves, warnings, data sources that are read while applying, lines that aren't JSON.
 */
export class UnchangedPlan {
  private isOtherwise = false;
  private hasSummary = false;

  /** @param line undefined if it is not JSON. */
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

  /** Whether terraform has reported no changes, and nothing else that should be shown. */
  get isCertain(): boolean {
    return this.hasSummary && !this.isOtherwise;
  }
}
