/**
 * Serializes a plan so that it survives a reload of the window: a line of JSON with the view's data, then the plan's report, which contains only data
 * that the plan view shows.
 */
import { fits, optional, recordOf, type Shape, oneOfWords } from '../../../common/shape';
import type { Plan } from '../../../common/plan/plan';
import { countActions } from '../../../common/plan/planModel';
import { planReportText } from '../../../common/plan/planReport';
import { readPlanReport } from '../../../common/plan/readPlanReport';

/** The last plan of an environment, and the data of its run. */
export interface StoredPlan {
  /** Folder of the platform, as a URI. */
  readonly platform: string;
  readonly environment: string;
  readonly plan: Plan;
  /** `kubestack.plan.arguments` of the run. */
  readonly arguments: readonly string[];
  /** Duration of the run, in milliseconds. */
  readonly duration?: number;
}

interface Head
  extends Omit<StoredPlan, 'plan'>, Pick<Plan, 'folder' | 'finishedAt' | 'diagnostics' | 'origin' | 'inputs'> {
  readonly version: typeof VERSION;
}

/** Version of the format. Plans in other versions are not read. */
const VERSION = 1;

const count: Shape = value => Number.isFinite(value);
const position = { line: count, character: count };
const diagnostic: Shape = {
  severity: oneOfWords('error', 'warning'),
  summary: 'string',
  detail: 'string',
  address: optional('string'),
  file: optional('string'),
  range: optional({ start: position, end: position }),
};
const HEAD: Shape = {
  version: value => value === VERSION,
  platform: 'string',
  environment: 'string',
  arguments: ['string'],
  duration: optional(count),
  folder: 'string',
  finishedAt: count,
  diagnostics: [diagnostic],
  origin: optional({
    file: 'string',
    ...{ commit: optional('string'), asked: optional('string'), url: optional('string'), source: optional('string') },
  }),
  inputs: { files: recordOf(value => value === null || typeof value === 'string') },
};

/** @returns the text in chunks, so that it is never completely in memory. */
export function* storedPlanText({ plan, ...kept }: StoredPlan): Generator<string> {
  const { folder, finishedAt, diagnostics, origin, inputs } = plan;
  const head: Head = { version: VERSION, ...kept, folder, finishedAt, diagnostics, inputs, ...(origin && { origin }) };
  yield `${JSON.stringify(head)}\n`;
  yield* planReportText(plan, { environment: kept.environment });
}

/** @returns undefined if the text is damaged or was written by another version. */
export function readStoredPlan(text: string): StoredPlan | undefined {
  const end = text.indexOf('\n');
  const head = headOf(text.slice(0, end));
  const report = readPlanReport(text.slice(end + 1));
  if (!head || 'problem' in report) return undefined;
  const { platform, environment, duration, folder, finishedAt, diagnostics, inputs, origin } = head;
  return {
    platform,
    environment,
    arguments: head.arguments,
    ...(duration === undefined ? {} : { duration }),
    plan: {
      ...report.plan,
      environment,
      folder,
      finishedAt,
      diagnostics: diagnostics,
      counts: countActions(report.plan.changes),
      inputs,
      ...(origin && { origin }),
    },
  };
}

function headOf(line: string): Head | undefined {
  try {
    const head: unknown = JSON.parse(line);
    return fits(head, HEAD) ? (head as Head) : undefined;
  } catch {
    return undefined;
  }
}
