import { isPlainBranchName } from '../../common/branchName';
import type { NextSteps } from '../../common/protocol';
import { isStep } from './checklist';

/** @param argument of the command; @returns undefined if it is something else */
export function parseNextSteps(argument: unknown): NextSteps | undefined {
  if (argument === null || typeof argument !== 'object') return undefined;
  const { uri, title, notes, followUp, mainBranch } = argument as Partial<Record<keyof NextSteps, unknown>>;
  if (typeof uri !== 'string' || typeof title !== 'string' || !isTexts(notes)) return undefined;
  if (!Array.isArray(followUp) || !followUp.every(isStep)) return undefined;
  const branch = typeof mainBranch === 'string' && isPlainBranchName(mainBranch) ? { mainBranch } : {};
  return { uri, title, notes, followUp, ...branch };
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(each => typeof each === 'string');
