/** `kubestack-language-server plan-report`: creates the report of a plan for a pipeline (docs/plan-report.md). */
import { t } from '../../common/localization';
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { streamRegularFile } from '../../common/node/regularFile';
import { refusalReason } from '../../common/refusal';
import type { Plan } from '../../common/plan/plan';
import { PlanJsonReader, type PlanJson } from '../../common/plan/planJson';
import { buildPlan } from '../../common/plan/planModel';
import { planReportText } from '../../common/plan/planReport';
import type { PlatformParts } from '../../common/plan/planOwner';
import { undivided } from '../../common/plan/workSlice';
import { printedJsonText } from './printedText';
import { UsageError } from './usageError';

/** Limit of the plan's size, in bytes. */
const MAX_PLAN_BYTES = 1024 * 1024 * 1024;

/** Approximate limit of the report's length, in characters. */
const WRITTEN_AT_ONCE = 64 * 1024;

export interface PlanReportQuestion {
  readonly environment: string | undefined;
  /** The commit that was planned. */
  readonly commit: string | undefined;
  /** URL of the pipeline run. */
  readonly url: string | undefined;
  /** Whether it is the plan of `plan -refresh-only`, which its JSON doesn't say. */
  readonly refreshOnly: boolean;
  /** Path of the output of `show -json`; `-` for standard input. */
  readonly plan: string;
  readonly currentFolder: string;
  /** Folder of the planned platform. Without it, changes are grouped by module. */
  readonly platform: PlatformParts | undefined;
}

/**
 * Prints the report as JSON.
 *
 * @throws UsageError if the input can't be read or is not a plan
 */
export async function runPlanReport(
  question: PlanReportQuestion,
  stdin: AsyncIterable<unknown>,
  write: (text: string) => void,
): Promise<void> {
  const { plan: path, environment, commit, url, refreshOnly, platform } = question;
  const name = path === '-' ? t('standard input') : path;
  try {
    const json = await readPlan(question, stdin);
    const product = productOf(json);
    const context = {
      environment: environment ?? '',
      folder: '',
      inputs: { files: {} },
      diagnostics: [],
      finishedAt: 0,
    };
    if (refreshOnly && json.changes.some(isChange))
      throw new UsageError(t('This is not a plan of plan -refresh-only.'));
    const kind = refreshOnly ? { refreshOnly } : {};
    const parts = { ...context, ...kind, product, version: json.version, ...(platform && { platform }) };
    const plan = await buildPlan(json, parts, undivided);
    const origin = {
      ...(environment !== undefined && { environment }),
      ...(commit !== undefined && { commit }),
      ...(url !== undefined && { url }),
      ...(json.timestamp !== undefined && { plannedAt: json.timestamp }),
    };
    let text = '';
    for (const piece of planReportText(plan, origin)) {
      text += piece;
      if (text.length < WRITTEN_AT_ONCE) continue;
      write(printedJsonText(text));
      text = '';
    }
    write(printedJsonText(text));
  } catch (error) {
    throw new UsageError(`${name}: ${problemText(error)}`);
  }
}

async function readPlan(
  { plan: path, currentFolder }: PlanReportQuestion,
  stdin: AsyncIterable<unknown>,
): Promise<PlanJson> {
  const reader = new PlanJsonReader();
  if (path === '-') await readInput(stdin, reader);
  else await readFile(resolve(currentFolder, path), reader);
  const { result } = reader;
  if (!reader.isComplete) throw new SyntaxError(t('The plan ends in the middle, or is not JSON.'));
  // The JSON of a state also has a version, and nothing else of this.
  const isPlan = result.timestamp !== undefined || result.changes.length > 0 || Object.keys(result.outputs).length > 0;
  if (result.version === '' || !isPlan)
    throw new SyntaxError(t('This is not the JSON of a plan: write it with terraform show -json PLANFILE.'));
  return result;
}

async function readInput(stdin: AsyncIterable<unknown>, reader: PlanJsonReader): Promise<void> {
  let length = 0;
  for await (const chunk of stdin) {
    const bytes = chunk as Uint8Array;
    length += bytes.length;
    if (length > MAX_PLAN_BYTES) throw new UsageError(`${refusalReason('tooLarge')}.`);
    reader.push(bytes);
  }
}

/** Reads a file that the user has named, wherever it is. */
async function readFile(path: string, reader: PlanJsonReader): Promise<void> {
  const refusal = await streamRegularFile(realPathOf(path), MAX_PLAN_BYTES, chunk => reader.push(chunk));
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
