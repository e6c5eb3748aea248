/** Finds out whether a next step is done, with one read-only command. It runs only when the user asks for it. */
import { resolveNs } from 'node:dns/promises';
import { findProgram } from '../../common/node/findProgram';
import { PROGRAM_NAMES } from '../../common/program';
import type { CommandCheck, DelegationCheck, StepCheck, VariableCommand } from '../../common/steps';
import { t } from '../../common/localization';
import type { CheckResult } from '../core/terminals';
import { batchFileSpec, isBatchFile } from './batchFile';
import { plainLine } from './plainLine';
import { programOutput, type ProgramOutput } from './programOutput';
import { wordsOf } from './stepCommands';

export interface CheckTarget {
  /** Absolute path of the platform. */
  readonly folder: string;
  /** See `ShellTarget`. */
  readonly imagePrograms: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** See `StepTarget`. */
  readonly set?: readonly VariableCommand[];
  readonly signal?: AbortSignal;
}

/** Maximum size of the output of a check, in bytes. */
const MAX_CHECK_BYTES = 4 * 1024 * 1024;

/** What programs say if something doesn't exist: the clouds' programs, Git's, GitHub's and Docker's. */
const MISSING = /\b404\b|not ?found|no ?such|does ?n.t exist|does not exist|nothing to show/i;

/** @throws RestrictedModeError in Restricted Mode; the signal's reason if it aborts */
export const checkStep = (check: StepCheck, target: CheckTarget, resolve = resolveNs): Promise<CheckResult> =>
  'delegated' in check ? checkDelegation(check, target, resolve) : checkCommand(check, target);

/** A name without records isn't delegated yet. @param resolve asks for its name servers */
async function checkDelegation(
  { delegated, zone, workspace }: DelegationCheck,
  target: CheckTarget,
  resolve: (name: string) => Promise<readonly string[]>,
): Promise<CheckResult> {
  try {
    const servers = (await resolve(delegated)).map(comparableName);
    if (servers.length === 0) return { state: 'open', reason: '' };
    const expected =
      zone === undefined
        ? []
        : await serversInState({ command: zone, ...(workspace !== undefined && { workspace }) }, target);
    const missing = expected.filter(name => !servers.includes(name));
    return missing.length === 0
      ? { state: 'done', reason: '' }
      : { state: 'open', reason: t('{0} has other name servers. Missing: {1}.', delegated, missing.join(', ')) };
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return { state: code === 'ENOTFOUND' || code === 'ENODATA' ? 'open' : 'unknown', reason: message };
  }
}

const comparableName = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** The name servers of a zone, as `state show` prints them; empty if the state can't be read. */
async function serversInState(check: CommandCheck, target: CheckTarget): Promise<string[]> {
  const output = await outputOf(check, target);
  if (typeof output === 'string' || output.exitCode !== 0) return [];
  const list =
    /^\s*(?:name_servers|ns)\s*=\s*(?:toset\()?\[([^\]]*)\]/m.exec(output.stdout.toString('utf8'))?.[1] ?? '';
  return [...list.matchAll(/"([\w.-]+)"/g)].map(match => comparableName(match[1]!));
}

async function checkCommand(check: CommandCheck, target: CheckTarget): Promise<CheckResult> {
  const output = await outputOf(check, target);
  if (typeof output === 'string') return { state: 'unknown', reason: output };
  const stdout = output.stdout.toString('utf8');
  if (output.exitCode === check.openCode) return { state: 'open', reason: summaryOf(stdout) };
  if (output.exitCode !== 0) {
    const isOpen = check.failure === 'open' || MISSING.test(output.stderr);
    return { state: isOpen && output.exitCode > 0 ? 'open' : 'unknown', reason: errorOf(output.stderr) };
  }
  return outputResult(check, stdout);
}

/** Maximum length of a reason, in UTF-16 units. */
const MAX_REASON = 300;

/** Terraform's errors start with this word and are framed; all other programs print the reason last. */
function errorOf(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map(line => plainLine(line).replace(/^[╷│╵]\s?/, ''))
    .filter(line => line.trim() !== '');
  return (lines.find(line => line.startsWith('Error: ')) ?? lines.at(-1) ?? '').trim().slice(0, MAX_REASON);
}

/** What a plan prints about its changes. */
const summaryOf = (stdout: string): string =>
  stdout
    .split('\n')
    .map(plainLine)
    .find(line => line.startsWith('Plan: '))
    ?.slice(0, MAX_REASON) ?? '';

/** See `Terminals.variables`. */
export async function setVariables(target: CheckTarget): Promise<Readonly<Record<string, string>>> {
  const values = new Map<string, string>();
  for (const command of target.set ?? []) {
    const { variable } = command;
    if ('value' in command) values.set(variable, command.value);
    else {
      const output = await outputOf({ command: command.output }, target);
      if (typeof output === 'string' || output.exitCode !== 0) continue;
      values.set(variable, output.stdout.toString('utf8').trim());
    }
  }
  return Object.fromEntries(values);
}

/** @returns the reason if the program can't be started */
async function outputOf(check: CommandCheck, target: CheckTarget): Promise<ProgramOutput | string> {
  const { folder, environment, imagePrograms, signal } = target;
  const [named = '', ...given] = wordsOf(check.command);
  const inImage = imagePrograms.includes(named);
  const workspace = check.workspace === undefined ? {} : { TF_WORKSPACE: check.workspace };
  const variables = Object.hasOwn(PROGRAM_NAMES, named) ? { ...(await setVariables(target)), ...workspace } : workspace;
  const program = inImage ? 'docker' : named;
  const passed = [...Object.keys(workspace), 'ARM_SUBSCRIPTION_ID', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
  const parameters = inImage
    ? [
        'run',
        '--rm',
        '-v',
        `${folder}:/infra`,
        ...passed.flatMap(name => ['--env', name]),
        'kubestack',
        named,
        ...given,
      ]
    : given;
  const file = await findProgram(program, folder, environment);
  if (file === undefined) return t('{0} is not installed, or not on PATH.', program);
  const own = { file, arguments: parameters, cwd: folder, environment: { ...environment, ...variables } };
  const spec = isBatchFile(file) ? batchFileSpec(own) : own;
  if (!spec) return t('{0} is a batch file, which is not started. Run its command yourself.', program);
  return programOutput(spec, { signal, limit: MAX_CHECK_BYTES, guarded: true });
}

function outputResult({ lines }: CommandCheck, text: string): CheckResult {
  if (lines === undefined) return { state: 'done', reason: '' };
  const present = new Set(text.split(/\r?\n/).map(line => line.replace(/^[*\s]+/, '').trimEnd()));
  if (lines.length === 0)
    return text.trim() === '' ? { state: 'open', reason: t('There is nothing yet.') } : { state: 'done', reason: '' };
  const missing = lines.filter(line => !present.has(line));
  return missing.length === 0
    ? { state: 'done', reason: '' }
    : { state: 'open', reason: t('Missing: {0}.', missing.join(', ')) };
}
