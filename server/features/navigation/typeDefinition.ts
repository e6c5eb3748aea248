/** Go to type definition: the declaration of a variable, or of an attribute of the configuration, in a module. */
import { literalKey } from '../../hcl/values/objectKey';
import type { SourceRange } from '../../hcl/model';
import { rangeIn, type ModuleCall } from '../../kubestack/modules/moduleCall';
import type { Expression } from '../../syntax/ast';
import { type ModuleFolder } from '../../workspace/moduleFolder';
import { folderOfCall } from '../../semantics/moduleCalls';
import { argumentOf } from './implementation';
import { navigateTo } from './navigationHandler';
import { declarationsOf, rangeOfOccurrence } from '../../semantics/symbolIndex';
import type { RequestContext } from '../../semantics/requestContext';
import type { NamedSymbol, CodeSymbol } from '../../semantics/codeSymbol';
import { declaredAttribute } from '../../workspace/declarations';

/** Null if the module's files are missing. */
export const typeDefinition = navigateTo(typeRanges);

function typeRanges(request: RequestContext, symbol: CodeSymbol): SourceRange[] {
  switch (symbol.kind) {
    case 'named':
      return namedType(request, symbol);
    case 'source':
      return interfaceOf(folderOfCall(request, symbol.folderUri, symbol.label));
    case 'environment':
      return declaredIn(request, symbol.calls[0], []);
    case 'attribute':
      return declaredIn(request, symbol.calls[0], symbol.path);
  }
}

function namedType(request: RequestContext, symbol: NamedSymbol): SourceRange[] {
  if (symbol.of === 'module') return interfaceOf(folderOfCall(request, symbol.folderUri, symbol.name));
  if (symbol.of !== 'variable') return [];
  const type = argumentOf(request, symbol, 'type');
  return type.length > 0 ? type : declarationsOf(request, symbol).map(rangeOfOccurrence);
}

/** The module's configuration variable, or else its first variable. */
function interfaceOf(folder: ModuleFolder | undefined): SourceRange[] {
  const name = folder?.declaration('variable', 'configuration') ? 'configuration' : folder?.namesInOrder('variable')[0];
  const declaration = name === undefined ? undefined : folder?.declaration('variable', name);
  const label = declaration?.block.labels[0];
  return declaration && label ? [rangeIn(declaration.item, label)] : [];
}

/** The range of an attribute in the type of `configuration`; if it is not declared, of the type itself. */
function declaredIn(request: RequestContext, call: ModuleCall | undefined, path: readonly string[]): SourceRange[] {
  const folder = call && folderOfCall(request, call.instance.folderUri, call.name);
  const declaration = folder?.declaration('variable', 'configuration');
  const type = declaration && declaredAttribute(declaration, 'type');
  if (!type) return interfaceOf(folder);
  const found = keyInType(type.attribute.value, path);
  return [
    found
      ? rangeIn(type.item, found)
      : rangeIn(type.item, { start: type.attribute.start, end: type.attribute.nameEnd }),
  ];
}

/** `map(object({ a = optional(string) }))`: the key that declares the path; every environment is an element of the map. */
function keyInType(type: Expression, path: readonly string[]): Expression | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return undefined;
  const object = objectIn(type);
  const item = object?.items.find(each => literalKey(each.key) === step);
  if (!item) return undefined;
  return rest.length === 0 ? item.key : (keyInType(item.value, rest) ?? item.key);
}

/** The object type within `optional`, `map`, `list` and `set`. */
function objectIn(type: Expression): Extract<Expression, { kind: 'object' }> | undefined {
  if (type.kind === 'object') return type;
  const [inner] = type.kind === 'call' ? type.args : [];
  return inner && objectIn(inner);
}
