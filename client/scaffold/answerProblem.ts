/** Why a value can't answer a question. */
import type { ScaffoldProblem } from '../../common/protocol';
import { answerNames } from './answerNames';
import { isBlankAnswer, type Question } from './question';
import { t } from '../../common/localization';

/**
 * @param problems the server's problems with all answers so far, including this one
 * @returns undefined for a valid value
 */
export function answerProblem(
  question: Question,
  value: unknown,
  problems: readonly ScaffoldProblem[],
): string | undefined {
  const refused = question.refuse?.(value);
  if (refused !== undefined) return refused;
  const names = answerNames(question, value);
  const problem = problems.find(({ answer }) => names.has(answer));
  return problem?.message ?? (isBlankAnswer(question, value) ? missingText(question) : undefined);
}

function missingText({ input }: Question): string {
  const example = input.kind === 'text' ? (input.example ?? '') : '';
  return example === '' ? t('Enter a value.') : t('Enter a value, for example {0}.', example);
}
