/** Tests of navigation: files with a cursor mark `│`, and the expected locations as in `describeLocations`. */
import { strict as assert } from 'node:assert';
import { DocumentHighlightKind, type Location, type LocationLink } from 'vscode-languageserver-types';
import { now } from '../../../common/now';
import { definition } from '../../../server/features/navigation/definition';
import { documentHighlight } from '../../../server/features/navigation/documentHighlight';
import { references } from '../../../server/features/navigation/references';
import { typeDefinition } from '../../../server/features/navigation/typeDefinition';
import { describeLocations, markedWorkspace, textIn, type MarkedWorkspace } from './markedWorkspace';

type Texts = Readonly<Record<string, string>>;

interface LocationOptions {
  /** Whether another extension serves Terraform files, too. */
  readonly alongside?: boolean;
}

const check =
  (request: (workspace: MarkedWorkspace) => readonly (Location | LocationLink)[] | null) =>
  async (marked: Texts, expected: readonly string[], { alongside = false }: LocationOptions = {}): Promise<void> => {
    const workspace = await markedWorkspace(marked);
    const { snapshot } = workspace;
    const client = { ...snapshot.client, servedByOtherExtension: () => alongside };
    const locations = request({ ...workspace, snapshot: { ...snapshot, client } });
    assert.deepEqual(describeLocations(workspace, locations), expected);
  };

const sorted = (locations: readonly Location[] | null): Location[] =>
  [...(locations ?? [])].sort((a, b) =>
    a.uri === b.uri ? a.range.start.line - b.range.start.line : a.uri < b.uri ? -1 : 1,
  );

export const checkDefinition = check(({ snapshot, here, position }) => definition(snapshot, here, position, false));
export const checkTypeDefinition = check(({ snapshot, here, position }) =>
  typeDefinition(snapshot, here, position, false),
);
/** By file and line. */
export const checkReferences = check(({ snapshot, here, position }) =>
  sorted(now(references(snapshot, here, position, true))),
);

/** The highlights in the file with the cursor, as `7 "apps-prod" read`. */
export async function checkHighlights(marked: Texts, expected: readonly string[]): Promise<void> {
  const { snapshot, here, position, workspace } = await markedWorkspace(marked);
  const text = workspace.file(here)?.text ?? '';
  const found = (now(documentHighlight(snapshot, here, position)) ?? []).map(
    ({ range, kind }) =>
      `${range.start.line + 1} ${textIn(text, range)} ${kind === DocumentHighlightKind.Write ? 'write' : 'read'}`,
  );
  assert.deepEqual(found, expected);
}
