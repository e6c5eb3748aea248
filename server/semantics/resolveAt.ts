/** Resolves a position of a document. Every feature that has a position starts here. */
import type { Position, Range } from 'vscode-languageserver-types';
import { baseKeyOf } from '../kubestack/inheritance/environmentKeys';
import type { Item, Span } from '../syntax/ast';
import type { PlacedItem, SourceFile } from '../syntax/sourceFileModel';
import type { CodeSymbol, SymbolOccurrence } from './codeSymbol';
import { targetIn, type CursorTarget } from './cursorTarget';
import { occurrencesIn, type Occurrence } from './occurrences';
import { covers, itemAt, offsetInItem, rangeInFile } from './positionMapping';
import { fileOf, type RequestContext } from './requestContext';
import { isKubestackSymbol, symbolOfUse } from './symbolOfUse';

/** Properties are computed on first use. */
export class ResolvedPosition {
  private cachedTarget: { readonly target: CursorTarget | undefined } | undefined;

  constructor(
    private readonly request: RequestContext,
    readonly file: SourceFile,
    readonly placed: PlacedItem,
    /** Offset in the item's text when it last parsed. */
    readonly at: number,
  ) {}

  get item(): Item {
    return this.placed.item;
  }

  /** The innermost name: `region` of `module.a.current_config["region"]`. */
  get name(): Occurrence | undefined {
    return occurrencesIn(this.item).findLast(use => covers(use, this.at));
  }

  /** Its role in the configuration of a Kubestack module. */
  get target(): CursorTarget | undefined {
    return (this.cachedTarget ??= { target: targetIn(this.request, this.item, this.at) }).target;
  }

  /** Something that is declared or set in one place and used in others; undefined if there is no target. */
  get symbol(): SymbolOccurrence | undefined {
    const use = this.name ?? occurrencesIn(this.item).find(each => covers(each.whole, this.at));
    const named = use && symbolOfUse(this.request, this.item, use);
    if (use && named) return { symbol: named, range: this.rangeOf(use), item: this.item };
    const symbol = this.target && this.symbolOfTarget(this.target);
    return symbol && { symbol, range: this.rangeOf(this.target.span), item: this.item };
  }

  /** The current range of a part of the item. */
  rangeOf(span: Span): Range {
    return rangeInFile(this.file, this.placed, span);
  }

  private symbolOfTarget(target: CursorTarget): CodeSymbol | undefined {
    const { kind, calls } = target;
    switch (kind) {
      case 'environment':
        return { kind, calls, environment: target.environment, asBase: false };
      case 'attribute':
        return { kind, calls, environment: target.environment, path: target.path };
      case 'baseKey': {
        const environment = calls[0] && baseKeyOf(calls[0], this.request.model);
        return environment === undefined ? undefined : { kind: 'environment', calls, environment, asBase: true };
      }
      default:
        return undefined;
    }
  }
}

/**
 * Undefined between items, and in text that was edited since its item last parsed.
 * @param position zero-based, UTF-16
 */
export function resolveAt(request: RequestContext, uri: string, position: Position): ResolvedPosition | undefined {
  const file = fileOf(request, uri);
  const offset = file?.lines.offsetAt(position) ?? 0;
  const placed = file && itemAt(file, offset);
  const at = placed && offsetInItem(placed, offset);
  return placed && at !== undefined ? new ResolvedPosition(request, file, placed, at) : undefined;
}

/**
 * The symbol at a position, unless another extension serves it.
 * @param position zero-based, UTF-16
 */
export function kubestackSymbolAt(
  request: RequestContext,
  uri: string,
  position: Position,
): SymbolOccurrence | undefined {
  const here = resolveAt(request, uri, position)?.symbol;
  return here && (!request.client.servedByOtherExtension(uri) || isKubestackSymbol(request, here)) ? here : undefined;
}
