/** A reason why a promotion is refused. The user can override some of them: see `OVERRIDABLE`. */
export type Refusal =
  | { readonly kind: 'noRemote' }
  | { readonly kind: 'noMainBranch'; readonly remote: string; readonly branch: string }
  | { readonly kind: 'remoteNotAsked'; readonly problem: string }
  | { readonly kind: 'badPattern'; readonly pattern: string }
  /** A deploy tag of the environment would be applied to another one. */
  | { readonly kind: 'tagAppliesElsewhere'; readonly applied: string; readonly path: string }
  | { readonly kind: 'internal'; readonly branch: string }
  | { readonly kind: 'unpushed'; readonly branch: string; readonly count: number }
  /** `checkedOut`: the commit is the checkout of `branch` ('' if detached); else it was chosen. */
  | { readonly kind: 'notOnMain'; readonly branch: string; readonly commit: string; readonly checkedOut?: string }
  | { readonly kind: 'behind'; readonly branch: string; readonly count: number }
  | { readonly kind: 'historyIncomplete' }
  /**
   * The commit lacks the environment. `previous`: a later commit with it can be promoted there first; `branch`: no commit of this main branch has
   * it; neither: the commit was chosen.
   */
  | {
      readonly kind: 'environmentMissing';
      readonly commit: string;
      readonly previous?: string;
      readonly branch?: string;
    }
  /** It is unknown whether the commit has the environment. */
  | { readonly kind: 'environmentsUnknown'; readonly commit: string; readonly problem: string }
  | { readonly kind: 'nothingToPromote'; readonly commit: string }
  | { readonly kind: 'earlierNotPromoted'; readonly previous: string; readonly commit: string }
  | { readonly kind: 'pipelineFailed'; readonly previous: string; readonly commit: string; readonly url?: string }
  | { readonly kind: 'pipelineRunning'; readonly previous: string; readonly commit: string; readonly url?: string }
  /** The Git host has no run of the repository's pipelines for the commit. */
  | { readonly kind: 'pipelineMissing'; readonly previous: string; readonly commit: string }
  /** No pipeline of the commit runs for a deploy tag of the environment. */
  | { readonly kind: 'tagStartsNothing'; readonly commit: string }
  /** The pipelines of the commit run for a deploy tag, but don't apply the environment. */
  | { readonly kind: 'tagNotApplied'; readonly commit: string; readonly path: string }
  /** The last promotion to the environment was not applied completely. */
  | { readonly kind: 'applyFailed'; readonly tag: string; readonly url?: string }
  /** A freeze of the environment is in force. `until`: an ISO time. */
  | { readonly kind: 'frozen'; readonly name: string; readonly reason: string; readonly until: string }
  /** A rule of the team, of the level error, is broken. */
  | { readonly kind: 'ruleBroken'; readonly name: string; readonly subject: string; readonly message: string }
  /** A rule or freeze can't be read or evaluated. */
  | { readonly kind: 'rulesInvalid'; readonly problem: string }
  | {
      readonly kind: 'soak';
      readonly previous: string;
      readonly minutes: number;
      readonly left: number;
      /** Nothing tells since when the previous environment has had the commit. */
      readonly isTimeUnknown?: boolean;
    };

export type RefusalKind = Refusal['kind'];

/** Refusals that can be overridden with a reason, which is stored in the tag's message. */
export const OVERRIDABLE: ReadonlySet<RefusalKind> = new Set([
  'environmentsUnknown',
  'pipelineMissing',
  'tagStartsNothing',
  'tagNotApplied',
  'applyFailed',
  'frozen',
  'ruleBroken',
  'soak',
]);
