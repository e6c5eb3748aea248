/** The symbol that the cursor is on, as far as it is declared, or set, in one place and used in others. */
import type { Position } from 'vscode-languageserver-types';
import { baseKeyOf } from '../kubestack/inheritance/environmentKeys';
import type { Item, Span } from '../syntax/ast';
import { parentOf } from '../workspace/uri';
import { callsOfItem, folderOfCall } from './moduleCalls';
import { callsDeclaredBy } from './callsDeclaredBy';
import { keyOf } from './configurationRanges';
import { cursorTarget } from './cursorTarget';
import { occurrencesIn, type Occurrence } from './occurrences';
import { covers, cursorInItem, rangeInFile } from './positionMapping';
import { fileOf, type RequestContext } from './requestContext';
import type { CodeSymbol, SymbolOccurrence } from './codeSymbol';

/** Undefined where there is nothing that leads anywhere. @param position zero-based, UTF-16 */
export function symbolAt(request: RequestContext, uri: string, position: Position): SymbolOccurrence | undefined {
  const file = fileOf(request, uri);
  const cursor = file && cursorInItem(file, position);
  if (!cursor) return undefined;
  const { placed, at } = cursor;
  // The innermost name: `region` of `module.a.current_config["region"]`.
  const uses = occurrencesIn(placed.item).filter(use => covers(use, at));
  const use = uses.at(-1) ?? occurrencesIn(placed.item).find(each => covers(each.whole, at));
  const named = use && symbolOfUse(request, placed.item, use);
  if (use && named) return { symbol: named, range: rangeInFile(file, placed, use), item: placed.item };
  const target = cursorTarget(request, uri, position);
  if (!target) {
    const written = symbolWrittenIn(request, placed.item, at);
    return written && { symbol: written.symbol, range: rangeInFile(file, placed, written.span), item: placed.item };
  }
  const { calls, range } = target;
  const here = (symbol: CodeSymbol): SymbolOccurrence => ({ symbol, range, item: placed.item });
  switch (target.kind) {
    case 'environment':
      return here({ kind: 'environment', calls, environment: target.environment, asBase: false });
    case 'attribute':
      return here({ kind: 'attribute', calls, environment: target.environment, path: target.path });
    case 'baseKey': {
      const environment = calls[0] && baseKeyOf(calls[0], request.model);
      return environment === undefined ? undefined : here({ kind: 'environment', calls, environment, asBase: true });
    }
    default:
      return undefined;
  }
}

/** Calls that are asked whether a local or a variable writes their configuration. */
const MAX_CALLS = 20;

/** An environment or attribute that a local or a variables file writes for a module. */
function symbolWrittenIn(
  request: RequestContext,
  item: Item,
  at: number,
): { symbol: CodeSymbol; span: Span } | undefined {
  const { node } = item;
  if (node.kind === 'block' && node.type !== 'locals') return undefined;
  for (const call of callsDeclaredBy(request, item, MAX_CALLS)) {
    for (const [environment, { place, attributes }] of request.model.effectiveConfiguration(call).environments) {
      if (place?.item !== item || !covers(place, at)) continue;
      const key = keyOf(place);
      if (covers(key, at))
        return { symbol: { kind: 'environment', calls: [call], environment, asBase: false }, span: key };
      const found = attributes.find(
        each => each.origin !== 'inherited' && each.place?.item === item && covers(each.place, at),
      );
      if (found?.place)
        return {
          symbol: { kind: 'attribute', calls: [call], environment, path: found.path },
          span: keyOf(found.place),
        };
    }
  }
  return undefined;
}

/** What a name in an item stands for. */
export function symbolOfUse(request: RequestContext, item: Item, use: Occurrence): CodeSymbol | undefined {
  const folderUri = parentOf(item.uri);
  const { kind, name } = use;
  switch (kind) {
    case 'source':
      return { kind: 'source', folderUri, label: name };
    case 'calledOutput':
    case 'argument':
      return calledSymbol(request, folderUri, use);
    default:
      return { kind: 'named', of: kind, folderUri, name };
  }
}

function calledSymbol(
  request: RequestContext,
  folderUri: string,
  { kind, name, attribute }: Occurrence,
): CodeSymbol | undefined {
  const dot = name.indexOf('.');
  const label = name.slice(0, dot);
  if (attribute !== undefined) {
    const calls = request.model.tree
      .instancesOf(folderUri)
      .flatMap(instance => request.model.call(instance, label) ?? []);
    return calls.length > 0 ? { kind: 'attribute', calls, environment: undefined, path: [attribute] } : undefined;
  }
  const folder = folderOfCall(request, folderUri, label);
  const of = kind === 'argument' ? 'variable' : 'output';
  const own = name.slice(dot + 1);
  if (!folder?.declaration(of, own))
    return of === 'output' ? { kind: 'named', of: 'module', folderUri, name: label } : undefined;
  return { kind: 'named', of, folderUri: folder.uri, name: own, through: { folderUri, label } };
}

/**
 * Whether the thing is Kubestack's business in that place: in a Kubestack module call, a reference to one, or a provider alias beside
 * one. The rest is left to an extension that serves plain Terraform, where there is one.
 */
export function isKubestackSymbol(request: RequestContext, { symbol, item }: SymbolOccurrence): boolean {
  if (symbol.kind !== 'named') return symbol.kind !== 'source' || callsOfItem(request, item, 1).length > 0;
  if (callsOfItem(request, item, 1).length > 0) return true;
  const { model } = request;
  const { folderUri, name } = symbol.through
    ? { folderUri: symbol.through.folderUri, name: symbol.through.label }
    : symbol;
  const instance = model.tree.instancesOf(folderUri)[0];
  if (!instance) return false;
  if (symbol.of === 'module' || symbol.of === 'output') return model.call(instance, name) !== undefined;
  if (symbol.of !== 'provider') return false;
  for (const _ of model.callsIn(instance)) return true;
  return false;
}

/** The symbol under the cursor, unless another extension answers for it. */
export function kubestackSymbolAt(
  request: RequestContext,
  uri: string,
  position: Position,
): SymbolOccurrence | undefined {
  const here = symbolAt(request, uri, position);
  return here && (!request.client.servedElsewhere(uri) || isKubestackSymbol(request, here)) ? here : undefined;
}
