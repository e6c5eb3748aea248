/** Reads the JSON of a plan, or a plan report, from an untrusted file. */
import { t } from '../localization';
import { refusalReason } from '../refusal';
import type { Plan } from './plan';
import { PlanJsonReader, PlanShapeError, type PlanJson } from './planJson';
import { buildPlan } from './planModel';
import type { PlatformParts } from './planOwner';
import { REPORT_FORMAT, type ReportOrigin } from './planReport';
import { MAX_REPORT_LENGTH, readPlanReport, type ReadReport } from './readPlanReport';
import { undivided } from './workSlice';

/** Limit of a plan's size, in bytes. */
export const MAX_PLAN_BYTES = 1024 * 1024 * 1024;

/** The input is not a plan or a report. The message contains nothing of it. */
export class PlanInputError extends Error {}

/** What is not in a plan. In a report, it replaces what the report says. */
export interface PlanFacts extends Omit<{ [Name in keyof ReportOrigin]: ReportOrigin[Name] | undefined }, 'plannedAt'> {
  /** Whether it is the plan of `plan -refresh-only`, which its JSON doesn't say. */
  readonly refreshOnly?: boolean;
  /** The planned platform. Without it, changes are grouped by module. */
  readonly platform?: PlatformParts | undefined;
}

export class PlanInput {
  private readonly plan = new PlanJsonReader();
  private readonly report: Uint8Array[] = [];
  private length = 0;

  /** @throws PlanInputError if it is too large, or can't be a plan or a report */
  push(chunk: Uint8Array): void {
    const isFirst = this.length === 0;
    this.length += chunk.length;
    if (this.length > (this.report.length > 0 ? MAX_REPORT_LENGTH : MAX_PLAN_BYTES))
      throw new PlanInputError(`${refusalReason('tooLarge')}.`);
    if (this.report.length > 0 || (isFirst && isReport(chunk))) this.report.push(Uint8Array.from(chunk));
    else explained(() => this.plan.push(chunk));
  }

  /** The content for a report. @throws PlanInputError if it is not complete, or neither a plan nor a report */
  async read({ environment, commit, url, refreshOnly, platform }: PlanFacts): Promise<ReadReport> {
    const given = {
      ...(environment !== undefined && { environment }),
      ...(commit !== undefined && { commit }),
      ...(url !== undefined && { url }),
    };
    if (this.report.length > 0) {
      const read = readPlanReport(textOf(this.report));
      if ('problem' in read) throw new PlanInputError(t('This is not a plan report that this version can read.'));
      return { plan: read.plan, origin: { ...read.origin, ...given } };
    }
    const input = this.completePlan();
    if (refreshOnly && input.changes.some(isChange))
      throw new PlanInputError(t('This is not a plan of plan -refresh-only.'));
    const parts = {
      environment: environment ?? '',
      folder: '',
      inputs: { files: {} },
      diagnostics: [],
      finishedAt: 0,
      ...(refreshOnly ? { refreshOnly } : {}),
      product: productOf(input),
      version: input.version,
      ...(platform && { platform }),
    };
    const plan = await buildPlan(input, parts, undivided);
    return { plan, origin: { ...given, ...(input.timestamp !== undefined && { plannedAt: input.timestamp }) } };
  }

  private completePlan(): PlanJson {
    const { isComplete, result } = this.plan;
    if (!isComplete) throw new PlanInputError(t('The plan ends in the middle, or is not JSON.'));
    // The JSON of a state also has a version, and nothing else of this.
    const isPlan =
      result.timestamp !== undefined || result.changes.length > 0 || Object.keys(result.outputs).length > 0;
    if (result.version === '' || !isPlan)
      throw new PlanInputError(t('This is not the JSON of a plan: write it with terraform show -json PLANFILE.'));
    return result;
  }
}

const textOf = (chunks: readonly Uint8Array[]): string => {
  const decoder = new TextDecoder();
  return `${chunks.map(chunk => decoder.decode(chunk, { stream: true })).join('')}${decoder.decode()}`;
};

const isReport = (chunk: Uint8Array): boolean =>
  new RegExp(`^\\ufeff?\\s*\\{\\s*"format":\\s*"${REPORT_FORMAT}"`).test(
    new TextDecoder().decode(chunk.subarray(0, 200)),
  );

/** Data sources are read also if nothing is planned. */
const isChange = ({ change: { actions } }: PlanJson['changes'][number]): boolean =>
  actions.some(action => action !== 'no-op' && action !== 'read');

/** OpenTofu writes the same JSON, but with its own registry. */
function productOf({ changes, drift }: PlanJson): Plan['product'] {
  const isOfTofu = [...changes, ...drift].some(({ provider_name: provider }) =>
    provider?.startsWith('registry.opentofu.org/'),
  );
  return isOfTofu ? 'tofu' : 'terraform';
}

/** Errors without the text of JSON.parse, which quotes its input and so the plan's secrets. */
function explained(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof RangeError) throw new PlanInputError(t('The plan is nested too deep.'));
    if (!(error instanceof SyntaxError)) throw error;
    throw new PlanInputError(error instanceof PlanShapeError ? error.message : t('This is not JSON.'));
  }
}
