/** The answers of two servers to the same questions. */
import { distributionOf, type Distribution } from '../distribution';

/** One answer of one server. */
export interface Answered {
  /** Milliseconds. */
  readonly time: number;
  readonly said: boolean;
}

/** The same question at the same place of the same text. */
export interface AnsweredByBoth {
  readonly ours: Answered;
  readonly theirs: Answered;
}

export interface SideBySide {
  readonly asked: number;
  /** Answers that were not empty. */
  readonly oursSaid: number;
  readonly theirsSaid: number;
  /** Where both said something, and of those questions alone; undefined where there is no such question. */
  readonly times: { readonly ours: Distribution; readonly theirs: Distribution; readonly compared: number } | undefined;
}

/** Puts answers side by side. Times count where both said something. */
export function sideBySide(answers: readonly AnsweredByBoth[]): SideBySide {
  const both = answers.filter(({ ours, theirs }) => ours.said && theirs.said);
  return {
    asked: answers.length,
    oursSaid: answers.filter(({ ours }) => ours.said).length,
    theirsSaid: answers.filter(({ theirs }) => theirs.said).length,
    times:
      both.length === 0
        ? undefined
        : {
            ours: distributionOf(both.map(({ ours }) => ours.time)),
            theirs: distributionOf(both.map(({ theirs }) => theirs.time)),
            compared: both.length,
          },
  };
}

/** Ours / theirs: below 1 we are faster. */
export const ratiosOf = ({ times }: SideBySide): { p50: number; p95: number } | undefined =>
  times && { p50: times.ours.p50 / times.theirs.p50, p95: times.ours.p95 / times.theirs.p95 };
