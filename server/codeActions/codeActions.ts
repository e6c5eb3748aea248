/** Code actions for diagnostics: fixes, fix-all, a comment that ignores the check, and the page that explains it. */
import { append } from '../../common/lists';
import { t } from '../../common/localization';
import type { CodeAction, Diagnostic, Range } from 'vscode-languageserver-types';
import type { Change } from '../edits/change';
import { Draft } from '../edits/draft';
import { editOrProblem } from '../edits/workspaceEdit';
import type { Fix } from '../checks/engine/check';
import { isRequestedKind, type RequestContext } from '../semantics/requestContext';
import { platformRootsOf } from '../checks/engine/checkRunner';
import { now } from '../../common/now';
import { isEvaluationCode } from '../hcl/evaluationDiagnostic';
import { fixAllInFile, fixAllInPlatform } from './fixAll';
import {
  documentOf,
  fixableDiagnostics,
  preferredFix,
  type FixableDiagnostic,
} from '../diagnostics/checkedDiagnostics';
import { ignoreFix } from '../diagnostics/ignoreFixes';

export const QUICK_FIX = 'quickfix';
export const FIX_ALL = 'source.fixAll.kubestack';
export const FIX_PLATFORM = 'source.fixPlatform.kubestack';

/** The client's command that shows the page of a code. */
export const EXPLAIN_COMMAND = 'kubestack.explainDiagnostic';

/** The request and the capabilities of the editor. */
export interface QuickFixQuery {
  readonly uri: string;
  readonly range: Range;
  /** Requested kinds; by default, all. */
  readonly only: readonly string[] | undefined;
  /** Whether edits are resolved later, one by one. */
  readonly resolves: boolean;
  /** Commands that the client can run. */
  readonly commands: readonly string[];
}

/** Identifies the edit of an action, for resolving it later. */
export interface QuickFixData {
  readonly source: 'repair';
  readonly what: 'fix' | 'ignore' | 'file' | 'platform';
  readonly uri: string;
  readonly title: string;
  readonly code?: string;
  readonly message?: string;
  readonly start?: Range['start'];
}

/** Actions for the diagnostics that a range touches, and for the file. */
export function* quickFixActions(request: RequestContext, question: QuickFixQuery): Generator<undefined, CodeAction[]> {
  const { uri, range, only } = question;
  const isRequested = (kind: string): boolean => isRequestedKind(kind, only);
  const problems = yield* fixableDiagnostics(request, uri);
  const here = problems.filter(({ diagnostic }) => touches(diagnostic.range, range));
  const found: CodeAction[] = [];
  for (const problem of isRequested(QUICK_FIX) ? here : []) {
    yield;
    append(found, yield* actionsFor(request, question, problem, problems));
  }
  const actions = inOrder(found, range);
  if (isRequested(FIX_ALL) && (yield* isAnyPreferred(problems)))
    actions.push(action(t('Fix all problems in this file'), FIX_ALL, { what: 'file', uri }));
  if (isRequested(FIX_PLATFORM) && only !== undefined && platformRootsOf(request, uri).length > 0)
    actions.push(action(t('Fix all problems in the platform'), FIX_PLATFORM, { what: 'platform', uri }));
  if (question.resolves) return actions;
  return actions.flatMap(each => (each.command ? [each] : (now(resolveQuickFix(request, each)) ?? [])));
}

/**
 * Fixes come before actions that ignore or explain. The latter are offered once per code, for the diagnostic that begins nearest to the
 * range.
 */
function inOrder(actions: readonly CodeAction[], { start }: Range): CodeAction[] {
  const isFix = ({ data }: CodeAction): boolean => (data as QuickFixData | undefined)?.what === 'fix';
  const distance = ({ diagnostics: [about] = [] }: CodeAction): number =>
    Math.abs((about?.range.start.line ?? 0) - start.line);
  const others = new Map<string, CodeAction>();
  for (const each of actions.filter(action => !isFix(action))) {
    const other = others.get(each.title);
    if (!other || distance(each) < distance(other)) others.set(each.title, each);
  }
  return [...actions.filter(isFix), ...others.values()];
}

/** The action with its edit; undefined if the diagnostic no longer exists, or nothing would change. */
export function* resolveQuickFix(
  request: RequestContext,
  each: CodeAction,
): Generator<unknown, CodeAction | undefined> {
  const changes = yield* changesOf(request, each.data as QuickFixData);
  if (!changes || changes.length === 0) return undefined;
  const made = yield* editOrProblem(request, changes);
  return 'problem' in made ? undefined : { ...each, ...made };
}

