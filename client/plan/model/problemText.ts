/** Shortens a problem to one line. */
import type { PlanDiagnostic } from '../../../common/plan/plan';
import { shortenedWithin } from '../../../common/shortened';

type ProblemText = Pick<PlanDiagnostic, 'summary' | 'detail'>;

/**
 * Summaries of problems with a custom `error_message`: terraform puts that message into the detail, and the summary contains only the kind of check.
 */
const WRITTEN =
  /^(?:(?:Resource (?:pre|post)|Module output value pre)condition failed|Check block assertion failed|Invalid value for variable)$/;

const MAX_PROBLEM_LENGTH = 300;

/** @returns a title: the check's custom message, otherwise the summary. */
export function problemTitle({ summary, detail }: ProblemText): string {
  return (WRITTEN.test(summary) && firstParagraph(detail)) || summary;
}

/** @returns a line for a message: the summary and the detail. The middle of a long one is left out, since errors end with their cause. */
export function problemSentence({ summary, detail }: ProblemText): string {
  const more = firstParagraph(detail);
  return more === '' ? summary : `${summary}: ${more}`;
}

function firstParagraph(detail: string): string {
  const [first = ''] = detail.trim().split(/\n\s*\n/);
  return shortenedWithin(first.replace(/\s+/g, ' '), MAX_PROBLEM_LENGTH);
}
