/** Rename of what terraform knows by a name: variables, locals, outputs, provider aliases, resources, and calls of modules. */
import { Draft } from '../../edits/draft';
import { declarationsOf, usesOf, valuesOf, type PlacedUse } from '../../semantics/symbolIndex';
import type { Snapshot } from '../../semantics/requestContext';
import type { NamedThing } from '../../semantics/symbolAt';
import { placeIn } from '../../kubestack/modules/moduleCall';
import { unchangeable, type Renamed } from './renameResult';
import type { RefactoringProblem } from '../refactoring';

/** Old names stay in what tells terraform of names that were. */
const HISTORY = new Set(['moved', 'removed']);

/** Writes the new name wherever the thing is named. @param newName of a provider: its alias */
export function renameThing(
  snapshot: Snapshot,
  draft: Draft,
  thing: NamedThing,
  newName: string,
): RefactoringProblem | undefined {
  const places: PlacedUse[] = [...declarationsOf(snapshot, thing)];
  if (places.length === 0) return { problem: `"${thing.name}" is not declared in a file that could be changed.` };
  for (const use of usesOf(snapshot, thing)) if (use) places.push(use);
  if (thing.of === 'variable') places.push(...valuesOf(snapshot, thing));
  const seen = new Set<string>();
  for (const { item, use } of places) {
    const { node } = item as { node?: { kind: string; type?: string } };
    if (node?.kind === 'block' && HISTORY.has(node.type ?? '')) continue;
    const key = `${item.uri} ${item.text} ${use.start}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const text = renamedText(item.text.slice(use.start, use.end), newName);
    if (!draft.replace(placeIn(item, use), text)) return unchangeable(thing.name, item.uri);
  }
  return undefined;
}

/** Quotes, and what stands before the last dot, stay. */
export function renamedText(written: string, newName: string): string {
  const quote = written.startsWith('"') ? '"' : '';
  const inner = quote === '' ? written : written.slice(1, -1);
  const before = inner.slice(0, inner.lastIndexOf('.') + 1);
  return quote + before + newName + quote;
}

export function renameName(snapshot: Snapshot, thing: NamedThing, newName: string): Renamed {
  const taken = isTaken(snapshot, thing, newName);
  if (taken) return taken;
  const draft = new Draft(snapshot);
  return renameThing(snapshot, draft, thing, newName) ?? { draft };
}

/** Two things of a kind can't have one name. */
export function isTaken(snapshot: Snapshot, thing: NamedThing, newName: string): RefactoringProblem | undefined {
  const folder = snapshot.model.tree.folder(thing.folderUri);
  const name = thing.of === 'provider' ? `${thing.name.split('.')[0]}.${newName}` : newName;
  const isThere =
    thing.of === 'local'
      ? folder?.local(name) !== undefined
      : thing.of !== 'resource' && folder?.declaration(thing.of, name) !== undefined;
  if (!isThere) return undefined;
  const what = { module: 'module', variable: 'variable', local: 'local', output: 'output', provider: 'provider' };
  return { problem: `There is a ${what[thing.of as 'module']} "${name}" already.` };
}
