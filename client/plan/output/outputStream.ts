/** Reads the output of `plan -json` and `init -json` line by line. */
import { fits, optional, recordOf, type Shape } from '../../../common/shape';
import { plainLine } from '../../processes/plainLine';
import { LineSplitter } from './outputLines';
import { ListedChanges, LISTED_CHANGE, type ListedLine } from './listedChanges';
import type { PlanDiagnostic } from '../../../common/plan/plan';
import { diagnosticOf, DIAGNOSTIC_SHAPE, type JsonDiagnostic } from './planDiagnostics';
import type { OnEvent, Phase } from '../run/planOutcome';
import { TimeSlice } from './timeSlice';
import { UnchangedPlan, type PlanLine } from './unchangedPlan';

/** The used fields of a line. */
interface JsonLine extends PlanLine, Pick<ListedLine, 'change'> {
  '@message'?: string;
  diagnostic?: JsonDiagnostic;
  changes?: { add?: number; change?: number; remove?: number; import?: number; operation?: string };
}

const LINE_SHAPE: Shape = {
  type: optional('string'),
  '@message': optional('string'),
  diagnostic: optional(DIAGNOSTIC_SHAPE),
  changes: optional({ add: optional('number'), change: optional('number'), remove: optional('number') }),
  change: optional(LISTED_CHANGE),
  outputs: optional(recordOf({ action: optional('string') })),
};

/** Turns the lines of one command into events, and keeps the diagnostics. */
export class OutputStream {
  readonly diagnostics: PlanDiagnostic[] = [];
  /** The plan's changes, as far as its lines list them. */
  readonly listed = new ListedChanges();
  private readonly splitter = new LineSplitter();
  private readonly slice = new TimeSlice();
  private readonly unchanged = new UnchangedPlan();
  private readonly progress = { refreshing: 0, refreshed: 0, planned: 0 };
  private phase: Phase | undefined;

  /**
   * @param folder absolute path that file names are relative to.
   * @param knowsPhases whether lines report the phase, like those of a plan.
   */
  constructor(
    private readonly folder: string,
    private readonly onEvent: OnEvent,
    private readonly knowsPhases: boolean,
  ) {}

  /** Whether the lines of a successful plan prove that it has no changes. */
  get isUnchanged(): boolean {
    return this.unchanged.isCertain;
  }

  async push(chunk: Buffer): Promise<void> {
    await this.read(this.splitter.push(chunk));
  }

  /** Reads the last line, if it has no line break. */
  async end(): Promise<void> {
    await this.read(this.splitter.end());
  }

  private async read(lines: readonly string[]): Promise<void> {
    const before = JSON.stringify(this.progress);
    for (const line of lines) {
      await this.readLine(line);
      if (this.slice.isOver) await this.slice.rest();
    }
    if (JSON.stringify(this.progress) !== before) this.onEvent({ kind: 'progress', ...this.progress });
  }

  private async readLine(line: string): Promise<void> {
    const json = parseLine(line);
    if (json !== undefined || line.trim() !== '') this.unchanged.push(json);
    if (json === undefined) {
      if (line.trim() !== '') this.onEvent({ kind: 'output', line: plainLine(line) });
      return;
    }
    if (json.diagnostic) {
      const diagnostic = await diagnosticOf(json.diagnostic, this.folder);
      this.diagnostics.push(diagnostic);
      this.onEvent({ kind: 'output', line: describe(diagnostic) });
      this.onEvent({ kind: 'diagnostic', diagnostic });
      return;
    }
    const message = json['@message'];
    if (message !== undefined) this.onEvent({ kind: 'output', line: plainLine(message) });
    if (!this.knowsPhases) return;
    this.listed.push(json);
    this.count(json);
  }

  private count({ type, changes }: JsonLine): void {
    const progress = this.progress;
    if (type === 'refresh_start' || (type === 'apply_start' && this.phase !== 'planning')) {
      progress.refreshing++;
      this.enter('refreshing');
    } else if (type === 'refresh_complete' || type === 'apply_complete') {
      progress.refreshing = Math.max(0, progress.refreshing - 1);
      progress.refreshed++;
    } else if (type === 'planned_change') {
      progress.planned++;
      this.enter('planning');
    } else if (type === 'change_summary' && changes) {
      const { add = 0, change = 0, remove = 0, import: imported = 0 } = changes;
      this.onEvent({ kind: 'summary', add, change, remove, import: imported });
    }
  }

  private enter(phase: Phase): void {
    if (this.phase === phase) return;
    this.phase = phase;
    this.onEvent({ kind: 'phase', phase });
  }
}

/** Returns undefined for other lines. They are shown unchanged, and the plan then does not count as unchanged. */
function parseLine(line: string): JsonLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const parsed: unknown = JSON.parse(line);
    return fits(parsed, LINE_SHAPE) ? (parsed as JsonLine) : undefined;
  } catch {
    return undefined;
  }
}

function describe({ severity, summary, detail, file, range }: PlanDiagnostic): string {
  const location =
    file === undefined || !range ? '' : ` (${file}:${range.start.line + 1}:${range.start.character + 1})`;
  const rest = detail === '' ? '' : `\n${detail}`;
  return `${severity === 'error' ? 'Error' : 'Warning'}: ${summary}${location}${rest}`;
}
