/** Document highlights: the thing under the cursor, wherever it is in the same document. */
import type { DocumentHighlight, Position } from 'vscode-languageserver-types';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import type { Span } from '../../syntax/ast';
import type { PlacedItem, SourceFile } from '../../syntax/sourceFile';
import { parentOf } from '../../workspace/uri';
import { callsWrittenIn } from '../../semantics/callsDeclaredBy';
import { keyPlaces } from '../../semantics/configurationRanges';
import { comparedWorkspaces, placesInCall } from '../../semantics/environmentOccurrences';
import { nameUsesIn, type NameUse } from '../../semantics/occurrences';
import { isUntouched, rangeInFile } from '../../semantics/positionMapping';
import { fileOf, type Snapshot } from '../../semantics/requestContext';
import {
  thingAt,
  thingOf,
  type AttributeThing,
  type EnvironmentThing,
  type NamedThing,
  type Thing,
} from '../../semantics/symbolAt';

/** Calls of one text that are looked at. */
const MAX_CALLS = 20;

interface Mark {
  readonly span: Span;
  readonly kind: DocumentHighlightKind;
}

/** Declarations and values are marked as written, uses as read. @param position zero-based, UTF-16 */
export function documentHighlight(snapshot: Snapshot, uri: string, position: Position): DocumentHighlight[] | null {
  const file = fileOf(snapshot, uri);
  const here = file && thingAt(snapshot, uri, position);
  if (!here) return null;
  const marks = file.items.flatMap(placed => inItem(snapshot, here.thing, placed, file));
  return marks.length > 0 ? marks : null;
}

function inItem(snapshot: Snapshot, thing: Thing, placed: PlacedItem, file: SourceFile): DocumentHighlight[] {
  const marks = marksOf(snapshot, thing, placed);
  // What several calls share is one text.
  const once = [...new Map(marks.map(mark => [mark.span.start, mark])).values()];
  return once
    .filter(({ span }) => isUntouched(placed, span))
    .map(({ span, kind }) => ({ range: rangeInFile(file, placed, span), kind }));
}

function marksOf(snapshot: Snapshot, thing: Thing, placed: PlacedItem): Mark[] {
  switch (thing.kind) {
    case 'named':
      return nameUsesIn(placed.item)
        .filter(use => isUseOf(snapshot, thing, placed, use))
        .map(use => ({
          span: use,
          kind: use.role === 'use' ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
        }));
    case 'environment':
      return environmentMarks(snapshot, thing, placed);
    case 'attribute':
      return attributeMarks(snapshot, thing, placed);
    case 'source':
      return nameUsesIn(placed.item)
        .filter(use => use.kind === 'source' && use.name === thing.label)
        .map(use => ({ span: use, kind: DocumentHighlightKind.Text }));
  }
}

function isUseOf(snapshot: Snapshot, thing: NamedThing, { item }: PlacedItem, use: NameUse): boolean {
  const isCalled = use.kind === 'calledOutput' || use.kind === 'argument';
  if (!isCalled) return use.kind === thing.of && use.name === thing.name && parentOf(item.uri) === thing.folderUri;
  if (!use.name.endsWith(`.${thing.name}`)) return false;
  const found = thingOf(snapshot, item, use);
  return (
    found?.kind === 'named' && found.of === thing.of && found.name === thing.name && found.folderUri === thing.folderUri
  );
}

function environmentMarks(snapshot: Snapshot, { environment }: EnvironmentThing, { item }: PlacedItem): Mark[] {
  const calls = callsWrittenIn(snapshot, item, MAX_CALLS);
  const compared = comparedWorkspaces(item).filter(({ name }) => name === environment);
  const marks = compared.map(({ place }): Mark => ({ span: place, kind: DocumentHighlightKind.Read }));
  for (const { place, isKey } of calls.flatMap(call => [...placesInCall(snapshot, call, environment)])) {
    if (place.item === item)
      marks.push({ span: place, kind: isKey ? DocumentHighlightKind.Write : DocumentHighlightKind.Read });
  }
  return marks;
}

function attributeMarks(snapshot: Snapshot, { calls, path }: AttributeThing, { item }: PlacedItem): Mark[] {
  const [call] = calls;
  if (!call) return [];
  const written = keyPlaces(snapshot, call, path).filter(({ place }) => place.item === item);
  const read = nameUsesIn(item).filter(
    use => path.length === 1 && use.attribute === path[0] && use.name === `${call.name}.current_config`,
  );
  return [
    ...written.map(({ place }): Mark => ({ span: place, kind: DocumentHighlightKind.Write })),
    ...read.map((use): Mark => ({ span: use, kind: DocumentHighlightKind.Read })),
  ];
}
