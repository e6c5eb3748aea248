/** The part of a problem that says what is wrong, where a line is all there is. */
import type { PlanDiagnostic } from '../../../common/plan/plan';

type Said = Pick<PlanDiagnostic, 'summary' | 'detail'>;

/**
 * Summaries of problems whose words an author of the configuration has written, as `error_message`: terraform has them in the detail, and
 * says in the summary only which kind of check it was.
 */
const WRITTEN =
  /^(?:(?:Resource (?:pre|post)|Module output value pre)condition failed|Check block assertion failed|Invalid value for variable)$/;

const LONGEST = 300;

/** @returns a title: what the author of a check has written, else the summary. */
export function problemTitle({ summary, detail }: Said): string {
  return (WRITTEN.test(summary) && firstParagraph(detail)) || summary;
}

/** @returns a line for a message: the summary, and what the detail begins with. */
export function problemSentence({ summary, detail }: Said): string {
  const more = firstParagraph(detail);
  return more === '' ? summary : `${summary}: ${more}`;
}

function firstParagraph(detail: string): string {
  const [first = ''] = detail.trim().split(/\n\s*\n/);
  const line = first.replace(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).trimEnd()}…` : line;
}
