/** `validate -json`: needs no state, no workspace and no credentials. */
import { fits, nullable } from '../../../common/shape';
import { describeCommand, runProcess } from './commandRun';
import { initializationReason } from './failure';
import { readFiles } from '../model/staleness';
import { OutputText } from '../output/outputText';
import { diagnosticOf, DIAGNOSTIC_SHAPE, diagnosticsInText, type JsonDiagnostic } from '../output/planDiagnostics';
import type { ValidateOutcome } from './planOutcome';
import type { RunContext } from './planRun';
import type { ValidateRequest } from './runRequest';
import { failureOf, interruption } from './workspaceCheck';

/** @returns the outcome. The exit codes of valid and invalid configurations differ, so the JSON is used. */
export async function runValidate({ folder }: ValidateRequest, context: RunContext): Promise<ValidateOutcome> {
  const { execution, onEvent, signal, timeout } = context;
  onEvent({ kind: 'phase', phase: 'checking' });
  const files = readFiles(folder);
  onEvent({ kind: 'files', files });
  await files.inputs;
  const command = execution.command(['validate', '-json']);
  onEvent({ kind: 'command', line: describeCommand(command) });
  const text = new OutputText();
  const result = await runProcess(command, {
    onStdout: chunk => text.push(chunk),
    onStderr: line => onEvent({ kind: 'output', line }),
    signal,
    timeout,
  });
  const stopped = interruption(result);
  if (stopped) return stopped;
  const raw = diagnosticsIn(text.toString());
  if (!raw) return failureOf(result, diagnosticsInText(result.stderrTail.join('\n'), folder));
  const diagnostics = await Promise.all(raw.map(diagnostic => diagnosticOf(diagnostic, folder)));
  for (const diagnostic of diagnostics) onEvent({ kind: 'diagnostic', diagnostic });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const reason = initializationReason(errors);
  if (reason !== undefined) return { kind: 'initializationNeeded', reason, diagnostics };
  return { kind: errors.length > 0 ? 'invalid' : 'valid', diagnostics };
}

function diagnosticsIn(text: string): JsonDiagnostic[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (!fits(parsed, { diagnostics: nullable([DIAGNOSTIC_SHAPE]) })) return undefined;
    return (parsed as { diagnostics?: JsonDiagnostic[] | null }).diagnostics ?? [];
  } catch {
    return undefined;
  }
}
