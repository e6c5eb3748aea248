/** Reads a finished plan file as a stream of JSON, which is never completely in memory. */
import type { ExecutionEnvironment } from './executionEnvironment';
import { describeCommand, runProcess, type CommandLimits, type CommandResult } from './commandRun';
import { PlanJsonReader, type PlanJson } from '../../../common/plan/planJson';
import type { OnEvent } from './planOutcome';
import { TimeSlice } from '../output/timeSlice';

/**
 * @param planFile absolute path on this machine.
 * @throws SyntaxError for incomplete output
 * @returns the plan, with its secrets, if the command has succeeded; the outcome of the command in any case.
 */
export async function showPlan(
  execution: ExecutionEnvironment,
  planFile: string,
  environment: string,
  onEvent: OnEvent,
  limits: CommandLimits,
): Promise<{ result: CommandResult; json?: PlanJson }> {
  const command = execution.command(['show', '-json', execution.inside(planFile)], { TF_WORKSPACE: environment });
  onEvent({ kind: 'command', line: describeCommand(command) });
  const reader = new PlanJsonReader();
  const slice = new TimeSlice();
  const result = await runProcess(command, {
    ...limits,
    onStdout: async chunk => {
      reader.push(chunk);
      if (slice.isOver) await slice.rest();
    },
    onStderr: line => onEvent({ kind: 'output', line }),
  });
  if (result.exitCode !== 0) return { result };
  if (!reader.isComplete) throw new SyntaxError('The plan ends in the middle.');
  return { result, json: reader.result };
}
