/**
 * Rename (F2): what can be renamed at a position, and the changes for it. Every answer that is not the answer is a sentence that says why.
 * - {@link prepareRename}, {@link rename}
 */
import type { Position, Range, WorkspaceEdit } from 'vscode-languageserver-types';
import { editOrProblem, toWorkspaceEdit, type Explanation } from '../../edits/workspaceEdit';
import { fileOf, rangeOf, type Snapshot } from '../../semantics/requestContext';
import { ourThingAt, type NamedThing, type ThingHere } from '../../semantics/symbolAt';
import { isConfiguration } from '../../edits/draft';
import type { RefactoringProblem } from '../refactoring';
import { identifierProblem } from './nameRules';
import { renameEnvironment } from './renameEnvironment';
import { renameModule } from './renameModules';
import { renameName } from './renameName';
import type { Renamed } from './renameResult';

export interface RenamePlace {
  readonly range: Range;
  readonly placeholder: string;
}

/** The name under the cursor, without quotes. */
export function prepareRename(snapshot: Snapshot, uri: string, position: Position): RenamePlace | RefactoringProblem {
  if (!isConfiguration(uri))
    return { problem: 'Files in JSON are left to whatever generates them: nothing can be renamed in them.' };
  const found = ourThingAt(snapshot, uri, position);
  const file = fileOf(snapshot, uri);
  const name = found && nameOf(found);
  if (!found || !file || name === undefined) return { problem: whyNot(found) };
  const start = file.lines.offsetAt(found.range.start);
  const written = file.text.slice(start, file.lines.offsetAt(found.range.end));
  // An output of a framework's module leads to the module, under another name.
  const inner = written.replace(/^"|"$/g, '');
  if (inner !== name && !inner.endsWith(`.${name}`)) return { problem: whyNot(undefined) };
  const at = written.lastIndexOf(name);
  return { range: rangeOf(file.lines, start + at, start + at + name.length), placeholder: name };
}

/** @returns also why the changes are to be confirmed, for clients that can't show it with the edit */
export function rename(
  snapshot: Snapshot,
  uri: string,
  position: Position,
  newName: string,
): { edit: WorkspaceEdit; explanation: Explanation | undefined } | RefactoringProblem {
  const place = prepareRename(snapshot, uri, position);
  if ('problem' in place) return place;
  const found = ourThingAt(snapshot, uri, position)!;
  const wanted = newName.trim();
  if (wanted === place.placeholder) return { edit: {}, explanation: undefined };
  const renamed = renamedThing(snapshot, found, wanted);
  if ('problem' in renamed) return renamed;
  const { draft, explanation } = renamed;
  return editOrProblem(() => ({
    edit: toWorkspaceEdit(snapshot, draft.changes(), explanation ? [explanation] : []),
    explanation,
  }));
}

function renamedThing(snapshot: Snapshot, { thing }: ThingHere, newName: string): Renamed {
  if (thing.kind === 'environment') return renameEnvironment(snapshot, thing.calls, thing.environment, newName);
  if (thing.kind !== 'named') return { problem: whyNot(undefined) };
  const problem = identifierProblem(thing.of, newName);
  if (problem !== undefined) return { problem };
  return thing.of === 'module' ? renameModule(snapshot, thing, newName) : renameName(snapshot, thing, newName);
}

/** What a person would type for it. */
function nameOf({ thing }: ThingHere): string | undefined {
  if (thing.kind === 'environment') return thing.environment;
  if (thing.kind !== 'named' || !canRename(thing)) return undefined;
  return thing.name.slice(thing.name.lastIndexOf('.') + 1);
}

/** Only what is declared in the workspace; a provider by its alias. */
const canRename = ({ of, name, folderUri }: NamedThing): boolean =>
  !folderUri.includes('/.terraform/') && of !== 'resource' && (of !== 'provider' || name.includes('.'));

function whyNot(found: ThingHere | undefined): string {
  const thing = found?.thing;
  if (thing?.kind === 'attribute')
    return `"${thing.path.join('.')}" is an attribute of the module: its name is the framework's.`;
  if (thing?.kind === 'source') return 'A source names a module: it is changed where it is written.';
  if (thing?.kind === 'named' && thing.of === 'provider')
    return `The provider "${thing.name}" has no alias: it is named by its type.`;
  if (thing?.kind === 'named' && thing.of === 'resource')
    return 'Resources are renamed by hand, with a moved block: terraform would destroy them otherwise.';
  return 'There is nothing here that can be renamed.';
}
