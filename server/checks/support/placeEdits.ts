/** Findings' places as locations, and edits of them. */
import type { Location } from 'vscode-languageserver-types';
import type { Draft } from '../../edits/draft';
import { locationOf, rangeOf, type RequestContext } from '../../semantics/requestContext';
import { isTextFileRange, type FindingRange } from '../engine/check';

/** Where a place is now. */
export const locationOfRange = (request: RequestContext, place: FindingRange): Location =>
  isTextFileRange(place)
    ? { uri: request.client.clientUri(place.file.uri), range: rangeOf(place.file.lines, place.start, place.end) }
    : locationOf(request, place);

/** Puts a text in the place of another, in the configuration or in a file beside it. */
export function replaceRange(draft: Draft, place: FindingRange, newText: string): void {
  if (isTextFileRange(place)) draft.replaceText(place.file.uri, place, newText);
  else draft.replace(place, newText);
}
