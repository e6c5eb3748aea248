/** Places as the answers to navigation requests. */
import type { Location, LocationLink, Position, Range } from 'vscode-languageserver-types';
import type { SourceRange } from '../../hcl/model';
import { locationOf, type RequestContext } from '../../semantics/requestContext';
import { kubestackSymbolAt } from '../../semantics/resolveAt';
import type { CodeSymbol } from '../../semantics/codeSymbol';

/** A request that leads from the symbol at a zero-based position (UTF-16) to other places; links where the client takes those. */
export type NavigationHandler = (
  request: RequestContext,
  uri: string,
  position: Position,
  asLinks: boolean,
) => Location[] | LocationLink[] | null;

/** @param placesOf where the symbol under the cursor leads; nowhere is answered with null */
export function navigateTo(
  placesOf: (request: RequestContext, symbol: CodeSymbol) => SourceRange[],
): NavigationHandler {
  return (request, uri, position, asLinks) => {
    const here = kubestackSymbolAt(request, uri, position);
    return here ? linked(request, placesOf(request, here.symbol), here.range, asLinks) : null;
  };
}

/** Locations without repetition, or links from a range in the document where the client takes those; null when there are none. */
function linked(
  request: RequestContext,
  places: readonly SourceRange[],
  origin: Range,
  asLinks: boolean,
): Location[] | LocationLink[] | null {
  const locations = locationsOf(request, places);
  if (locations.length === 0) return null;
  if (!asLinks) return locations;
  return locations.map(({ uri, range }) => ({
    originSelectionRange: origin,
    targetUri: uri,
    targetRange: range,
    targetSelectionRange: range,
  }));
}

/** More than a line of a file has characters. */
const LINE = 2 ** 23;

/** Each location once, in the order of the places. */
export const locationsOf = (request: RequestContext, places: readonly SourceRange[]): Location[] =>
  distinctLocations(places.map(place => locationOf(request, place)));

/** Each location once. */
export function distinctLocations(locations: readonly Location[]): Location[] {
  const known = new Map<string, Map<number, Location[]>>();
  return locations.flatMap(location => {
    const { start, end } = location.range;
    // Numbers, as there may be thousands: texts would take longer than finding the places.
    const from = start.line * LINE + start.character;
    const inFile = known.get(location.uri) ?? new Map<number, Location[]>();
    const sameStart = inFile.get(from) ?? [];
    if (sameStart.some(({ range }) => range.end.line === end.line && range.end.character === end.character)) return [];
    known.set(location.uri, inFile.set(from, [...sameStart, location]));
    return [location];
  });
}
