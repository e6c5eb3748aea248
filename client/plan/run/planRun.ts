/** Runs one plan of one environment, from the checks to the parsed plan. */
import { TimeSlice } from '../output/timeSlice';
import * as path from 'node:path';
import type { ExecutionEnvironment } from './executionEnvironment';
import { describeCommand, runProcess, type CommandLimits, type CommandResult } from './commandRun';
import { nameFailure } from './failure';
import { backendType, dataFolder, initializedBackend, localState } from './initializedBackend';
import { OutputStream } from '../output/outputStream';
import type { Plan } from '../../../common/plan/plan';
import { driftArguments, missingOption, refusedArguments } from './planArguments';
import { diagnosticsInText } from '../output/planDiagnostics';
import { PlanJsonReader, type PlanJson } from '../../../common/plan/planJson';
import { buildPlan, isEmptyPlan, type PlanContext } from '../../../common/plan/planModel';
import type { Executable, OnEvent, PlanOutcome } from './planOutcome';
import type { PlanRequest } from './runRequest';
import { showPlan } from './showPlan';
import { readFiles } from '../model/staleness';
import {
  removeEmptyLock,
  removeLeftLock,
  removeMadeFolders,
  traceLock,
  type LockTrace,
} from '../../processes/stateLockFile';
import { checkWorkspace, failureOf, interruption } from './workspaceCheck';

/** The input of a run besides the request. */
export interface RunContext extends CommandLimits {
  execution: ExecutionEnvironment;
  executable: Pick<Executable, 'product' | 'version' | 'initJson'>;
  /** The user's environment. */
  variables: NodeJS.ProcessEnv;
  /** Absolute path of the run's folder in private storage. The code that creates it also removes it. */
  storage: string;
  onEvent: OnEvent;
}

/** @returns the outcome. The caller ensures that no other run plans this environment in this folder. */
export async function runPlan(request: PlanRequest, context: RunContext): Promise<PlanOutcome> {
  const { folder, environment, arguments: extra = [] } = request;
  const { onEvent, variables } = context;
  const refused = refusedArguments(extra);
  if (refused.length > 0) return { kind: 'argumentsRefused', refused };
  const { product, version } = context.executable;
  // A drift check leaves some of them out.
  const missing = missingOption(request.refreshOnly ? driftArguments(extra) : extra, { product, version });
  if (missing) return { kind: 'optionMissing', ...missing, program: { product, version } };
  onEvent({ kind: 'phase', phase: 'checking' });
  const files = readFiles(folder, extra, dataFolder(folder, variables));
  onEvent({ kind: 'files', files });
  const problem = await checkWorkspace({ ...context, folder, environment });
  if (problem) return problem;
  // Inputs are read before the plan starts, so that a file that changes during the run makes the plan stale.
  const inputs = await files.inputs;
  const planFile = path.join(context.storage, 'plan');
  const { result, stream } = await plan(request, context, planFile);
  const stopped = await stoppedBy(result, request, context);
  if (result.trace) await removeMadeFolders(result.trace);
  if (stopped) return stopped;
  if (!hasSucceeded(result, stream)) {
    if (result.trace) await removeEmptyLock(result.trace);
    return failed(result, stream, folder, variables);
  }
  const details = { inputs, diagnostics: stream.diagnostics };
  // Reading the plan file takes a third of the time of planning.
  if (stream.isUnchanged) return outcomeOf(unchanged, request, context, details);
  return readPlan(request, context, planFile, { ...details, listed: stream.listed.json });
}

const unchanged: PlanJson = new PlanJsonReader().result;

async function plan(
  { folder, environment, refreshOnly = false, arguments: extra = [] }: PlanRequest,
  { execution, executable, onEvent, signal, timeout, variables }: RunContext,
  planFile: string,
): Promise<{ result: TimedResult; stream: OutputStream }> {
  const chosen = refreshOnly ? ['-refresh-only', ...driftArguments(extra)] : extra;
  const parameters = ['plan', '-input=false', '-json', ...chosen, `-out=${execution.inside(planFile)}`];
  const command = execution.command(parameters, { TF_WORKSPACE: environment });
  onEvent({ kind: 'command', line: `TF_WORKSPACE=${environment} ${describeCommand(command)}` });
  const state = localState(folder, environment, await initializedBackend(folder, variables));
  const trace = state === undefined ? undefined : await traceLock(state);
  const stream = new OutputStream(folder, onEvent, true);
  const from = Date.now();
  const result = await runProcess(command, {
    onStdout: chunk => stream.push(chunk),
    onStderr: line => onEvent({ kind: 'output', line }),
    signal,
    timeout,
    killAtOnce: writesWhenInterrupted(executable, trace),
    lock: trace,
  });
  await stream.end();
  return { result: { ...result, from, to: Date.now(), trace }, stream };
}

