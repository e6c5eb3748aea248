/**
 * Interfaces of checks. Each check has its own file, which begins with a comment: its documentation page and the examples that tests run. See
 * `docs/checks.md` for how to add one.
 */
import type { Draft } from '../../edits/draft';
import type { EvaluationDiagnosticCode } from '../../hcl/evaluationDiagnostic';
import type { SourceRange } from '../../hcl/model';
import type { CheckLevel } from '../../semantics/settings';
import type { TextFile } from '../../workspace/textFiles';
import type { CallSubject } from './callSubject';
import type { CheckContext } from './checkContext';
import { ITEMS_PER_PAUSE } from '../../scheduling/pausing';

/** A range in a file that is not configuration, as offsets in its text. */
export interface TextFileRange {
  readonly file: TextFile;
  readonly start: number;
  readonly end: number;
}

export type FindingRange = SourceRange | TextFileRange;

/** A problem at one place. @template Data what the fix needs: JSON values, since the editor keeps them. */
export type Finding<Data = unknown> = FindingFacts &
  (undefined extends Data ? { readonly data?: Data } : { readonly data: Data });

interface FindingFacts {
  readonly range: FindingRange;
  /** One or two plain sentences with the environment, the value, and what to do. */
  readonly message: string;
  /** Other places that contribute to the problem. */
  readonly related?: readonly { readonly message: string; readonly range: FindingRange }[];
  /** How the editor shows the range: `unnecessary` faded, `deprecated` struck through. */
  readonly tags?: readonly ('unnecessary' | 'deprecated')[];
  /** Replaces the code of the check: a rule of a team has its own. */
  readonly code?: string;
  /** Overrides the default level of the check. */
  readonly level?: Exclude<CheckLevel, 'off'>;
}

/** A fix of a finding. */
export interface Fix {
  /** In the imperative: "Add ops = {}". */
  readonly title: string;
  /** Changes the draft. It can contain changes of other fixes, since fix-all uses one draft for all fixes. */
  readonly change: (draft: Draft) => void;
  /** Whether the fix needs no review. Fix-all applies preferred fixes only. */
  readonly isPreferred?: boolean;
}

/** A command of the client that fixes a finding after it has asked for values. Its argument is the platform. */
export interface FixCommand {
  /** In the imperative, with an ellipsis. */
  readonly title: string;
  readonly name: string;
}

interface CheckFacts {
  /** For example `KS202`. */
  readonly code: string;
  /** The problem as a headline. */
  readonly title: string;
  /** The default level, which `kubestack.checks` can change. */
  readonly level: Exclude<CheckLevel, 'off'>;
  /** The code of a less specific diagnostic from evaluation. It is not reported at a place with a finding of this check. */
  readonly replaces?: EvaluationDiagnosticCode;
}

/**
 * A check of one module call. Its findings are cached until one of its inputs changes: the call, its effective configuration, the schemas, or the
 * inputs that it recorded in the subject's `reads`.
 */
export interface CallCheck<Data = unknown> extends CheckFacts {
  readonly scope: 'call';
  run(subject: CallSubject): readonly Finding<Data>[];
  fix?(subject: CallSubject, finding: Finding<Data>): readonly Fix[];
}

/** Findings of a check, and undefined for each pause in the work, which keeps the server responsive in large platforms (see `forEachPausing`). */
export type Findings<Data = unknown> = Iterable<Finding<Data> | undefined>;

/** A check of a whole platform. It runs after every change, so it must visit each item only once. */
export interface PlatformCheck<Data = unknown> extends CheckFacts {
  readonly scope: 'platform';
  /**
   * What the check reads, if it is less than the whole platform. `declarations`: neither the content of configurations, but for their references to
   * modules, nor files beside the configuration. It then runs again only if something else has changed, or a block with one of its findings.
   */
  readonly reads?: 'declarations';
  run(context: CheckContext): Findings<Data>;
  fix?(context: CheckContext, finding: Finding<Data>): readonly Fix[];
  command?(finding: Finding<Data>): FixCommand | undefined;
}

export type Check = CallCheck | PlatformCheck;

/** A finding with its check, level and fixes. */
export interface CheckFinding {
  readonly check: Check;
  readonly finding: Finding;
  readonly level: Exclude<CheckLevel, 'off'>;
  readonly fixes: () => readonly Fix[];
}

export const codeOf = ({ check, finding }: Pick<CheckFinding, 'check' | 'finding'>): string =>
  finding.code ?? check.code;

export const isTextFileRange = (range: FindingRange): range is TextFileRange => 'file' in range;

export const uriOfRange = (range: FindingRange): string => (isTextFileRange(range) ? range.file.uri : range.item.uri);

/** The findings for all items. */
export function* forEachPart<T, Data>(
  parts: Iterable<T>,
  findingsOf: (part: T) => Iterable<Finding<Data>>,
): Findings<Data> {
  let count = 0;
  for (const part of parts) {
    if (++count % ITEMS_PER_PAUSE === 0) yield undefined;
    yield* findingsOf(part);
  }
}
