/** Go to definition and declaration: the declaration of the symbol at the cursor; for an override, the base value. */
import type { SourceRange } from '../../hcl/model';
import { baseKeyOf } from '../../kubestack/inheritance/environmentKeys';
import { folderOfCall, mainPlace } from '../../semantics/moduleCalls';
import { baseKeyRange, keyRange } from '../../semantics/configurationRanges';
import { navigateTo } from './navigationHandler';
import { declarationsOf, rangeOfOccurrence } from '../../semantics/symbolIndex';
import type { RequestContext } from '../../semantics/requestContext';
import type { AttributeSymbol, EnvironmentSymbol, SourceSymbol, CodeSymbol } from '../../semantics/codeSymbol';

export const definition = navigateTo(definitionPlaces);

function definitionPlaces(request: RequestContext, symbol: CodeSymbol): SourceRange[] {
  switch (symbol.kind) {
    case 'named':
      return declarationsOf(request, symbol).map(rangeOfOccurrence);
    case 'source':
      return calledModule(request, symbol);
    case 'environment':
      return environmentDefinition(request, symbol);
    case 'attribute':
      return attributeDefinition(request, symbol);
  }
}

export function calledModule(request: RequestContext, { folderUri, label }: SourceSymbol): SourceRange[] {
  const folder = folderOfCall(request, folderUri, label);
  const place = folder && mainPlace(folder);
  return place ? [place] : [];
}

/** The base that the environment inherits from; for the base itself and for a base key, the environment's key. */
function environmentDefinition(
  request: RequestContext,
  { calls, environment, asBase }: EnvironmentSymbol,
): SourceRange[] {
  const [call] = calls;
  if (!call) return [];
  const base = asBase ? environment : (baseKeyOf(call, request.model) ?? environment);
  const place = keyRange(request, call, base) ?? keyRange(request, call, environment);
  return place ? [place] : [];
}

/** The base value; if the base has none, the environment's own. */
function attributeDefinition(request: RequestContext, { calls, environment, path }: AttributeSymbol): SourceRange[] {
  const [call] = calls;
  if (!call) return [];
  const place =
    baseKeyRange(request, call, path) ??
    (environment === undefined ? undefined : keyRange(request, call, environment, path));
  return place ? [place] : [];
}
