/** The interface of a refactoring: its offers at a cursor, its draft of changes, and the differences that it may cause. */
import type { CursorTarget } from '../semantics/cursorTarget';
import type { RequestContext } from '../semantics/requestContext';
import type { Draft } from '../edits/draft';
import type { Explanation } from '../edits/workspaceEdit';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { NextSteps } from '../../common/protocol';
import type { EffectiveDifference } from './effectiveSnapshot';

/** The position of the cursor. */
export interface RefactoringTarget {
  readonly request: RequestContext;
  readonly uri: string;
  /** Whether it is below the header of a block. */
  readonly isInBody: boolean;
  /** Undefined outside of module calls. */
  readonly cursor:
    | {
        /** The first of the module instances of this text. */
        readonly call: ModuleCall;
        readonly kind: CursorTarget['kind'];
        readonly environment?: string;
        /** Path below the environment. */
        readonly path?: readonly string[];
      }
    | undefined;
}

export type RefactoringKind = 'refactor.rewrite' | 'refactor.extract' | 'refactor.inline' | 'refactor.move';

export interface RefactoringOffer {
  readonly title: string;
  readonly kind: RefactoringKind;
  /** Whether a quick fix does the same; then it is offered only if refactorings are requested explicitly. */
  readonly isAlsoFix?: boolean;
  /** Returned by the client when the offer is chosen. */
  readonly choice?: string;
}

export interface RefactoringResult {
  readonly draft: Draft;
  /** Whether a difference is intended; by default, none is. `'any'` if the refactoring has compared the values itself. */
  readonly isIntended?: ((difference: EffectiveDifference) => boolean) | 'any';
  /** Shown with the changes before they are applied, if the client supports it. */
  readonly explanation?: Explanation;
  /** Notes for afterwards, if there are any. */
  readonly next?: Omit<NextSteps, 'title'>;
}

/** Thrown if it is impossible, with a sentence for the user. */
export interface RefactoringProblem {
  readonly problem: string;
}

export interface Refactoring {
  readonly id: string;
  /** Whether it is offered only where it can be applied. Others say why they can't after they were chosen. */
  readonly isTriedFirst?: boolean;
  offer(target: RefactoringTarget): RefactoringOffer[];
  /** Pauses between the changes: each may parse a block again. */
  apply(
    target: RefactoringTarget,
    choice: string | undefined,
  ): Generator<unknown, RefactoringResult | RefactoringProblem>;
}