function* changesOf(
  request: RequestContext,
  { what, uri, title, code, message, start }: QuickFixData,
): Generator<unknown, readonly Change[] | undefined> {
  switch (what) {
    case 'file':
      return yield* fixAllInFile(request, uri, code);
    case 'platform': {
      const changes: Change[] = [];
      for (const { folderUri } of platformRootsOf(request, uri))
        append(changes, yield* fixAllInPlatform(request, folderUri));
      return changes;
    }
    default: {
      const problem = (yield* fixableDiagnostics(request, uri)).find(
        ({ diagnostic }) =>
          diagnostic.code === code &&
          diagnostic.message === message &&
          diagnostic.range.start.line === start?.line &&
          diagnostic.range.start.character === start.character,
      );
      const file = documentOf(request, uri);
      if (!problem || !file) return undefined;
      const fix =
        what === 'ignore' ? ignoreFix(file, problem.diagnostic) : problem.fixes().find(each => each.title === title);
      return fix && (yield* changesBy(request, fix));
    }
  }
}

function* changesBy(request: RequestContext, fix: Fix): Generator<unknown, readonly Change[]> {
  const draft = new Draft(request);
  fix.change(draft);
  yield;
  return yield* draft.changes();
}

/** Whether any of the problems has a fix that needs no choice. */
function* isAnyPreferred(problems: readonly FixableDiagnostic[]): Generator<undefined, boolean> {
  for (const problem of problems) {
    yield;
    if (preferredFix(problem)) return true;
  }
  return false;
}

function* actionsFor(
  request: RequestContext,
  { uri, commands }: QuickFixQuery,
  problem: FixableDiagnostic,
  all: readonly FixableDiagnostic[],
): Generator<undefined, CodeAction[]> {
  const { diagnostic } = problem;
  const { code } = diagnostic;
  if (typeof code !== 'string' || code === 'syntax') return [];
  const about = { uri, code, message: diagnostic.message as string, start: diagnostic.range.start };
  const fixes: CodeAction[] = problem.fixes().map(({ title, isPreferred }) => ({
    ...action(title, QUICK_FIX, { what: 'fix', ...about }, diagnostic),
    ...(isPreferred ? { isPreferred } : {}),
  }));
  const [root] = problem.command && commands.includes(problem.command.name) ? platformRootsOf(request, uri) : [];
  if (problem.command && root)
    fixes.push({
      title: problem.command.title,
      kind: QUICK_FIX,
      diagnostics: [diagnostic],
      command: {
        title: problem.command.title,
        command: problem.command.name,
        arguments: [{ platform: request.client.clientUri(root.folderUri) }],
      },
    });
  const others = all.filter(each => each !== problem && each.diagnostic.code === code);
  if (preferredFix(problem) && (yield* isAnyPreferred(others)))
    fixes.push(action(t('Fix all {0} in this file', code), QUICK_FIX, { what: 'file', uri, code }, diagnostic));
  const file = documentOf(request, uri);
  const ignore = file && canIgnore(code) ? ignoreFix(file, diagnostic) : undefined;
  if (ignore) fixes.push(action(ignore.title, QUICK_FIX, { what: 'ignore', ...about }, diagnostic));
  if (commands.includes(EXPLAIN_COMMAND)) {
    const title = t('Explain {0}', code);
    fixes.push({
      title,
      kind: QUICK_FIX,
      diagnostics: [diagnostic],
      command: { title, command: EXPLAIN_COMMAND, arguments: [code] },
    });
  }
  return fixes;
}

/** An error of the evaluator can't be ignored: terraform would fail anyway. KS006 is none, and KS007 is about ignore comments. */
const canIgnore = (code: string): boolean => code === 'KS006' || (code !== 'KS007' && !isEvaluationCode(code));

const action = (
  title: string,
  kind: string,
  data: Omit<QuickFixData, 'source' | 'title'>,
  diagnostic?: Diagnostic,
): CodeAction => ({
  title,
  kind,
  ...(diagnostic ? { diagnostics: [diagnostic] } : {}),
  data: { source: 'repair', title, ...data } satisfies QuickFixData,
});

const touches = (a: Range, b: Range): boolean => !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
const isBefore = (a: Range['start'], b: Range['start']): boolean =>
  a.line < b.line || (a.line === b.line && a.character < b.character);
