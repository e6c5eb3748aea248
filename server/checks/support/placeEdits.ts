/** Findings' places as locations, and edits of them. */
import type { Location } from 'vscode-languageserver-types';
import type { Draft } from '../../edits/draft';
import { locationOf, rangeOf, type Snapshot } from '../../semantics/requestContext';
import { isTextPlace, type FindingPlace } from '../engine/check';

/** Where a place is now. */
export const locationOfPlace = (snapshot: Snapshot, place: FindingPlace): Location =>
  isTextPlace(place)
    ? { uri: snapshot.client.clientUri(place.file.uri), range: rangeOf(place.file.lines, place.start, place.end) }
    : locationOf(snapshot, place);

/** Puts a text in the place of another, in the configuration or in a file beside it. */
export function replacePlace(draft: Draft, place: FindingPlace, newText: string): void {
  if (isTextPlace(place)) draft.replaceText(place.file.uri, place, newText);
  else draft.replace(place, newText);
}
