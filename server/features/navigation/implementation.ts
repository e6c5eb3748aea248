/** Go to implementation: overrides of a base value, values of a variable, the expression of an output, the module of a call. */
import type { SourceRange } from '../../hcl/model';
import { baseKeyOf } from '../../kubestack/inheritance/environmentKeys';
import { rangeIn, type ModuleCall } from '../../kubestack/modules/moduleCall';
import { calledModule } from './definition';
import { keyRanges } from '../../semantics/configurationRanges';
import { navigateTo } from './navigationHandler';
import { declarationsOf, rangeOfOccurrence, variableValues } from '../../semantics/symbolIndex';
import type { RequestContext } from '../../semantics/requestContext';
import type { NamedSymbol, CodeSymbol } from '../../semantics/codeSymbol';
import { declaredAttribute } from '../../workspace/declarations';

/**
 * The overrides of a base value, the environments that inherit from a base, the module of a call, the values of a variable, the value of an
 * output.
 */
export const implementation = navigateTo(implementationRanges);

function implementationRanges(request: RequestContext, symbol: CodeSymbol): SourceRange[] {
  switch (symbol.kind) {
    case 'named':
      return namedImplementation(request, symbol);
    case 'source':
      return calledModule(request, symbol);
    case 'environment':
      return besideBase(request, symbol.calls[0], []);
    case 'attribute':
      return besideBase(request, symbol.calls[0], symbol.path);
  }
}

/** Values in environments other than the base. */
function besideBase(request: RequestContext, call: ModuleCall | undefined, path: readonly string[]): SourceRange[] {
  if (!call) return [];
  const base = baseKeyOf(call, request.model);
  return keyRanges(request, call, path).flatMap(({ environment, range }) => (environment === base ? [] : [range]));
}

function namedImplementation(request: RequestContext, symbol: NamedSymbol): SourceRange[] {
  switch (symbol.of) {
    case 'module':
      return calledModule(request, { kind: 'source', folderUri: symbol.folderUri, label: symbol.name });
    case 'variable': {
      const given = variableValues(request, symbol).map(rangeOfOccurrence);
      return given.length > 0 ? given : argumentOf(request, symbol, 'default');
    }
    case 'output':
      return argumentOf(request, symbol, 'value');
    default:
      return declarationsOf(request, symbol).map(rangeOfOccurrence);
  }
}

/** The value of an argument in the block of a variable or an output. */
export function argumentOf(
  request: RequestContext,
  { of, folderUri, name }: NamedSymbol,
  argument: string,
): SourceRange[] {
  if (of !== 'variable' && of !== 'output') return [];
  const declaration = request.model.tree.readFolder(folderUri)?.declaration(of, name);
  const part = declaration && declaredAttribute(declaration, argument);
  return part ? [rangeIn(part.item, part.attribute.value)] : [];
}
