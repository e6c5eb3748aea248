/** `kubestack-language-server plan-report`: creates the report of a plan for a pipeline (docs/plan-report.md). */
import { t } from '../../common/localization';
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { streamRegularFile } from '../../common/node/regularFile';
import { refusalReason } from '../../common/refusal';
import type { Plan } from '../../common/plan/plan';
import { PlanJsonReader, type PlanJson } from '../../common/plan/planJson';
import { buildPlan, countActions } from '../../common/plan/planModel';
import { planReportText, REPORT_FORMAT, type ReportedParts, type ReportOrigin } from '../../common/plan/planReport';
import { planReportMarkdown } from '../../common/plan/planReportMarkdown';
import { MAX_REPORT_LENGTH, readPlanReport } from '../../common/plan/readPlanReport';
import type { PlatformParts } from '../../common/plan/planOwner';
import { undivided } from '../../common/plan/workSlice';
import { printedJsonText, printedLines } from './printedText';
import { UsageError } from './usageError';

/** Limit of the plan's size, in bytes. */
const MAX_PLAN_BYTES = 1024 * 1024 * 1024;

/** Approximate limit of the report's length, in characters. */
const WRITTEN_AT_ONCE = 64 * 1024;

/** `gitlab`: the counts that GitLab shows in merge requests. */
export const PLAN_REPORT_FORMATS = ['json', 'markdown', 'gitlab'] as const;

export interface PlanReportQuestion {
  readonly format: (typeof PLAN_REPORT_FORMATS)[number];
  readonly environment: string | undefined;
  /** The commit that was planned. */
  readonly commit: string | undefined;
  /** URL of the pipeline run. */
  readonly url: string | undefined;
  /** Whether it is the plan of `plan -refresh-only`, which its JSON doesn't say. */
  readonly refreshOnly: boolean;
  /** Path of the output of `show -json`, or of a report; `-` for standard input. */
  readonly plan: string;
  readonly currentFolder: string;
  /** Folder of the planned platform. Without it, changes are grouped by module. */
  readonly platform: PlatformParts | undefined;
}

/**
 * Prints the report.
 *
 * @throws UsageError if the input can't be read or is not a plan
 */
export async function runPlanReport(
  question: PlanReportQuestion,
  stdin: AsyncIterable<unknown>,
  write: (text: string) => void,
): Promise<void> {
  const { plan: path } = question;
  const name = path === '-' ? t('standard input') : path;
  try {
    const { plan, origin } = await reportOf(question, await readInput(question, stdin));
    writeReport(question, plan, origin, write);
  } catch (error) {
    throw new UsageError(`${name}: ${problemText(error)}`);
  }
}

function writeReport(
  { format }: PlanReportQuestion,
  plan: ReportedParts,
  origin: ReportOrigin,
  write: (text: string) => void,
): void {
  if (format === 'markdown') return write(printedLines(planReportMarkdown(plan, origin).trimEnd().split('\n')));
  if (format === 'gitlab') return write(`${JSON.stringify(gitlabCounts(plan))}\n`);
  let text = '';
  for (const piece of planReportText(plan, origin)) {
    text += piece;
    if (text.length < WRITTEN_AT_ONCE) continue;
    write(printedJsonText(text));
    text = '';
  }
  write(printedJsonText(text));
}

/** What `artifacts:reports:terraform` of GitLab contains: a replacement counts twice, as in GitLab's documentation. */
function gitlabCounts({ changes }: ReportedParts): Record<'create' | 'update' | 'delete', number> {
  const counts = countActions(changes);
  return {
    create: counts.create + counts.replace,
    update: counts.update,
    delete: counts.delete + counts.replace,
  };
}

/** The report of a plan, or the report itself with the options that are given. */
async function reportOf(
  { environment, commit, url, refreshOnly, platform }: PlanReportQuestion,
  input: PlanJson | string,
): Promise<{ plan: ReportedParts; origin: ReportOrigin }> {
  const given = {
    ...(environment !== undefined && { environment }),
    ...(commit !== undefined && { commit }),
    ...(url !== undefined && { url }),
  };
  if (typeof input === 'string') {
    const read = readPlanReport(input);
    if ('problem' in read) throw new UsageError(t('This is not a plan report that this version can read.'));
    return { plan: read.plan, origin: { ...read.origin, ...given } };
  }
  if (refreshOnly && input.changes.some(isChange)) throw new UsageError(t('This is not a plan of plan -refresh-only.'));
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

const isReport = (chunk: Uint8Array): boolean =>
  new RegExp(`^\\ufeff?\\s*\\{\\s*"format":\\s*"${REPORT_FORMAT}"`).test(
    Buffer.from(chunk.subarray(0, 200)).toString('utf8'),
  );

/** The plan, or the text of a report. */
async function readInput(
  { plan: path, currentFolder }: PlanReportQuestion,
  stdin: AsyncIterable<unknown>,
): Promise<PlanJson | string> {
  const reader = new PlanJsonReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const push = (chunk: Uint8Array): void => {
    length += chunk.length;
    if (length > (chunks.length > 0 ? MAX_REPORT_LENGTH : MAX_PLAN_BYTES))
      throw new UsageError(`${refusalReason('tooLarge')}.`);
    if (chunks.length > 0 || (length === chunk.length && isReport(chunk))) chunks.push(Uint8Array.from(chunk));
    else reader.push(chunk);
  };
  if (path === '-') for await (const chunk of stdin) push(chunk as Uint8Array);
  else await readFile(resolve(currentFolder, path), push);
  return chunks.length > 0 ? Buffer.concat(chunks).toString('utf8') : readPlan(reader);
}

function readPlan({ isComplete, result }: PlanJsonReader): PlanJson {
  if (!isComplete) throw new SyntaxError(t('The plan ends in the middle, or is not JSON.'));
  // The JSON of a state also has a version, and nothing else of this.
  const isPlan = result.timestamp !== undefined || result.changes.length > 0 || Object.keys(result.outputs).length > 0;
  if (result.version === '' || !isPlan)
    throw new SyntaxError(t('This is not the JSON of a plan: write it with terraform show -json PLANFILE.'));
  return result;
}

/** Reads a file that the user has named, wherever it is. */
async function readFile(path: string, push: (chunk: Uint8Array) => void): Promise<void> {
  const refusal = await streamRegularFile(realPathOf(path), MAX_PLAN_BYTES, push);
  if (refusal === 'missing') throw new UsageError(t('there is no such file.'));
  if (refusal) throw new UsageError(t("can't be read: {0}.", refusalReason(refusal)));
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

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

/** The error of JSON.parse is omitted, since it quotes the text, which contains the plan's secrets. */
function problemText(error: unknown): string {
  if (error instanceof RangeError) return t('The plan is nested too deep.');
  if (error instanceof SyntaxError)
    return /^(?:The plan|This is not)/.test(error.message) ? error.message : t('This is not JSON.');
  if (error instanceof UsageError) return error.message;
  throw error;
}
