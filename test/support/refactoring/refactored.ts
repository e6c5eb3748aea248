/** Refactorings as text in, text out. */
import assert from 'node:assert/strict';
import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver-types';
import type { NextSteps, RefactoringData } from '../../../common/protocol';
import { offeredRefactorings, resolveRefactoring } from '../../../server/refactoring/refactorings';
import {
  resolveScaffoldAction,
  scaffoldActions,
  type ScaffoldActionData,
} from '../../../server/scaffold/scaffoldActions';
import type { RefactoringProblem } from '../../../server/refactoring/refactoring';
import { now } from '../../../common/now';
import type { RequestContext } from '../../../server/semantics/requestContext';
import { originalText } from '../../../server/edits/draft';
import { applyEdits } from '../../../server/format/formatFile';
import { LineIndex } from '../../../server/syntax/lineIndex';
import { relativePath } from '../../../server/workspace/uri';
import { markedWorkspace, type MarkedWorkspace } from '../features/markedWorkspace';
import type { TestWorkspace } from '../testWorkspace';

/** Titles of the refactorings that are offered at the cursor mark. @param only requested kinds; all by default */
export async function offered(texts: Readonly<Record<string, string>>, only?: readonly string[]): Promise<string[]> {
  const workspace = await markedWorkspace(texts);
  return actionsIn(workspace, only).map(({ title }) => title);
}

/** The texts after the refactoring that has this title, only those that changed; deleted files are undefined. */
export async function refactored(
  texts: Readonly<Record<string, string>>,
  title: string | RegExp,
): Promise<Record<string, string | undefined>> {
  const workspace = await markedWorkspace(texts);
  const action = actionAt(workspace, title);
  const { source } = action.data as RefactoringData | ScaffoldActionData;
  if (source === 'scaffold') {
    const result = now(resolveScaffoldAction(workspace.snapshot, action));
    assert.ok(typeof result !== 'string' && result.action.edit, JSON.stringify(result));
    return changedTexts(workspace, result.action.edit);
  }
  const result = editOf(workspace.snapshot, action.data as RefactoringData);
  assert.ok(!('problem' in result), 'problem' in result ? String(result.problem) : '');
  return changedTexts(workspace, result);
}

/** Why a refactoring that isn't offered at the cursor mark can't be done. */
export async function hiddenRefusal(
  texts: Readonly<Record<string, string>>,
  refactoring: string,
  title: string,
): Promise<string> {
  const { snapshot, here, position, ...workspace } = await markedWorkspace(texts);
  const titles = actionsIn({ snapshot, here, position, ...workspace }).map(each => each.title);
  assert.ok(!titles.includes(title), titles.join(' | '));
  const result = editOf(snapshot, { source: 'refactoring', refactoring, uri: here, position, title });
  assert.ok('problem' in result, JSON.stringify(result));
  return result.problem;
}

/** The notes that the user sees after choosing a refactoring. */
export async function nextSteps(
  texts: Readonly<Record<string, string>>,
  title: RegExp,
): Promise<NextSteps | undefined> {
  const workspace = await markedWorkspace(texts);
  const result = now(resolveRefactoring(workspace.snapshot, chosen(workspace, title)));
  assert.ok(!('problem' in result), 'problem' in result ? result.problem : '');
  return result.next;
}

/** The edit of a chosen refactoring, or why there is none. */
export function editOf(request: RequestContext, data: RefactoringData): WorkspaceEdit | RefactoringProblem {
  const result = now(resolveRefactoring(request, data));
  return 'problem' in result ? result : result.edit;
}

/** The refactoring at the cursor mark that has this title. */
export const chosen = (workspace: MarkedWorkspace, title: string | RegExp): RefactoringData =>
  actionAt(workspace, title).data as RefactoringData;

function actionAt(workspace: MarkedWorkspace, title: string | RegExp): CodeAction {
  const actions = actionsIn(workspace);
  const action = actions.find(each => (typeof title === 'string' ? each.title === title : title.test(each.title)));
  assert.ok(action, `Offered: ${actions.map(each => each.title).join(' | ')}`);
  return action;
}

/** Those of the refactorings, and of the scaffolds that change what is there. */
function actionsIn({ snapshot, here, position }: MarkedWorkspace, only?: readonly string[]): CodeAction[] {
  const range = { start: position, end: position };
  const scaffolds = now(scaffoldActions(snapshot, here, range, only ?? ['refactor.rewrite']));
  return [
    ...now(offeredRefactorings(snapshot, here, range, only)),
    ...scaffolds.filter(({ kind }) => kind === 'refactor.rewrite'),
  ];
}

/** Path → new text of every file that a workspace edit changes; undefined for deleted ones. */
export function changedTexts(workspace: TestWorkspace, edit: WorkspaceEdit): Record<string, string | undefined> {
  const texts: Record<string, string | undefined> = {};
  const path = (uri: string): string => relativePath(workspace.uri(''), uri)!;
  const textOf = (uri: string): string => texts[path(uri)] ?? originalText(workspace.snapshot, uri) ?? '';
  for (const change of edit.documentChanges ?? []) {
    if ('textDocument' in change) {
      const { uri } = change.textDocument;
      const lines = new LineIndex(textOf(uri));
      const edits = change.edits.map(each => ({
        start: lines.offsetAt(each.range.start),
        end: lines.offsetAt(each.range.end),
        newText: 'newText' in each ? each.newText : '',
      }));
      texts[path(uri)] = applyEdits(textOf(uri), edits);
    } else if (change.kind === 'rename') {
      texts[path(change.newUri)] = textOf(change.oldUri);
      texts[path(change.oldUri)] = undefined;
    } else if (change.kind === 'delete') texts[path(change.uri)] = undefined;
    else texts[path(change.uri)] = '';
  }
  return texts;
}
