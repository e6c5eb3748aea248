/** Go to definition and declaration: the declaration of the symbol at the cursor; for an override, the base value. */
import { RULES_FILE_ENDING } from '../../../common/rules/rules';
import type { SourceRange } from '../../hcl/model';
import { baseKeyOf } from '../../kubestack/inheritance/environmentKeys';
import { folderOfCall, mainRange } from '../../semantics/moduleCalls';
import { baseKeyRange, keyRange } from '../../semantics/configurationRanges';
import { rulesDefinition } from '../rulesFiles';
import { navigateTo } from './navigationHandler';
import { declarationsOf, rangeOfOccurrence } from '../../semantics/symbolIndex';
import type { RequestContext } from '../../semantics/requestContext';
import type { AttributeSymbol, EnvironmentSymbol, SourceSymbol, CodeSymbol } from '../../semantics/codeSymbol';

const inConfiguration = navigateTo(definitionRanges);

/** See {@link navigateTo}. */
export const definition: typeof inConfiguration = (request, uri, position, asLinks) =>
  uri.endsWith(RULES_FILE_ENDING)
    ? rulesDefinition(request, uri, position)
    : inConfiguration(request, uri, position, asLinks);

function definitionRanges(request: RequestContext, symbol: CodeSymbol): SourceRange[] {
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
  const range = folder && mainRange(folder);
  return range ? [range] : [];
}

/** The base that the environment inherits from; for the base itself and for a base key, the environment's key. */
function environmentDefinition(
  request: RequestContext,
  { calls, environment, asBase }: EnvironmentSymbol,
): SourceRange[] {
  const [call] = calls;
  if (!call) return [];
  const base = asBase ? environment : (baseKeyOf(call, request.model) ?? environment);
  const range = keyRange(request, call, base) ?? keyRange(request, call, environment);
  return range ? [range] : [];
}

/** The base value; if the base has none, the environment's own. */
function attributeDefinition(request: RequestContext, { calls, environment, path }: AttributeSymbol): SourceRange[] {
  const [call] = calls;
  if (!call) return [];
  const range =
    baseKeyRange(request, call, path) ??
    (environment === undefined ? undefined : keyRange(request, call, environment, path));
  return range ? [range] : [];
}
