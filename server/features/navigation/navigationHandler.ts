/** Converts locations to answers of navigation requests. */
import type { Location, LocationLink, Position, Range } from 'vscode-languageserver-types';
import type { SourceRange } from '../../hcl/model';
import { locationOf, type RequestContext } from '../../semantics/requestContext';
import { kubestackSymbolAt } from '../../semantics/resolveAt';
import type { CodeSymbol } from '../../semantics/codeSymbol';

/** A request that finds the locations of the symbol at a zero-based position (UTF-16); as links if the client supports them. */
export type NavigationHandler = (
  request: RequestContext,
  uri: string,
  position: Position,
  asLinks: boolean,
) => Location[] | LocationLink[] | null;

/** @param rangesOf finds the locations; without any, the answer is null */
export function navigateTo(
  rangesOf: (request: RequestContext, symbol: CodeSymbol) => SourceRange[],
): NavigationHandler {
  return (request, uri, position, asLinks) => {
    const here = kubestackSymbolAt(request, uri, position);
    return here ? linked(request, rangesOf(request, here.symbol), here.range, asLinks) : null;
  };
}

/** Locations without duplicates, or links from a range in the document if the client supports them; null if there are none. */
function linked(
  request: RequestContext,
  ranges: readonly SourceRange[],
  origin: Range,
  asLinks: boolean,
): Location[] | LocationLink[] | null {
  const locations = locationsOf(request, ranges);
  if (locations.length === 0) return null;
  if (!asLinks) return locations;
  return locations.map(({ uri, range }) => ({
    originSelectionRange: origin,
    targetUri: uri,
    targetRange: range,
    targetSelectionRange: range,
  }));
}

/** More characters than a line can have. */
const LINE = 2 ** 23;

/** Removes duplicates and keeps the order. */
export const locationsOf = (request: RequestContext, ranges: readonly SourceRange[]): Location[] =>
  distinctLocations(ranges.map(range => locationOf(request, range)));

/** Removes duplicates. */
export function distinctLocations(locations: readonly Location[]): Location[] {
  const byFile = new Map<string, Map<number, Location[]>>();
  return locations.flatMap(location => {
    const { start, end } = location.range;
    // Numeric keys: there may be thousands, and string keys would take longer than the search.
    const from = start.line * LINE + start.character;
    const inFile = byFile.get(location.uri) ?? new Map<number, Location[]>();
    const sameStart = inFile.get(from) ?? [];
    if (sameStart.some(({ range }) => range.end.line === end.line && range.end.character === end.character)) return [];
    byFile.set(location.uri, inFile.set(from, [...sameStart, location]));
    return [location];
  });
}
