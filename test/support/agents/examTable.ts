/** The results of the agent's exam, as the table of docs/agents.md. */
import type { ExamQuestion } from './exam';

export interface ExamAnswer extends ExamQuestion {
  /** By `kubestack_check`. */
  readonly isFound: boolean;
  /** By `terraform validate`. */
  readonly isAccepted: boolean;
}

/** One row for each kind of mistake, and their sum. */
export function examTable(answers: readonly ExamAnswer[]): string {
  const kinds = [...new Set(answers.map(({ kind }) => kind))];
  const row = (title: string, own: readonly ExamAnswer[]): string => {
    const accepted = own.filter(each => each.isAccepted);
    const found = accepted.filter(each => each.isFound);
    return `| ${title} | ${own.length} | ${accepted.length} | ${found.length} |`;
  };
  return [
    '| mistake | seeded | accepted by `terraform validate` | of these, found by `kubestack_check` |',
    '| --- | --- | --- | --- |',
    ...kinds.map(kind =>
      row(
        kind,
        answers.filter(each => each.kind === kind),
      ),
    ),
    row('all', answers),
  ].join('\n');
}
