/** Lists and creates workspaces. Never selects one. */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { RepositoryFiles } from '../../../common/node/repositoryFiles';
import type { ExecutionEnvironment } from './executionEnvironment';
import { runProcess, describeCommand, type CommandLimits, type CommandResult } from './commandRun';
import { plainLine } from '../../processes/plainLine';
import { nameFailure } from './failure';
import { backendType, dataFolder, initializedBackend, localState } from './initializedBackend';
import { OutputText } from '../output/outputText';
import type { PlanDiagnostic } from '../../../common/plan/plan';
import { diagnosticsInText } from '../output/planDiagnostics';
import type { CreateWorkspaceOutcome, OnEvent, PlanOutcome } from './planOutcome';

/** The parameters of a check. */
export interface WorkspaceCheckInput extends CommandLimits {
  execution: ExecutionEnvironment;
  /** Absolute path of the root module. */
  folder: string;
  environment: string;
  /** The user's environment: `TF_DATA_DIR` moves terraform's data folder. */
  variables: NodeJS.ProcessEnv;
  onEvent: OnEvent;
}

/** @param text output of `workspace list`: one name per line, with an asterisk at the selected one. */
function parseWorkspaces(text: string): string[] {
  const names = text.split('\n').map(line => /^[* ] (\S+)\s*$/.exec(plainLine(line))?.[1]);
  return names.filter(name => name !== undefined);
}

/**
 * Whether a plan can run in the environment, since terraform would silently create a missing workspace.
 *
 * @returns undefined if it can.
 */
export async function checkWorkspace(question: WorkspaceCheckInput): Promise<PlanOutcome | undefined> {
  const { folder, environment, variables } = question;
  const initialized = await initializedBackend(folder, variables);
  if (await hasLocalWorkspace(environment, localState(folder, environment, initialized))) return undefined;
  const backend = initialized?.type;
  if (backend === 'http' && environment !== 'default') return { kind: 'noWorkspaces', backend };
  const { result, text, diagnostics } = await runText(question, ['workspace', 'list'], { TF_WORKSPACE: undefined });
  const stopped = interruption(result);
  if (stopped) return stopped;
  if (result.exitCode !== 0) {
    const named = nameFailure(diagnostics) ?? nameFailure(plainErrors(result));
    if (named?.kind === 'noWorkspaces') return { ...named, ...(backend !== undefined && { backend }) };
    return named ?? failureOf(result, diagnostics);
  }
  const workspaces = parseWorkspaces(text);
  return workspaces.includes(environment) ? undefined : { kind: 'workspaceMissing', workspaces };
}

/** Checks for the folder of a local state's workspace. If the backend is uninitialized or has changed, a plan fails before it creates a workspace. */
async function hasLocalWorkspace(environment: string, state: string | undefined): Promise<boolean> {
  if (state === undefined) return false;
  if (environment === 'default') return true;
  return stat(path.dirname(state)).then(
    found => found.isDirectory(),
    () => false,
  );
}

/**
 * Creates a workspace. Since terraform selects the workspace that it creates, this uses a separate data folder with a copy of the backend's
 * configuration. The selected workspace is never changed, even if the program is killed.
 *
 * @param privateFolder absolute path of an empty folder that is removed afterwards, since a backend's configuration can contain secrets.
 */
export async function createWorkspace(
  question: WorkspaceCheckInput,
  privateFolder: string,
): Promise<CreateWorkspaceOutcome> {
  const { folder, variables, environment, execution } = question;
  const workspaces = dataFolder(folder, variables);
  for (const file of ['terraform.tfstate', path.join('modules', 'modules.json')]) {
    const content = await RepositoryFiles.around(folder, [workspaces]).read(path.join(workspaces, file));
    if (!content || !('bytes' in content)) continue;
    await mkdir(path.dirname(path.join(privateFolder, file)), { recursive: true, mode: 0o700 });
    await writeFile(path.join(privateFolder, file), content.bytes, { mode: 0o600 });
  }
  const inPrivate = { TF_WORKSPACE: undefined, TF_DATA_DIR: execution.inside(privateFolder) };
  const { result, diagnostics } = await runText(question, ['workspace', 'new', environment], inPrivate);
  const stopped = interruption(result);
  if (stopped) return stopped;
  if (result.exitCode === 0) return { kind: 'created' };
  const stderr = result.stderrTail.join('\n');
  if (/Workspace ".*" already exists/i.test(stderr)) return { kind: 'exists' };
  const named = nameFailure(diagnostics) ?? nameFailure(plainErrors(result));
  if (named?.kind === 'initializationNeeded') return named;
  if (named?.kind !== 'noWorkspaces') return failureOf(result, diagnostics);
  const backend = await backendType(folder, variables);
  return { kind: 'noWorkspaces', ...(backend !== undefined && { backend }) };
}

/** Runs a command without JSON output. */
async function runText(
  { execution, folder, signal, timeout, onEvent }: WorkspaceCheckInput,
  parameters: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): Promise<{ result: CommandResult; text: string; diagnostics: PlanDiagnostic[] }> {
  const command = execution.command(parameters, variables);
  onEvent({ kind: 'command', line: describeCommand(command) });
  const [text, errors] = [new OutputText(), new OutputText()];
  const result = await runProcess(command, {
    onStdout: chunk => text.push(chunk),
    onStderr: line => {
      errors.push(`${line}\n`);
      onEvent({ kind: 'output', line });
    },
    signal,
    timeout,
  });
  return { result, text: text.toString(), diagnostics: diagnosticsInText(errors.toString(), folder) };
}

/** Parses errors without a box: `workspaces not supported`. */
function plainErrors({ stderrTail }: CommandResult): PlanDiagnostic[] {
  return stderrTail.map(summary => ({ severity: 'error', summary, detail: '' }));
}

/** @returns how a command was ended, if it did not end by itself. */
export function interruption(
  result: CommandResult,
): Extract<PlanOutcome, { kind: 'cancelled' | 'killed' }> | undefined {
  if (result.cancelled && (result.exitCode !== 0 || result.forced))
    return { kind: 'cancelled', lockMayRemain: result.forced };
  if (result.signal !== undefined) return { kind: 'killed', signal: result.signal, lockMayRemain: true };
  return undefined;
}

/** Another failure: terraform's diagnostics, otherwise the exit code. */
export function failureOf(
  result: CommandResult,
  diagnostics: readonly PlanDiagnostic[],
): Extract<PlanOutcome, { kind: 'errors' | 'failed' }> {
  if (diagnostics.some(({ severity }) => severity === 'error')) return { kind: 'errors', diagnostics };
  const tail = result.startError === undefined ? result.stderrTail : [...result.stderrTail, result.startError];
  return { kind: 'failed', exitCode: result.exitCode, stderrTail: tail };
}
