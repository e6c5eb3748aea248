/** Hover on a name that leads somewhere: a variable, a local, an output of a module, a provider, a source, an argument, a function. */
import type { Position, Range } from 'vscode-languageserver-types';
import type { Expression, Item } from '../../syntax/ast';
import { parentOf } from '../../workspace/uri';
import { callsOfItem } from '../../semantics/callsInFile';
import { eachExpression } from './eachExpression';
import { functionMarkdown, functionSignature } from './functionSignature';
import { inputHover } from './hoverInput';
import { moduleHover } from './hoverModule';
import { providerHover } from './hoverProvider';
import { sourceHover } from './hoverSource';
import { localHover, outputHover, variableHover } from './hoverValue';
import { nameUsesIn, type NameUse } from '../../semantics/occurrences';
import { covers, cursorInItem, rangeInFile } from '../../semantics/positionMapping';
import { fileOf, type Snapshot } from '../../semantics/requestContext';
import { isKubestacks, thingOf } from '../../semantics/symbolAt';

/** Markdown and the text that it is about; undefined where there is no such name, and where another extension answers for it. */
export function nameHover(
  snapshot: Snapshot,
  uri: string,
  position: Position,
): { text: string; range: Range } | undefined {
  const file = fileOf(snapshot, uri);
  const cursor = file && cursorInItem(file, position);
  if (!file || !cursor) return undefined;
  const { placed, at } = cursor;
  const { item } = placed;
  const isElsewhere = snapshot.client.servedElsewhere(uri);
  const called = functionAt(item, at);
  if (called) {
    const signature = functionSignature(called.name);
    if (!signature || (isElsewhere && callsOfItem(snapshot, item, 1).length === 0)) return undefined;
    return {
      text: functionMarkdown(signature),
      range: rangeInFile(file, placed, { start: called.start, end: called.nameEnd }),
    };
  }
  const use = nameUsesIn(item).findLast(each => covers(each, at));
  if (!use) return undefined;
  const range = rangeInFile(file, placed, use);
  if (isElsewhere && !isOurs(snapshot, item, use, range)) return undefined;
  const text = textOf(snapshot, item, use);
  return text === undefined ? undefined : { text, range };
}

function isOurs(snapshot: Snapshot, item: Item, use: NameUse, range: Range): boolean {
  const thing = thingOf(snapshot, item, use);
  // An argument leads nowhere while the module is not installed.
  return thing ? isKubestacks(snapshot, { thing, range, item }) : callsOfItem(snapshot, item, 1).length > 0;
}

function textOf(snapshot: Snapshot, item: Item, use: NameUse): string | undefined {
  switch (use.kind) {
    case 'variable':
      return variableHover(snapshot, item, use.name);
    case 'local':
      return localHover(snapshot, item, use.name);
    case 'calledOutput':
      return outputHover(snapshot, item, use);
    case 'provider':
      return providerHover(snapshot, item, use.name);
    case 'source':
      return sourceHover(snapshot, item);
    case 'argument':
      return inputHover(snapshot, item, use.name.slice(use.name.indexOf('.') + 1));
    case 'module': {
      if (use.role === 'declaration') return undefined;
      const { model } = snapshot;
      const calls = model.tree
        .instancesOf(parentOf(item.uri))
        .flatMap(instance => model.call(instance, use.name) ?? []);
      return moduleHover(snapshot, calls);
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
