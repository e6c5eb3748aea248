/** What the cursor is on, within the Kubestack module calls of a document. */
import type { Position, Range } from 'vscode-languageserver-types';
import { literalKey } from '../hcl/values/objectKey';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import { visitExpression } from '../syntax/traversal';
import { withoutParentheses } from '../kubestack/inheritance/configurationEntries';
import type { Attribute, Block, Expression, ObjectExpression, Span } from '../syntax/ast';
import type { PlacedItem } from '../syntax/sourceFileModel';
import { callsOfItem } from './moduleCalls';
import { covers, cursorInItem, rangeInFile } from './positionMapping';
import { fileOf, type RequestContext } from './requestContext';

export type CursorTarget = { readonly range: Range; readonly calls: readonly ModuleCall[] } & (
  | { readonly kind: 'module' }
  | { readonly kind: 'baseKey' }
  | { readonly kind: 'workspace' }
  | { readonly kind: 'environment'; readonly environment: string }
  | { readonly kind: 'attribute'; readonly environment: string; readonly path: readonly string[] }
);

/** Undefined where there is nothing of Kubestack's. @param position zero-based, UTF-16 */
export function cursorTarget(request: RequestContext, uri: string, position: Position): CursorTarget | undefined {
  const file = fileOf(request, uri);
  if (!file) return undefined;
  const cursor = cursorInItem(file, position);
  if (!cursor) return undefined;
  return findTarget(request, cursor.placed, cursor.at, span => rangeInFile(file, cursor.placed, span));
}

function findTarget(
  request: RequestContext,
  placed: PlacedItem,
  at: number,
  range: (span: Span) => Range,
): CursorTarget | undefined {
  const { node } = placed.item;
  if (node.kind !== 'block' || node.type !== 'module') return undefined;
  const calls = callsOfItem(request, placed.item);
  const call = calls[0];
  if (!call) return undefined;
  const label = node.labels[0];
  if (label && covers(label, at)) return { kind: 'module', calls, range: range(label) };
  const attribute = attributeAt(node, at);
  if (!attribute) return undefined;
  const workspace = workspaceAt(attribute.value, at);
  if (workspace) return { kind: 'workspace', calls, range: range(workspace) };
  if (attribute.name === call.module.baseKeyInput) {
    return {
      kind: 'baseKey',
      calls,
      range: range(at <= attribute.nameEnd ? { start: attribute.start, end: attribute.nameEnd } : attribute.value),
    };
  }
  if (attribute.name !== 'configuration') return undefined;
  const value = withoutParentheses(attribute.value);
  const found = value.kind === 'object' ? pathAt(value, at) : undefined;
  if (!found) return undefined;
  const [environment, ...path] = found.path;
  if (environment === undefined) return undefined;
  const target = { calls, range: range(found.span), environment };
  return path.length > 0 ? { ...target, kind: 'attribute', path } : { ...target, kind: 'environment' };
}

function attributeAt(block: Block, at: number): Attribute | undefined {
  const attribute = block.body.find(entry => entry.kind === 'attribute' && covers(entry, at));
  return attribute?.kind === 'attribute' ? attribute : undefined;
}

function workspaceAt(expression: Expression, at: number): Span | undefined {
  let found: Span | undefined;
  visitExpression(expression, each => {
    const isWorkspace =
      each.kind === 'attribute' &&
      each.name === 'workspace' &&
      each.target.kind === 'name' &&
      each.target.name === 'terraform';
    if (isWorkspace && covers(each, at)) found = each;
  });
  return found;
}

/** The keys that lead to the cursor, and the key or value that it is on. A list belongs to its attribute. */
function pathAt(object: ObjectExpression, at: number): { path: string[]; span: Span } | undefined {
  const item = object.items.find(each => covers(each, at));
  const key = item && literalKey(item.key);
  if (!item || key === undefined) return undefined;
  if (covers(item.key, at)) return { path: [key], span: item.key };
  const value = withoutParentheses(item.value);
  if (value.kind !== 'object' || at < value.start) return { path: [key], span: covers(value, at) ? value : item.key };
  const inner = pathAt(value, at);
  return inner && { path: [key, ...inner.path], span: inner.span };
}
