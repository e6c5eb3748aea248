/** The names of a question's answers in the server's problems: `region`, `clusters[1].region`. */
import { isRecord } from '../../common/isRecord';
import type { Answers, Question } from './question';

/** @param value the given value, if any, since some questions have answers only for real values */
export function answerNames(question: Question, value?: unknown): Set<string> {
  const probe = question.input.kind === 'several' ? ['?'] : '?';
  const names = [probe, value].flatMap(each => (each === undefined ? [] : namesIn(question.answers(each))));
  return new Set(names);
}

function namesIn(answers: Answers, path = ''): string[] {
  return Object.entries(answers).flatMap(([name, value]) => {
    const own = `${path}${name}`;
    if (!Array.isArray(value)) return [own];
    const entries: readonly unknown[] = value;
    return [own, ...entries.flatMap((entry, index) => (isRecord(entry) ? namesIn(entry, `${own}[${index}].`) : []))];
  });
}
