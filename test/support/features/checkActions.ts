/** Tests of quick fixes: files with a cursor mark `│`, and the titles of the actions or the changed text. */
import { strict as assert } from 'node:assert';
import type { CodeAction } from 'vscode-languageserver-types';
import { now } from '../../../common/now';
import { EXPLAIN_COMMAND, quickFixActions, resolveQuickFix } from '../../../server/codeActions/codeActions';
import { applyEdits } from '../../../server/format/formatFile';
import type { Settings } from '../../../server/semantics/settings';
import { assertText } from './expectedText';
import { markedWorkspace, type MarkedWorkspace } from './markedWorkspace';

type Texts = Readonly<Record<string, string>>;

export interface ActionOptions {
  readonly settings?: Partial<Settings>;
  /** The kinds of actions that the client requests. */
  readonly only?: string[];
  /** The commands that the client has. */
  readonly commands?: string[];
}

/** The actions at the cursor. */
export const actionsAt = (
  { snapshot, here, position }: MarkedWorkspace,
  { only, commands = [EXPLAIN_COMMAND] }: ActionOptions = {},
): CodeAction[] =>
  now(
    quickFixActions(snapshot, {
      uri: here,
      range: { start: position, end: position },
      only,
      resolves: true,
      commands,
    }),
  );

/** The file with the cursor after the action with a title, which may change no other file. */
export function textAfter(workspace: MarkedWorkspace, title: string): string {
  const action = actionsAt(workspace).find(each => each.title === title);
  assert.ok(action, `no action ${title}`);
  const [change] = now(resolveQuickFix(workspace.snapshot, action))?.edit?.documentChanges ?? [];
  assert.ok(change && 'edits' in change && change.textDocument.uri === workspace.here);
  const file = workspace.workspace.file(workspace.here)!;
  const edits = change.edits.map(edit => ({
    start: file.lines.offsetAt(edit.range.start),
    end: file.lines.offsetAt(edit.range.end),
    newText: (edit as { newText: string }).newText,
  }));
  return applyEdits(
    file.text,
    edits.sort((a, b) => a.start - b.start),
  );
}

/** @param expected all actions in their order, as `Add apps = {} (preferred)` */
export async function checkActions(
  marked: Texts,
  expected: readonly string[],
  options: ActionOptions = {},
): Promise<void> {
  const actions = actionsAt(await markedWorkspace(marked, options.settings), options);
  assert.deepEqual(
    actions.map(({ title, isPreferred }) => (isPreferred ? `${title} (preferred)` : title)),
    expected,
  );
}

/** @param expected the file with the cursor after the fix, as in `assertText` */
export async function checkFix(
  marked: Texts,
  title: string,
  expected: string | readonly string[],
  { settings }: ActionOptions = {},
): Promise<void> {
  assertText(textAfter(await markedWorkspace(marked, settings), title), expected);
}
