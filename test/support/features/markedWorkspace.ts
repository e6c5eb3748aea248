/** A workspace with the cursor in one of its texts, and results as plain text. */
import type { Location, LocationLink, Position, Range } from 'vscode-languageserver-types';
import type { Settings } from '../../../server/semantics/settings';
import { cursorIn, workspaceOf, type TestWorkspace } from '../testWorkspace';

export interface MarkedWorkspace extends TestWorkspace {
  /** URI of the file that contains the cursor. */
  readonly here: string;
  readonly position: Position;
  readonly texts: Readonly<Record<string, string>>;
}

/**
 * Creates a workspace from texts, one of which contains the cursor mark `│`.
 *
 * @param before valid texts of files that are read first, and then replaced by the marked ones
 */
export async function markedWorkspace(
  marked: Readonly<Record<string, string>>,
  settings: Partial<Settings> = {},
  before: Readonly<Record<string, string>> = {},
): Promise<MarkedWorkspace> {
  const { texts, path, position } = cursorIn(marked);
  const workspace = await workspaceOf({ ...texts, ...before }, settings);
  for (const name of Object.keys(before)) workspace.workspace.setDocument(workspace.uri(name), texts[name]!);
  return { ...workspace, here: workspace.uri(path), position, texts };
}

/** Texts with the cursor mark where one of them contains `marked` without it. */
export function mark(texts: Readonly<Record<string, string>>, path: string, marked: string): Record<string, string> {
  const [part, text] = [marked.replace('│', ''), texts[path] ?? ''];
  if (!text.includes(part)) throw new Error(`${path} has no ${part}`);
  return { ...texts, [path]: text.replace(part, () => marked) };
}

/** Locations as `main.tf:3 text in the range`, with one-based lines, in the order of the result. */
export function describeLocations(
  workspace: MarkedWorkspace,
  places: readonly (Location | LocationLink)[] | null,
): string[] {
  return (places ?? []).map(place => {
    const uri = 'targetUri' in place ? place.targetUri : place.uri;
    const range = 'targetUri' in place ? place.targetSelectionRange : place.range;
    const path = uri.replace(`${workspace.uri('')}/`, '');
    return `${path}:${range.start.line + 1} ${textIn(workspace.workspace.file(uri)?.text ?? '', range)}`;
  });
}

/** The text of a range. */
export function textIn(text: string, { start, end }: Range): string {
  const lines = text.split('\n').slice(start.line, end.line + 1);
  const last = lines.length - 1;
  return lines
    .map((line, index) => line.slice(index === 0 ? start.character : 0, index === last ? end.character : undefined))
    .join('\n');
}
