/** `kubestack-language-server plan-report`: creates the report of a plan for a pipeline (docs/plan-report.md). */
import { t } from '../../common/localization';
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { streamRegularFile } from '../../common/node/regularFile';
import { refusalReason } from '../../common/refusal';
import { MAX_PLAN_BYTES, PlanInput, PlanInputError } from '../../common/plan/planInput';
import { countActions } from '../../common/plan/planModel';
import { planReportText, type ReportedParts, type ReportOrigin } from '../../common/plan/planReport';
import { planReportMarkdown } from '../../common/plan/planReportMarkdown';
import type { PlatformParts } from '../../common/plan/planOwner';
import { printedJsonText, printedLines } from './printedText';
import { UsageError } from './readArguments';

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
    const { plan, origin } = await (await readInput(question, stdin)).read(question);
    writeReport(question, plan, origin, write);
  } catch (error) {
    if (error instanceof PlanInputError || error instanceof UsageError)
      throw new UsageError(`${name}: ${error.message}`);
    throw error;
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

/** The plan, or the report itself. */
async function readInput(
  { plan: path, currentFolder }: PlanReportQuestion,
  stdin: AsyncIterable<unknown>,
): Promise<PlanInput> {
  const input = new PlanInput();
  const push = (chunk: Uint8Array): void => input.push(chunk);
  if (path === '-') for await (const chunk of stdin) push(chunk as Uint8Array);
  else await readFile(resolve(currentFolder, path), push);
  return input;
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
