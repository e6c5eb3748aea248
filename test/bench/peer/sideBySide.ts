/** Compares the responses of two servers to the same requests. */
import { distributionOf, type Distribution } from '../distribution';

/** A response of a server. */
export interface Answered {
  /** Milliseconds. */
  readonly time: number;
  readonly hasContent: boolean;
}

/** The same request at the same position of the same text. */
export interface AnsweredByBoth {
  readonly ours: Answered;
  readonly theirs: Answered;
}

export interface SideBySide {
  readonly asked: number;
  /** Number of responses with content. */
  readonly ourAnswers: number;
  readonly theirAnswers: number;
  /** Times of only those requests for which both responses have content; undefined if there are none. */
  readonly times: { readonly ours: Distribution; readonly theirs: Distribution; readonly compared: number } | undefined;
}

/** Compares responses. Only times of requests count for which both responses have content. */
export function sideBySide(answers: readonly AnsweredByBoth[]): SideBySide {
  const both = answers.filter(({ ours, theirs }) => ours.hasContent && theirs.hasContent);
  return {
    asked: answers.length,
    ourAnswers: answers.filter(({ ours }) => ours.hasContent).length,
    theirAnswers: answers.filter(({ theirs }) => theirs.hasContent).length,
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

/** Ours / theirs: below 1 our server is faster. */
export const ratiosOf = ({ times }: SideBySide): { p50: number; p95: number } | undefined =>
  times && { p50: times.ours.p50 / times.theirs.p50, p95: times.ours.p95 / times.theirs.p95 };
