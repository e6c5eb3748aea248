/**
 * The refactorings of the light bulb.
 * - {@link offeredRefactorings}: what can be done at a range, as code actions without an edit
 * - {@link resolveRefactoring}: the edit of one that was chosen, after its promise has been checked
 */
import { t } from '../../common/localization';
import type { CodeAction, Range, WorkspaceEdit } from 'vscode-languageserver-types';
import { editOrProblem } from '../edits/workspaceEdit';
import { resultingContext } from '../edits/resultingSnapshot';
import type { Change } from '../edits/change';
import { callsOfItem } from '../semantics/moduleCalls';
import { fileOf, isRequestedKind, type RequestContext } from '../semantics/requestContext';
import { isOnHeader } from '../semantics/positionMapping';
import { resolveAt } from '../semantics/resolveAt';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { NextSteps, RefactoringData } from '../../common/protocol';
import { sourceSyntaxOf } from '../workspace/fileNames';
import { baseNameOf, parentOf } from '../workspace/uri';
import { TooManyChangesError } from './configurationTarget';
import { effectiveDifferences, effectiveTexts, rootModulesOf } from './effectiveSnapshot';
import { extractCommon } from './extractCommon';
import { inheritAttribute } from './inheritAttribute';
import { migration } from './migration/migrationAction';
import { makeBase } from './makeBase';
import { moveToBase } from './moveToBase';
import { overrideAttribute } from './overrideAttribute';
import { pushDown } from './pushDown';
import type { Refactoring, RefactoringProblem, RefactoringResult, RefactoringTarget } from './refactoring';
import { sortEnvironments } from './sortEnvironments';
import { splitFile } from './splitFile';

const REFACTORINGS: readonly Refactoring[] = [
  overrideAttribute,
  inheritAttribute,
  moveToBase,
  pushDown,
  extractCommon,
  makeBase,
  sortEnvironments,
  splitFile,
  migration,
];

/** Kinds of the code actions, for the server's capabilities. */
export const REFACTORING_KINDS = ['refactor.rewrite', 'refactor.inline', 'refactor.extract', 'refactor.move'];

/** @param only requested kinds (LSP's `context.only`); all if absent */
export function* offeredRefactorings(
  request: RequestContext,
  uri: string,
  range: Range,
  only?: readonly string[],
): Generator<unknown, CodeAction[]> {
  const wanted = (kind: string): boolean => isRequestedKind(kind, only);
  // JSON is usually generated, so it is not changed.
  if (!REFACTORING_KINDS.some(wanted) || sourceSyntaxOf(baseNameOf(uri))?.json) return [];
  const target = refactoringTargetAt(request, uri, range.start);
  const actions: CodeAction[] = [];
  for (const refactoring of REFACTORINGS) {
    yield;
    for (const { title, kind, isAlsoFix, choice } of refactoring.offer(target)) {
      if (!wanted(kind) || (isAlsoFix && only === undefined)) continue;
      if (refactoring.isTriedFirst && isShort(target) && 'problem' in (yield* changesOf(refactoring, target, choice)))
        continue;
      const data: RefactoringData = {
        source: 'refactoring',
        refactoring: refactoring.id,
        uri,
        position: range.start,
        title,
        ...(choice === undefined ? {} : { choice }),
      };
      actions.push({ title, kind, data });
    }
  }
  return actions;
}

/** Trying a refactoring computes the configurations of all modules, for each position of the cursor. */
const MAX_TRIED_MODULES = 100;

function isShort({ request: { model }, cursor }: RefactoringTarget): boolean {
  let count = 0;
  for (const call of cursor ? model.callsIn(cursor.call.instance.root) : [])
    if (call && ++count > MAX_TRIED_MODULES) return false;
  return true;
}

/** Resolves a chosen refactoring: its edit, and the follow-up if there is one. */
export interface ResolvedRefactoring {
  readonly edit: WorkspaceEdit;
  readonly next: NextSteps | undefined;
}

