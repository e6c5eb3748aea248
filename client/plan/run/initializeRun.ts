/** Runs `init` on the user's request. */
import { describeCommand, runProcess } from './commandRun';
import { initializationReason, missingCredential } from './failure';
import { OutputStream } from '../output/outputStream';
import { OutputText } from '../output/outputText';
import type { PlanDiagnostic } from '../../../common/plan/plan';
import { diagnosticsInText } from '../output/planDiagnostics';
import type { InitializeOutcome } from './planOutcome';
import type { RunContext } from './planRun';
import type { InitializeRequest } from './runRequest';
import { failureOf, interruption } from './workspaceCheck';

/** How often `init` runs if another window initializes the same folder. */
const ATTEMPTS = 3;

/** @returns the outcome. The caller ensures that nothing else of this window runs in this folder. */
export async function runInitialize(request: InitializeRequest, context: RunContext): Promise<InitializeOutcome> {
  context.onEvent({ kind: 'phase', phase: 'initializing' });
  for (let attempt = 1; ; attempt++) {
    const outcome = await initializeOnce(request, context);
    if (attempt === ATTEMPTS || !isBackendRecordInUse(outcome)) return outcome;
  }
}

/**
 * Terraform records the backend in the data folder. While another `init` writes the record, it can be locked by a lock without an ID, for which
 * `-lock-timeout` doesn't wait, or be incomplete.
 */
function isBackendRecordInUse(outcome: InitializeOutcome): boolean {
  const texts =
    outcome.kind === 'errors'
      ? outcome.diagnostics.map(({ summary, detail }) => `${summary}\n${detail}`)
      : outcome.kind === 'failed'
        ? outcome.stderrTail
        : [];
  return texts.some(text => /\.terraform\.tfstate\.lock\.info|unexpected end of JSON input/.test(text));
}

async function initializeOnce(request: InitializeRequest, context: RunContext): Promise<InitializeOutcome> {
  const { execution, onEvent, signal, timeout, executable } = context;
  const { lockFile = 'readonly' } = request;
  const parameters = [
    ...['init', '-input=false', '-no-color'],
    ...(executable.initJson ? ['-json'] : []),
    ...(lockFile === 'readonly' ? ['-lockfile=readonly'] : []),
    ...(lockFile === 'upgrade' ? ['-upgrade'] : []),
  ];
  const command = execution.command(parameters);
  onEvent({ kind: 'command', line: describeCommand(command) });
  const stream = new OutputStream(request.folder, onEvent, false);
  const errors = new OutputText();
  const result = await runProcess(command, {
    onStdout: chunk => stream.push(chunk),
    onStderr: line => {
      errors.push(`${line}\n`);
      onEvent({ kind: 'output', line });
    },
    signal,
    timeout,
  });
  await stream.end();
  const stopped = interruption(result);
  if (stopped) return stopped;
  if (result.exitCode === 0) return { kind: 'initialized' };
  const diagnostics = [...stream.diagnostics, ...diagnosticsInText(errors.toString(), request.folder)];
  return nameInitializeFailure(diagnostics) ?? failureOf(result, diagnostics);
}

function nameInitializeFailure(diagnostics: readonly PlanDiagnostic[]): InitializeOutcome | undefined {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const needs = errors.map(({ summary, detail }) => lockFileChange(`${summary}\n${detail}`)).find(Boolean);
  if (needs !== undefined) return { kind: 'lockFileWouldChange', needs, diagnostics };
  if (initializationReason(errors) === 'backendChanged') return { kind: 'backendChanged', diagnostics };
  const missing = missingCredential(errors);
  return missing && { kind: 'credentialsMissing', missing, diagnostics };
}

/**
 * Detects the errors of `-lockfile=readonly` for a missing provider and for another pinned version. A wrong checksum is not included, since the user
 * must not accept it.
 */
function lockFileChange(text: string): 'update' | 'upgrade' | undefined {
  if (/must use (?:terraform|tofu) init -upgrade/i.test(text)) return 'upgrade';
  return /Provider dependency changes detected/i.test(text) ? 'update' : undefined;
}
