/** What the light bulb offers for problems: fixes, fix-all, a comment that silences, and the page that explains. */
import type { CodeAction, Diagnostic, Range, WorkspaceEdit } from 'vscode-languageserver-types';
import type { Change } from '../edits/change';
import { Draft } from '../edits/draft';
import { editOrProblem, toWorkspaceEdit } from '../edits/workspaceEdit';
import type { Fix } from '../checks/engine/check';
import type { Snapshot } from '../semantics/requestContext';
import { rootsOf } from '../checks/engine/checkRunner';
import { documentOf } from './checkedDiagnostics';
import { fixAllInFile, fixAllInPlatform } from './fixAll';
import { fixableProblems, preferredFix, type FixableProblem } from './fixableDiagnostics';
import { ignoreFix } from './ignoreFixes';

export const QUICK_FIX = 'quickfix';
export const FIX_ALL = 'source.fixAll.kubestack';
export const FIX_PLATFORM = 'source.fixPlatform.kubestack';

/** The client's command that shows the page of a code. */
export const EXPLAIN_COMMAND = 'kubestack.explainDiagnostic';

/** What the editor wants, and what it can do. */
export interface RepairQuestion {
  readonly uri: string;
  readonly range: Range;
  /** Kinds that are wanted; all, when left out. */
  readonly only: readonly string[] | undefined;
  /** Edits are asked for one by one, when they are needed. */
  readonly resolves: boolean;
  /** Commands that the client can run. */
  readonly commands: readonly string[];
}

/** Says which edit an action stands for, so that it can be made later. */
export interface RepairData {
  readonly source: 'repair';
  readonly what: 'fix' | 'ignore' | 'file' | 'platform';
  readonly uri: string;
  readonly title: string;
  readonly code?: string;
  readonly message?: string;
  readonly start?: Range['start'];
}

/** Actions for the problems that a range touches, and for the file. */
export function repairActions(snapshot: Snapshot, question: RepairQuestion): CodeAction[] {
  const { uri, range, only } = question;
  const wants = (kind: string): boolean =>
    only === undefined || only.some(each => kind === each || kind.startsWith(`${each}.`));
  const problems = fixableProblems(snapshot, uri);
  const here = problems.filter(({ diagnostic }) => touches(diagnostic.range, range));
  const actions = wants(QUICK_FIX)
    ? inOrder(
        here.flatMap(problem => actionsFor(snapshot, question, problem, problems)),
        range,
      )
    : [];
  if (wants(FIX_ALL) && problems.some(preferredFix))
    actions.push(action('Fix all problems in this file', FIX_ALL, { what: 'file', uri }));
  if (wants(FIX_PLATFORM) && only !== undefined && rootsOf(snapshot, uri).length > 0)
    actions.push(action('Fix all problems in the platform', FIX_PLATFORM, { what: 'platform', uri }));
  if (question.resolves) return actions;
  return actions.flatMap(each => (each.command ? [each] : (resolveRepair(snapshot, each) ?? [])));
}

/**
 * What mends before what silences and explains; that is offered once, however many problems of one code there are: for the one that begins
 * nearest to what was asked about.
 */
function inOrder(actions: readonly CodeAction[], { start }: Range): CodeAction[] {
  const isFix = ({ data }: CodeAction): boolean => (data as RepairData | undefined)?.what === 'fix';
  const distance = ({ diagnostics: [about] = [] }: CodeAction): number =>
    Math.abs((about?.range.start.line ?? 0) - start.line);
  const others = new Map<string, CodeAction>();
  for (const each of actions.filter(action => !isFix(action))) {
    const known = others.get(each.title);
    if (!known || distance(each) < distance(known)) others.set(each.title, each);
  }
  return [...actions.filter(isFix), ...others.values()];
}

/** The action with its edit; undefined where what it was about is no longer there, or there is nothing to change. */
export function resolveRepair(snapshot: Snapshot, each: CodeAction): CodeAction | undefined {
  const changes = changesOf(snapshot, each.data as RepairData);
  if (!changes || changes.length === 0) return undefined;
  const made = editOrProblem((): { edit: WorkspaceEdit } => ({ edit: toWorkspaceEdit(snapshot, changes) }));
  return 'problem' in made ? undefined : { ...each, ...made };
}

function changesOf(snapshot: Snapshot, { what, uri, title, code, message, start }: RepairData): Change[] | undefined {
  switch (what) {
    case 'file':
      return fixAllInFile(snapshot, uri, code);
    case 'platform':
      return rootsOf(snapshot, uri).flatMap(root => fixAllInPlatform(snapshot, root.folderUri));
    default: {
      const problem = fixableProblems(snapshot, uri).find(
        ({ diagnostic }) =>
          diagnostic.code === code &&
          diagnostic.message === message &&
          diagnostic.range.start.line === start?.line &&
          diagnostic.range.start.character === start.character,
      );
      const file = documentOf(snapshot, uri);
      if (!problem || !file) return undefined;
      const fix =
        what === 'ignore' ? ignoreFix(file, problem.diagnostic) : problem.fixes().find(each => each.title === title);
      return fix && changesBy(snapshot, fix);
    }
  }
}

function changesBy(snapshot: Snapshot, fix: Fix): Change[] {
  const draft = new Draft(snapshot);
  fix.change(draft);
  return draft.changes();
}

function actionsFor(
  snapshot: Snapshot,
  { uri, commands }: RepairQuestion,
  problem: FixableProblem,
  all: readonly FixableProblem[],
): CodeAction[] {
  const { diagnostic } = problem;
  const { code } = diagnostic;
  if (typeof code !== 'string' || code === 'syntax') return [];
  const about = { uri, code, message: diagnostic.message as string, start: diagnostic.range.start };
  const fixes = problem.fixes().map(({ title, isPreferred }) => ({
    ...action(title, QUICK_FIX, { what: 'fix', ...about }, diagnostic),
    ...(isPreferred ? { isPreferred } : {}),
  }));
  const isSecond = all.some(each => each !== problem && each.diagnostic.code === code && preferredFix(each));
  if (isSecond && preferredFix(problem))
    fixes.push(action(`Fix all ${code} in this file`, QUICK_FIX, { what: 'file', uri, code }, diagnostic));
  const file = documentOf(snapshot, uri);
  const ignore = file && canIgnore(code) ? ignoreFix(file, diagnostic) : undefined;
  if (ignore) fixes.push(action(ignore.title, QUICK_FIX, { what: 'ignore', ...about }, diagnostic));
  if (commands.includes(EXPLAIN_COMMAND)) {
    const title = `Explain ${code}`;
    fixes.push({
      title,
      kind: QUICK_FIX,
      diagnostics: [diagnostic],
      command: { title, command: EXPLAIN_COMMAND, arguments: [code] },
    });
  }
  return fixes;
}

/** What terraform refuses stays refused, also when nobody hears of it. */
const canIgnore = (code: string): boolean => !/^KS00[1-57]$|^KS201$/.test(code);

const action = (
  title: string,
  kind: string,
  data: Omit<RepairData, 'source' | 'title'>,
  diagnostic?: Diagnostic,
): CodeAction => ({
  title,
  kind,
  ...(diagnostic ? { diagnostics: [diagnostic] } : {}),
  data: { source: 'repair', title, ...data } satisfies RepairData,
});

const touches = (a: Range, b: Range): boolean => !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
const isBefore = (a: Range['start'], b: Range['start']): boolean =>
  a.line < b.line || (a.line === b.line && a.character < b.character);
