/** Hover on a name with a target: a variable, a local, an output of a module, a provider, a source, an argument, a function. */
import type { Range } from 'vscode-languageserver-types';
import { localized } from '../../../common/localization';
import { ownProperty } from '../../../common/ownProperty';
import { availabilityText, blockFeatures } from '../../hcl/languageFeatures';
import type { Attribute, Block, Expression, Item, Span } from '../../syntax/ast';
import { argumentsOf, BLOCK_TYPES } from '../completion/blockArguments';
import { paragraphs } from '../markdown';
import { parentOf } from '../../workspace/uri';
import { callsOfItem } from '../../semantics/moduleCalls';
import { visitBlock } from '../../syntax/traversal';
import { functionMarkdown, functionSignature } from './functionSignature';
import { inputHover } from './hoverInput';
import { moduleHover } from './hoverModule';
import { plainModuleHover, plainSourceHover } from './hoverPlainModule';
import { providerHover } from './hoverProvider';
import { sourceHover } from './hoverSource';
import { localHover, outputHover, variableHover } from './hoverValue';
import type { Occurrence } from '../../semantics/occurrences';
import { covers } from '../../semantics/positionMapping';
import type { RequestContext } from '../../semantics/requestContext';
import type { ResolvedPosition } from '../../semantics/resolveAt';
import { isKubestackSymbol, symbolOfUse } from '../../semantics/symbolOfUse';

/** Markdown, and its range. */
export interface HoverText {
  readonly text: string;
  readonly range: Range;
}

/** Undefined if there is no such name or another extension serves it. */
export function nameHover(request: RequestContext, here: ResolvedPosition): HoverText | undefined {
  const { item, name } = here;
  const isElsewhere = request.client.servedByOtherExtension(here.file.uri);
  const called = functionAt(item, here.at);
  if (called) {
    const signature = functionSignature(called.name);
    if (!signature || (isElsewhere && callsOfItem(request, item, 1).length === 0)) return undefined;
    return { text: functionMarkdown(signature), range: here.rangeOf({ start: called.start, end: called.nameEnd }) };
  }
  if (!name) return isElsewhere ? undefined : featureHover(here);
  const range = here.rangeOf(name);
  if (isElsewhere && !isOurs(request, item, name, range)) return undefined;
  const text = textOf(request, item, name);
  return text === undefined ? undefined : { text, range };
}

function isOurs(request: RequestContext, item: Item, use: Occurrence, range: Range): boolean {
  const symbol = symbolOfUse(request, item, use);
  // An argument has no target while the module is not installed.
  return symbol ? isKubestackSymbol(request, { symbol, range, item }) : callsOfItem(request, item, 1).length > 0;
}

function textOf(request: RequestContext, item: Item, use: Occurrence): string | undefined {
  switch (use.kind) {
    case 'variable':
      return variableHover(request, item, use.name);
    case 'local':
      return localHover(request, item, use.name);
    case 'calledOutput':
      return outputHover(request, item, use);
    case 'provider':
      return providerHover(request, item, use.name);
    case 'source':
      return sourceHover(request, item) ?? plainSourceHover(request, item, use.name);
    case 'argument':
      return inputHover(request, item, use);
    case 'module': {
      const { model } = request;
      // On its own label, a Kubestack module has the hover of the call.
      if (use.role === 'declaration')
        return callsOfItem(request, item, 1).length > 0 ? undefined : plainModuleHover(request, item, use.name);
      const calls = model.tree
        .instancesOf(parentOf(item.uri))
        .flatMap(instance => model.call(instance, use.name) ?? []);
      return moduleHover(request, calls) ?? plainModuleHover(request, item, use.name);
    }
    default:
      return undefined;
  }
}

/** A block or an argument that only some versions have. */
function featureHover(here: ResolvedPosition): HoverText | undefined {
  const { item, at } = here;
  let entry: Block | Attribute = item.node;
  const types: string[] = [];
  while (entry.kind === 'block') {
    types.push(entry.type);
    const type: Span = { start: entry.start, end: entry.start + entry.type.length };
    if (covers(type, at)) return featureText(types, here.rangeOf(type));
    const inner: Block | Attribute | undefined = entry.body.find(each => covers(each, at));
    if (!inner) return undefined;
    entry = inner;
  }
  const argument: Span = { start: entry.start, end: entry.nameEnd };
  return covers(argument, at) ? featureText([...types, entry.name], here.rangeOf(argument)) : undefined;
}

function featureText(names: readonly string[], range: Range): HoverText | undefined {
  const feature = blockFeatures.get(names.join(' '));
  if (!feature) return undefined;
  const described = argumentsOf(names.slice(0, -1), undefined).find(({ name }) => name === names.at(-1));
  const documentation = described?.documentation ?? ownProperty(BLOCK_TYPES, names.join(' '))?.documentation;
  return { text: paragraphs([documentation && localized(documentation), availabilityText(feature)]), range };
}

/** The call whose label is at the offset. */
function functionAt(item: Item, at: number): Extract<Expression, { kind: 'call' }> | undefined {
  let found: Extract<Expression, { kind: 'call' }> | undefined;
  visitBlock(item.node, expression => {
    if (expression.kind === 'call' && covers({ start: expression.start, end: expression.nameEnd }, at))
      found = expression;
  });
  return found;
}