/**
 * If a plan of tofu is interrupted (since 1.7, and as of 1.10), it writes a local state: a new one if there was none, and its own version of an
 * existing one. Killing it loses nothing else, and the files that it leaves behind are known (`stateLockFile.ts`).
 */
function writesWhenInterrupted({ product }: RunContext['executable'], trace: LockTrace | undefined): boolean {
  return product === 'tofu' && trace !== undefined;
}

interface TimedResult extends CommandResult {
  /** In milliseconds since 1970. */
  from: number;
  to: number;
  /** Lock files of the local state. */
  trace: LockTrace | undefined;
}

/** With `-detailed-exitcode`, exit code 2 is success, too. */
function hasSucceeded({ exitCode }: CommandResult, { diagnostics }: OutputStream): boolean {
  return exitCode === 0 || (exitCode === 2 && diagnostics.every(({ severity }) => severity !== 'error'));
}

/** Removes files of a killed terraform from the work tree. @returns how it was stopped, if it was. */
async function stoppedBy(
  result: TimedResult,
  { environment }: PlanRequest,
  { onEvent }: RunContext,
): Promise<PlanOutcome | undefined> {
  const stopped = interruption(result);
  if (!stopped) return undefined;
  if (!stopped.lockMayRemain || !result.trace) return stopped;
  const isFree = await removeLeftLock(result.trace, result);
  if (!isFree)
    onEvent({ kind: 'output', line: `The state of ${environment} may still be locked: ${result.trace.lockFile}` });
  return { ...stopped, lockMayRemain: !isFree };
}

async function failed(
  result: CommandResult,
  { diagnostics }: OutputStream,
  folder: string,
  variables: NodeJS.ProcessEnv,
): Promise<PlanOutcome> {
  const reported = diagnostics.length > 0 ? diagnostics : diagnosticsInText(result.stderrTail.join('\n'), folder);
  const named = nameFailure(reported);
  if (named?.kind !== 'noWorkspaces') return named ?? failureOf(result, reported);
  const backend = await backendType(folder, variables);
  return { ...named, ...(backend !== undefined && { backend }) };
}

type PlanDetails = Pick<PlanContext, 'inputs' | 'diagnostics'>;

async function readPlan(
  request: PlanRequest,
  context: RunContext,
  planFile: string,
  { listed, ...details }: PlanDetails & { listed: PlanJson },
): Promise<PlanOutcome> {
  const { folder, environment } = request;
  const { onEvent, execution, signal, timeout } = context;
  onEvent({ kind: 'phase', phase: 'reading' });
  const reading = showPlan(execution, planFile, environment, onEvent, { signal, timeout });
  const [{ result, json }] = await Promise.all([reading, reportListed(listed, request, context, details)]);
  const stopped = interruption(result);
  // The plan has already released its lock.
  if (stopped) return { ...stopped, lockMayRemain: false };
  if (!json) {
    const diagnostics = diagnosticsInText(result.stderrTail.join('\n'), folder);
    const isIncomplete = diagnostics.some(({ summary }) =>
      /^Failed to read the given file as a .*plan file/.test(summary),
    );
    return isIncomplete
      ? { kind: 'planFileIncomplete', folder: path.dirname(context.storage) }
      : failureOf(result, diagnostics);
  }
  return outcomeOf(json, request, context, details);
}

/** Reports the listed changes, so that they can be shown before terraform has written the values. */
async function reportListed(
  listed: PlanJson,
  request: PlanRequest,
  context: RunContext,
  details: PlanDetails,
): Promise<void> {
  context.onEvent({ kind: 'listed', plan: await planOf(listed, request, context, details) });
}

async function outcomeOf(
  json: PlanJson,
  request: PlanRequest,
  context: RunContext,
  details: PlanDetails,
): Promise<PlanOutcome> {
  const plan = await planOf(json, request, context, details);
  return { kind: isEmptyPlan(plan) ? 'noChanges' : 'planned', plan };
}

function planOf(
  json: PlanJson,
  { folder, environment, platform, refreshOnly = false }: PlanRequest,
  { executable: { product, version } }: RunContext,
  details: PlanDetails,
): Promise<Plan> {
  return buildPlan(
    json,
    {
      ...details,
      ...{ folder, environment, product, version, finishedAt: Date.now() },
      ...(platform && { platform }),
      ...(refreshOnly && { refreshOnly: true as const }),
    },
    new TimeSlice(),
  );
}
