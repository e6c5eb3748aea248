import { isPlainBranchName } from '../../common/branchName';
import type { NextSteps } from '../../common/protocol';
import { isStepCheck } from './checklist';

/** @param argument of the command; @returns undefined if it is something else */
export function parseNextSteps(argument: unknown): NextSteps | undefined {
  if (argument === null || typeof argument !== 'object') return undefined;
  const { uri, title, notes, followUp, checks, mainBranch } = argument as Partial<Record<keyof NextSteps, unknown>>;
  if (typeof uri !== 'string' || typeof title !== 'string' || !isTexts(notes) || !isTexts(followUp)) return undefined;
  const branch = typeof mainBranch === 'string' && isPlainBranchName(mainBranch) ? { mainBranch } : {};
  const known =
    typeof checks === 'object' && checks !== null && Object.values(checks).every(isStepCheck)
      ? { checks: checks as NonNullable<NextSteps['checks']> }
      : {};
  return { uri, title, notes, followUp, ...known, ...branch };
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(each => typeof each === 'string');
