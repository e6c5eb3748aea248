/** A workspace with the cursor in one of its texts, and answers as plain text. */
import type { Location, LocationLink, Position, Range } from 'vscode-languageserver-types';
import type { Settings } from '../../../server/semantics/settings';
import { cursorIn, workspaceOf, type TestWorkspace } from '../testWorkspace';

export interface MarkedWorkspace extends TestWorkspace {
  /** Of the text with the cursor in it. */
  readonly here: string;
  readonly position: Position;
  readonly texts: Readonly<Record<string, string>>;
}

/** The cursor mark is `│`; it stands in one of the texts. */
export async function markedWorkspace(
  marked: Readonly<Record<string, string>>,
  settings: Partial<Settings> = {},
): Promise<MarkedWorkspace> {
  const { texts, path, position } = cursorIn(marked);
  const workspace = await workspaceOf(texts, settings);
  return { ...workspace, here: workspace.uri(path), position, texts };
}

/** Puts the cursor mark into a text, after the first `before` that `after` follows. */
export function mark(
  texts: Readonly<Record<string, string>>,
  path: string,
  before: string,
  after: string,
): Record<string, string> {
  const text = texts[path] ?? '';
  if (!text.includes(before + after)) throw new Error(`${path} has no ${before}${after}`);
  return { ...texts, [path]: text.replace(before + after, `${before}│${after}`) };
}

/** `main.tf:3 text in the range`, lines counted from one, in the order of the answer. */
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

/** Runs a computation that pauses to its end. */
export function finish<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
