/** Places as the answers to navigation requests. */
import type { Location, LocationLink, Range } from 'vscode-languageserver-types';
import type { Place } from '../hcl/value';
import { locationOf, type Snapshot } from './snapshot';

/** Locations without repetition, or links from a range in the document where the client takes those; null when there are none. */
export function linked(
  snapshot: Snapshot,
  places: readonly Place[],
  origin: Range,
  asLinks: boolean,
): Location[] | LocationLink[] | null {
  const locations = locationsOf(snapshot, places);
  if (locations.length === 0) return null;
  if (!asLinks) return locations;
  return locations.map(({ uri, range }) => ({
    originSelectionRange: origin,
    targetUri: uri,
    targetRange: range,
    targetSelectionRange: range,
  }));
}

/** Each location once, in the order of the places. */
export function locationsOf(snapshot: Snapshot, places: readonly Place[]): Location[] {
  const found = new Map<string, Location>();
  for (const place of places) {
    const location = locationOf(snapshot, place);
    const { start, end } = location.range;
    found.set(`${location.uri} ${start.line}:${start.character}-${end.line}:${end.character}`, location);
  }
  return [...found.values()];
}
