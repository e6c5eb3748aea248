/** What the questions of a command may look at. */
import type { Platform } from '../../../common/protocol';
import type { Localize } from '../../core/localize';
import type { GivenAnswers } from '../questionRun';
import type { ValueSuggestion } from '../question';

export interface QuestionContext {
  readonly t: Localize;
  /** Absent for a new platform. */
  readonly platform?: Platform;
  /** What the server suggests for an answer, with the answers so far: `region`, `clusters[0].region`. */
  readonly suggest: (answer: string) => ValueSuggestion;
  /** What was given so far, by question. */
  readonly given: GivenAnswers;
}
