/** What a refactoring is: it says what it offers where, makes a draft of changes, and says what may become different by it. */
import type { CursorTarget } from '../semantics/cursorTarget';
import type { RequestContext } from '../semantics/requestContext';
import type { Draft } from '../edits/draft';
import type { Explanation } from '../edits/workspaceEdit';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { NextSteps } from '../../common/protocol';
import type { EffectiveDifference } from './effectiveSnapshot';

/** Where the cursor is. */
export interface RefactoringTarget {
  readonly request: RequestContext;
  readonly uri: string;
  /** Whether it is below the header of a block. */
  readonly isInBody: boolean;
  /** Undefined outside of module calls. */
  readonly cursor:
    | {
        /** The first of the calls that the text stands for. */
        readonly call: ModuleCall;
        readonly kind: CursorTarget['kind'];
        readonly environment?: string;
        /** Below the environment. */
        readonly path?: readonly string[];
      }
    | undefined;
}

export type RefactoringKind = 'refactor.rewrite' | 'refactor.extract' | 'refactor.inline' | 'refactor.move';

export interface RefactoringOffer {
  readonly title: string;
  readonly kind: RefactoringKind;
  /** A quick fix does the same: offered only to those who ask for refactorings. */
  readonly isAlsoFix?: boolean;
  /** Comes back when the offer is taken. */
  readonly choice?: string;
}

export interface RefactoringResult {
  readonly draft: Draft;
  /** Whether a difference is what the change is for; without it nothing may become different. */
  readonly isMeant?: (difference: EffectiveDifference) => boolean;
  /** Shown with the changes before they are made, where the client can. */
  readonly explanation?: Explanation;
  /** What to know and to do when it is done, where there is something. */
  readonly next?: Omit<NextSteps, 'title'>;
}

/** Why it can't be done, in a sentence for the person who asked. */
export interface RefactoringProblem {
  readonly problem: string;
}

export interface Refactoring {
  readonly id: string;
  offer(target: RefactoringTarget): RefactoringOffer[];
  apply(target: RefactoringTarget, choice: string | undefined): RefactoringResult | RefactoringProblem;
}
