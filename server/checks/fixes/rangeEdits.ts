/** Converts the places of findings to locations, and edits them. */
import type { Location } from 'vscode-languageserver-types';
import type { Draft } from '../../edits/draft';
import { locationOf, rangeOf, type RequestContext } from '../../semantics/requestContext';
import { isTextFileRange, type FindingRange } from '../engine/check';

/** The current location of a place. */
export const locationOfRange = (request: RequestContext, range: FindingRange): Location =>
  isTextFileRange(range)
    ? { uri: request.client.clientUri(range.file.uri), range: rangeOf(range.file.lines, range.start, range.end) }
    : locationOf(request, range);

/** Replaces the text at a place, in configuration or another file. */
export function replaceRange(draft: Draft, range: FindingRange, newText: string): void {
  if (isTextFileRange(range)) draft.replaceText(range.file.uri, range, newText);
  else draft.replace(range, newText);
}
