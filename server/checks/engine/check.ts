/**
 * What a check is. Each has a file of its own that begins with a comment: its documentation page, and the examples that the tests run.
 * `docs/checks.md` says how to add one.
 */
import type { Draft } from '../../edits/draft';
import type { EvaluationDiagnosticCode } from '../../hcl/evaluationDiagnostic';
import type { SourceRange } from '../../hcl/model';
import type { CheckLevel } from '../../semantics/settings';
import type { TextFile } from '../../workspace/textFiles';
import type { CallSubject } from './callSubject';
import type { CheckContext } from './checkContext';
import { THINGS } from '../../scheduling/inTurn';

/** A place in a file that is no configuration: offsets in its text. */
export interface TextFileRange {
  readonly file: TextFile;
  readonly start: number;
  readonly end: number;
}

export type FindingRange = SourceRange | TextFileRange;

/** JSON, so that it survives the way to the editor and back. */
export type FindingData = Readonly<Record<string, unknown>>;

/** One thing that is wrong, at one place. */
export interface Finding {
  readonly place: FindingRange;
  /** Plain words that name the environment, the value, and the way out. */
  readonly message: string;
  /** The other places that belong to it. */
  readonly related?: readonly { readonly message: string; readonly place: FindingRange }[];
  /** How an editor draws it: `unnecessary` faded, `deprecated` struck through. */
  readonly tags?: readonly ('unnecessary' | 'deprecated')[];
  /** What the fix needs to know. */
  readonly data?: FindingData;
  /** Where this one weighs less or more than the check does by default. */
  readonly level?: Exclude<CheckLevel, 'off'>;
}

/** A way to mend a finding. */
export interface Fix {
  /** What it does, in the imperative: "Add ops = {}". */
  readonly title: string;
  /** Makes the changes. Other fixes may have changed the draft before: fix-all makes one draft of all of them. */
  readonly change: (draft: Draft) => void;
  /** The one that is right without a look at the rest: fix-all takes it. */
  readonly isPreferred?: boolean;
}

interface CheckFacts {
  /** `KS202`. */
  readonly code: string;
  /** What is wrong, as a headline. */
  readonly title: string;
  /** How much it weighs unless `kubestack.checks` says something else. */
  readonly level: Exclude<CheckLevel, 'off'>;
  /** A diagnostic of the evaluator that says the same at the same place, but knows less: it is not told beside a finding. */
  readonly replaces?: EvaluationDiagnosticCode;
}

/**
 * A check of one module call. It looks at the call, its effective configuration, the schema, and what it records in the subject's reads: its
 * findings are kept while those are the same, whatever else is edited.
 */
export interface CallCheck extends CheckFacts {
  readonly scope: 'call';
  run(subject: CallSubject): readonly Finding[];
  fix?(subject: CallSubject, finding: Finding): readonly Fix[];
}

/** What a check finds, and undefined where it pauses, so that others get a turn in a large platform: see `inTurn`. */
export type Findings = Iterable<Finding | undefined>;

/** A check of a platform: how its files fit together. It runs after every change, so it looks at each thing once. */
export interface PlatformCheck extends CheckFacts {
  readonly scope: 'platform';
  run(context: CheckContext): Findings;
  fix?(context: CheckContext, finding: Finding): readonly Fix[];
}

export type Check = CallCheck | PlatformCheck;

/** A finding, whose it is, and how to mend it. */
export interface CheckFinding {
  readonly check: Check;
  readonly finding: Finding;
  readonly level: Exclude<CheckLevel, 'off'>;
  readonly fixes: () => readonly Fix[];
}

export const isTextFileRange = (place: FindingRange): place is TextFileRange => 'file' in place;

export const uriOfRange = (place: FindingRange): string => (isTextFileRange(place) ? place.file.uri : place.item.uri);

/** What is found in each thing, one after the other. */
export function* inTurn<T>(things: Iterable<T>, findingsOf: (thing: T) => Iterable<Finding>): Findings {
  let count = 0;
  for (const thing of things) {
    if (++count % THINGS === 0) yield undefined;
    yield* findingsOf(thing);
  }
}

/** A finding with its check, its level and its fixes. */
export interface CheckFinding {
  readonly check: Check;
  readonly finding: Finding;
  readonly level: Exclude<CheckLevel, 'off'>;
  readonly fixes: () => readonly Fix[];
}
