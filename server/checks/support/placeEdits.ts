/** Converts the places of findings to locations, and edits them. */
import type { Location } from 'vscode-languageserver-types';
import type { Draft } from '../../edits/draft';
import { locationOf, rangeOf, type RequestContext } from '../../semantics/requestContext';
import { isTextFileRange, type FindingRange } from '../engine/check';

/** The current location of a place. */
export const locationOfRange = (request: RequestContext, place: FindingRange): Location =>
  isTextFileRange(place)
    ? { uri: request.client.clientUri(place.file.uri), range: rangeOf(place.file.lines, place.start, place.end) }
    : locationOf(request, place);

/** Replaces the text at a place, in configuration or another file. */
export function replaceRange(draft: Draft, place: FindingRange, newText: string): void {
  if (isTextFileRange(place)) draft.replaceText(place.file.uri, place, newText);
  else draft.replace(place, newText);
}
