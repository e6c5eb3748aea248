/** Applies the refactorings that are offered in generated platforms. */
import { now } from '../../../common/now';
import type { RequestContext } from '../../../server/semantics/requestContext';
import type { RefactoringData } from '../../../common/protocol';
import { offeredRefactorings } from '../../../server/refactoring/refactorings';
import { editOf } from '../refactoring/refactored';
import { LineIndex } from '../../../server/syntax/lineIndex';
import { changedTexts } from '../refactoring/refactored';
import { workspaceOf } from '../testWorkspace';

export interface OfferedChange {
  readonly title: string;
  readonly outcome:
    | { readonly kind: 'problem'; readonly problem: string }
    | { readonly kind: 'files'; readonly files: Record<string, string>; readonly changed: readonly string[] };
}

/** Applies the refactorings that are offered at names in a platform's files, each kind of title once. @param limit maximum number */
export async function offeredChanges(
  files: Readonly<Record<string, string>>,
  choose: (count: number) => number,
  limit: number,
): Promise<OfferedChange[]> {
  const workspace = await workspaceOf(files);
  const { snapshot } = workspace;
  const all = Object.keys(files)
    .filter(path => path.endsWith('.tf'))
    .flatMap(path => offersIn(snapshot, workspace.uri(path), files[path]!));
  const chosen: OfferedChange[] = [];
  while (chosen.length < limit && all.length > 0) {
    const [{ title, data }] = all.splice(choose(all.length), 1) as [{ title: string; data: RefactoringData }];
    const result = editOf(snapshot, data);
    if ('problem' in result) chosen.push({ title, outcome: { kind: 'problem', problem: String(result.problem) } });
    else {
      const changed = changedTexts(workspace, result);
      chosen.push({
        title,
        outcome: { kind: 'files', files: withChanges(files, changed), changed: Object.keys(changed) },
      });
    }
  }
  return chosen;
}

export function withChanges(
  files: Readonly<Record<string, string>>,
  changed: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const result: Record<string, string> = { ...files };
  for (const [path, text] of Object.entries(changed)) {
    if (text === undefined) delete result[path];
    else result[path] = text;
  }
  return result;
}

function offersIn(snapshot: RequestContext, uri: string, text: string): { title: string; data: RefactoringData }[] {
  const lines = new LineIndex(text);
  const offers = new Map<string, RefactoringData>();
  for (const { index } of text.matchAll(/[\w"-]+(?=\s*[=:{"])/g)) {
    const position = lines.positionAt(index + 1);
    for (const { title, data } of now(offeredRefactorings(snapshot, uri, { start: position, end: position })))
      // Migrations change names and types, and are tested separately.
      if (!title.startsWith('Migrate')) offers.set(title, data as RefactoringData);
  }
  return [...offers].map(([title, data]) => ({ title, data }));
}
