/** The context for the questions of a command. */
import type { Platform } from '../../../common/protocol';
import type { GivenAnswers } from '../questionRun';
import type { ValueSuggestion } from '../question';

export interface QuestionContext {
  /** Undefined for a new platform. */
  readonly platform?: Platform;
  /** The server's suggestion for an answer, based on the answers so far: `region`, `clusters[0].region`. */
  readonly suggest: (answer: string) => ValueSuggestion;
  /** The branch of the repository that a new platform's pipeline applies; undefined if it is unknown. */
  readonly mainBranch?: string;
  /** The values given so far, by question. */
  readonly given: GivenAnswers;
}
