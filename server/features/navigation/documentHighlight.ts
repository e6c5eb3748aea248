/** Document highlights: all occurrences of the symbol at the cursor in the same document. */
import type { DocumentHighlight, Position } from 'vscode-languageserver-types';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import { mapPausing } from '../../scheduling/pausing';
import type { Span } from '../../syntax/ast';
import type { PlacedItem, SourceFile } from '../../syntax/sourceFileModel';
import { parentOf } from '../../workspace/uri';
import { callsDeclaredBy } from '../../semantics/callsDeclaredBy';
import { keyRanges } from '../../semantics/configurationRanges';
import { comparedWorkspaces, environmentOccurrencesInCall } from '../../semantics/environmentOccurrences';
import { occurrencesIn, type Occurrence } from '../../semantics/occurrences';
import { isUntouched, rangeInFile } from '../../semantics/positionMapping';
import type { RequestContext } from '../../semantics/requestContext';
import { resolveAt } from '../../semantics/resolveAt';
import { symbolOfUse } from '../../semantics/symbolOfUse';
import type { AttributeSymbol, EnvironmentSymbol, NamedSymbol, CodeSymbol } from '../../semantics/codeSymbol';

/** Maximum number of calls of one text. */
const MAX_CALLS = 20;

interface Mark {
  readonly span: Span;
  readonly kind: DocumentHighlightKind;
}

/**
 * Declarations and values are highlighted as writes, uses as reads.
 * @param position zero-based, UTF-16
 */
export function* documentHighlight(
  request: RequestContext,
  uri: string,
  position: Position,
): Generator<undefined, DocumentHighlight[] | null> {
  const here = resolveAt(request, uri, position);
  const symbol = here?.symbol?.symbol;
  if (!symbol) return null;
  const marks = yield* mapPausing(here.file.items, placed => inItem(request, symbol, placed, here.file));
  return marks.length > 0 ? marks : null;
}

function inItem(
  request: RequestContext,
  symbol: CodeSymbol,
  placed: PlacedItem,
  file: SourceFile,
): DocumentHighlight[] {
  const marks = marksOf(request, symbol, placed);
  // A text that several calls share is highlighted once.
  const once = [...new Map(marks.map(mark => [mark.span.start, mark])).values()];
  return once
    .filter(({ span }) => isUntouched(placed, span))
    .map(({ span, kind }) => ({ range: rangeInFile(file, placed, span), kind }));
}

function marksOf(request: RequestContext, symbol: CodeSymbol, placed: PlacedItem): Mark[] {
  switch (symbol.kind) {
    case 'named':
      return occurrencesIn(placed.item)
        .filter(use => isUseOf(request, symbol, placed, use))
        .map(use => ({
          span: use,
          kind: use.role === 'use' ? DocumentHighlightKind.Read : DocumentHighlightKind.Write,
        }));
    case 'environment':
      return environmentMarks(request, symbol, placed);
    case 'attribute':
      return attributeMarks(request, symbol, placed);
    case 'source':
      return occurrencesIn(placed.item)
        .filter(use => use.kind === 'source' && use.name === symbol.label)
        .map(use => ({ span: use, kind: DocumentHighlightKind.Text }));
  }
}

function isUseOf(request: RequestContext, symbol: NamedSymbol, { item }: PlacedItem, use: Occurrence): boolean {
  const isCalled = use.kind === 'calledOutput' || use.kind === 'argument';
  if (!isCalled) return use.kind === symbol.of && use.name === symbol.name && parentOf(item.uri) === symbol.folderUri;
  if (!use.name.endsWith(`.${symbol.name}`)) return false;
  const found = symbolOfUse(request, item, use);
  return (
    found?.kind === 'named' &&
    found.of === symbol.of &&
    found.name === symbol.name &&
    found.folderUri === symbol.folderUri
  );
}

function environmentMarks(request: RequestContext, { environment }: EnvironmentSymbol, { item }: PlacedItem): Mark[] {
  const calls = callsDeclaredBy(request, item, MAX_CALLS);
  const compared = comparedWorkspaces(item).filter(({ name }) => name === environment);
  const marks = compared.map(({ range }): Mark => ({ span: range, kind: DocumentHighlightKind.Read }));
  for (const { range, isKey } of calls.flatMap(call => [...environmentOccurrencesInCall(request, call, environment)])) {
    if (range.item === item)
      marks.push({ span: range, kind: isKey ? DocumentHighlightKind.Write : DocumentHighlightKind.Read });
  }
  return marks;
}

function attributeMarks(request: RequestContext, { calls, path }: AttributeSymbol, { item }: PlacedItem): Mark[] {
  const [call] = calls;
  if (!call) return [];
  const written = keyRanges(request, call, path).filter(({ range }) => range.item === item);
  const read = occurrencesIn(item).filter(
    use => path.length === 1 && use.attribute === path[0] && use.name === `${call.name}.current_config`,
  );
  return [
    ...written.map(({ range }): Mark => ({ span: range, kind: DocumentHighlightKind.Write })),
    ...read.map((use): Mark => ({ span: use, kind: DocumentHighlightKind.Read })),
  ];
}