/** The edit for the current texts, or the reason why there is none. */
export function* resolveRefactoring(
  request: RequestContext,
  { refactoring, uri, position, title, choice }: RefactoringData,
): Generator<unknown, ResolvedRefactoring | RefactoringProblem> {
  const found = REFACTORINGS.find(({ id }) => id === refactoring);
  if (!found) return { problem: t('This refactoring is no longer available.') };
  const target = refactoringTargetAt(request, uri, position);
  if (!found.offer(target).some(each => each.title === title && each.choice === choice))
    return { problem: t('The file has changed in the meantime. Request the action again.') };
  yield;
  const result = yield* changesOf(found, target, choice);
  if ('problem' in result) return result;
  const { changes, explanation, next } = result;
  const made = yield* editOrProblem(request, changes, explanation ? [explanation] : []);
  return 'problem' in made ? made : { ...made, next: next && { ...next, title } };
}

/** The result with its changes, which have no unintended effects. */
function* changesOf(
  refactoring: Refactoring,
  target: RefactoringTarget,
  choice: string | undefined,
): Generator<unknown, (RefactoringResult & { readonly changes: readonly Change[] }) | RefactoringProblem> {
  const result = yield* applied(refactoring, target, choice);
  if ('problem' in result) return result;
  const changes = yield* result.draft.changes();
  return (yield* unintendedChange(target.request, result, changes)) ?? { ...result, changes };
}

function* applied(
  refactoring: Refactoring,
  target: RefactoringTarget,
  choice: string | undefined,
): ReturnType<Refactoring['apply']> {
  try {
    return yield* refactoring.apply(target, choice);
  } catch (error) {
    if (!(error instanceof TooManyChangesError)) throw error;
    return { problem: t('This needs too many changes for a configuration of this length.') };
  }
}

/** What the cursor is on. */
export function refactoringTargetAt(request: RequestContext, uri: string, position: Range['start']): RefactoringTarget {
  const here = resolveAt(request, uri, position);
  const found = here?.target;
  const isInBody = here !== undefined && here.item.node.kind === 'block' && !isOnHeader(here.item, here.at);
  if (found) {
    const { calls, kind } = found;
    const names = 'environment' in found ? { environment: found.environment } : {};
    const path = 'path' in found ? { path: found.path } : {};
    return { request, uri, isInBody, cursor: calls[0] && { call: calls[0], kind, ...names, ...path } };
  }
  const headed = callOfHeader(request, uri, position);
  return { request, uri, isInBody, cursor: headed && { call: headed, kind: 'module' } };
}

/** In the header line of a module call, from `module` to the brace, the label counts as selected, since files open there. */
function callOfHeader(request: RequestContext, uri: string, { line }: Range['start']): ModuleCall | undefined {
  const file = fileOf(request, uri);
  const placed = file?.items.find(({ offset }) => file.lines.positionAt(offset).line === line);
  return placed && callsOfItem(request, placed.item, 1)[0];
}

/** Refuses a change with unintended effects: terraform's inheritance rules can't express it otherwise. */
function* unintendedChange(
  request: RequestContext,
  { isIntended }: RefactoringResult,
  changes: readonly Change[],
): Generator<undefined, RefactoringProblem | undefined> {
  if (isIntended === 'any') return undefined;
  const roots = rootModulesOf(request, new Set(changes.map(({ uri }) => parentOf(uri))));
  const before = yield* effectiveTexts(request, roots);
  const changed = yield* resultingContext(request, changes);
  yield;
  const after = yield* effectiveTexts(changed, roots);
  const broken = effectiveDifferences(before, after).find(each => !isIntended?.(each));
  if (!broken) return undefined;
  const where = broken.environment === '' ? broken.address : t('{0} in {1}', broken.address, broken.environment);
  return { problem: t('This would change the effective configuration of {0}.', where) };
}
