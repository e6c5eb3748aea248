/** Applies scaffolds to platforms given as text. */
import { now } from '../../../common/now';
import assert from 'node:assert/strict';
import type { TextEdit } from 'vscode-languageserver-types';
import type { ScaffoldKind, ScaffoldProblem, ScaffoldResult } from '../../../common/protocol';
import { stepText, type Step } from '../../../common/steps';
import { registerNodeSteps } from '../../../server/node/nodeRuntime';
import { scaffold } from '../../../server/scaffold/scaffold';
import { LineIndex } from '../../../server/syntax/lineIndex';
import { memoizedWorkspaceOf } from '../testWorkspace';

registerNodeSteps();

export type Texts = Readonly<Record<string, string>>;

export interface Scaffolded {
  /** All files after the edit. */
  readonly texts: Record<string, string>;
  /** Sorted paths of the changed files. */
  readonly changed: readonly string[];
  readonly notes: readonly string[];
  /** The texts of the steps. */
  readonly followUp: readonly string[];
  readonly steps: readonly Step[];
}

/** The complete result of a scaffold. */
export async function answered(
  texts: Texts,
  kind: ScaffoldKind,
  answers: Readonly<Record<string, unknown>>,
): Promise<ScaffoldResult> {
  const { snapshot, uri } = await memoizedWorkspaceOf(texts);
  return now(scaffold(snapshot, { uri: uri(''), kind, answers }));
}

/** The files after a scaffold that must succeed. */
export async function scaffolded(
  texts: Texts,
  kind: ScaffoldKind,
  answers: Readonly<Record<string, unknown>>,
): Promise<Scaffolded> {
  const result = await answered(texts, kind, answers);
  assert.ok('edit' in result, `refused: ${JSON.stringify(result)}`);
  const after = withEdit(texts, result.edit);
  const names = [...new Set([...Object.keys(texts), ...Object.keys(after)])].sort();
  return {
    texts: after,
    changed: names.filter(name => texts[name] !== after[name]),
    notes: result.notes,
    followUp: result.followUp.map(each => stepText(each)),
    steps: result.followUp,
  };
}

/** New or changed Terraform files. */
export const writtenFiles = (before: Texts, after: Texts): Texts =>
  Object.fromEntries(
    Object.entries(after).filter(([path, text]) => /\.tf(?:vars)?$/.test(path) && text !== before[path]),
  );

/** Problems of answers that must be refused, as `answer: message`. */
export async function answerProblems(
  texts: Texts,
  kind: ScaffoldKind,
  answers: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  const result = await answered(texts, kind, answers);
  assert.ok('problems' in result, 'nothing was refused');
  return result.problems.map(({ answer, message }: ScaffoldProblem) => `${answer}: ${message}`);
}

/** Files below `file:///w` after a client has applied a workspace edit. */
export function withEdit(
  texts: Texts,
  edit: Extract<ScaffoldResult, { edit: unknown }>['edit'],
): Record<string, string> {
  const after: Record<string, string> = { ...texts };
  const pathOf = (uri: string): string => decodeURIComponent(uri.replace(/^file:\/\/\/w\//, ''));
  for (const change of edit.documentChanges ?? []) {
    if ('textDocument' in change) {
      const name = pathOf(change.textDocument.uri);
      assert.ok(name in after, `${name} is edited, and not there`);
      after[name] = withTextEdits(after[name]!, change.edits as readonly TextEdit[]);
    } else if (change.kind === 'create') {
      const name = pathOf(change.uri);
      assert.ok(!(name in after), `${name} would be overwritten`);
      after[name] = '';
    } else if (change.kind === 'delete') {
      const name = pathOf(change.uri);
      assert.ok(name in after, `${name} is deleted, and not there`);
      delete after[name];
    }
  }
  return after;
}

/** A text after applying edits that don't overlap. */
function withTextEdits(text: string, edits: readonly TextEdit[]): string {
  const lines = new LineIndex(text);
  let result = text;
  // Insertions at the same position are applied in the order of the list.
  const byPlace = edits.map(({ range, newText }) => ({
    start: lines.offsetAt(range.start),
    end: lines.offsetAt(range.end),
    newText,
  }));
  for (const { start, end, newText } of byPlace.reverse().sort((a, b) => b.start - a.start))
    result = result.slice(0, start) + newText + result.slice(end);
  return result;
}
