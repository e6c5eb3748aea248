/** Hover on a name that leads somewhere: a variable, a local, an output of a module, a provider, a source, an argument, a function. */
import type { Position, Range } from 'vscode-languageserver-types';
import type { Expression, Item } from '../../syntax/ast';
import { parentOf } from '../../workspace/uri';
import { callsOfItem } from '../../semantics/moduleCalls';
import { eachExpression } from './hoverCalls';
import { functionMarkdown, functionSignature } from './functionSignature';
import { inputHover } from './hoverInput';
import { moduleHover } from './hoverModule';
import { providerHover } from './hoverProvider';
import { sourceHover } from './hoverSource';
import { localHover, outputHover, variableHover } from './hoverValue';
import { occurrencesIn, type Occurrence } from '../../semantics/occurrences';
import { covers, cursorInItem, rangeInFile } from '../../semantics/positionMapping';
import { fileOf, type RequestContext } from '../../semantics/requestContext';
import { isKubestackSymbol, symbolOfUse } from '../../semantics/symbolAt';

/** Markdown and the text that it is about; undefined where there is no such name, and where another extension answers for it. */
export function nameHover(
  request: RequestContext,
  uri: string,
  position: Position,
): { text: string; range: Range } | undefined {
  const file = fileOf(request, uri);
  const cursor = file && cursorInItem(file, position);
  if (!file || !cursor) return undefined;
  const { placed, at } = cursor;
  const { item } = placed;
  const isElsewhere = request.client.servedElsewhere(uri);
  const called = functionAt(item, at);
  if (called) {
    const signature = functionSignature(called.name);
    if (!signature || (isElsewhere && callsOfItem(request, item, 1).length === 0)) return undefined;
    return {
      text: functionMarkdown(signature),
      range: rangeInFile(file, placed, { start: called.start, end: called.nameEnd }),
    };
  }
  const use = occurrencesIn(item).findLast(each => covers(each, at));
  if (!use) return undefined;
  const range = rangeInFile(file, placed, use);
  if (isElsewhere && !isOurs(request, item, use, range)) return undefined;
  const text = textOf(request, item, use);
  return text === undefined ? undefined : { text, range };
}

function isOurs(request: RequestContext, item: Item, use: Occurrence, range: Range): boolean {
  const symbol = symbolOfUse(request, item, use);
  // An argument leads nowhere while the module is not installed.
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
      return sourceHover(request, item);
    case 'argument':
      return inputHover(request, item, use.name.slice(use.name.indexOf('.') + 1));
    case 'module': {
      if (use.role === 'declaration') return undefined;
      const { model } = request;
      const calls = model.tree
        .instancesOf(parentOf(item.uri))
        .flatMap(instance => model.call(instance, use.name) ?? []);
      return moduleHover(request, calls);
    }
    default:
      return undefined;
  }
}

/** The call on whose name the offset is. */
function functionAt(item: Item, at: number): Extract<Expression, { kind: 'call' }> | undefined {
  let found: Extract<Expression, { kind: 'call' }> | undefined;
  eachExpression(item, expression => {
    if (expression.kind === 'call' && covers({ start: expression.start, end: expression.nameEnd }, at))
      found = expression;
  });
  return found;
}
