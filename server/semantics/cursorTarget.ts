/** Finds what an offset refers to in the configuration of Kubestack modules: in their calls, and in locals and variables that they use. */
import { literalKey } from '../hcl/values/objectKey';
import { withoutParentheses } from '../kubestack/inheritance/configurationEntries';
import type { SourceRange } from '../hcl/model';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { Attribute, Block, Expression, Item, ObjectExpression, Span } from '../syntax/ast';
import { visitBlock, visitExpression } from '../syntax/traversal';
import { callsDeclaredBy } from './callsDeclaredBy';
import { keyOf } from './configurationRanges';
import { callsOfItem } from './moduleCalls';
import { covers } from './positionMapping';
import type { RequestContext } from './requestContext';

/** With the item's part and the calls it affects. */
export type CursorTarget = { readonly span: Span; readonly calls: readonly ModuleCall[] } & (
  | { readonly kind: 'module' }
  | { readonly kind: 'baseKey' }
  /** `terraform.workspace`. Outside of a module call, `calls` is empty. */
  | { readonly kind: 'workspace' }
  | { readonly kind: 'environment'; readonly environment: string }
  | { readonly kind: 'attribute'; readonly environment: string; readonly path: readonly string[] }
);

/**
 * Undefined for anything that isn't Kubestack's.
 * @param at offset in the item's text
 */
export function targetIn(request: RequestContext, item: Item, at: number): CursorTarget | undefined {
  const { node } = item;
  const calls = node.kind === 'block' && node.type === 'module' ? callsOfItem(request, item) : [];
  if (node.kind === 'block' && calls[0]) {
    const found = targetInCall(node, calls, calls[0], at);
    if (found) return found;
  }
  const written = targetWrittenIn(request, item, at);
  if (written) return written;
  const workspace = workspaceAt(visit => visitBlock(node, visit), at);
  return workspace && { kind: 'workspace', calls, span: workspace };
}

function targetInCall(
  node: Block,
  calls: readonly ModuleCall[],
  { module }: ModuleCall,
  at: number,
): CursorTarget | undefined {
  const label = node.labels[0];
  if (label && covers(label, at)) return { kind: 'module', calls, span: label };
  const attribute = attributeAt(node, at);
  if (!attribute) return undefined;
  const workspace = workspaceAt(visit => visitExpression(attribute.value, visit), at);
  if (workspace) return { kind: 'workspace', calls, span: workspace };
  if (attribute.name === module.baseKeyInput) {
    const name = { start: attribute.start, end: attribute.nameEnd };
    return { kind: 'baseKey', calls, span: covers(name, at) ? name : attribute.value };
  }
  if (attribute.name !== 'configuration') return undefined;
  const value = withoutParentheses(attribute.value);
  const found = value.kind === 'object' ? pathAt(value, at) : undefined;
  const [environment, ...path] = found?.path ?? [];
  if (!found || environment === undefined) return undefined;
  const target = { calls, span: found.span, environment };
  return path.length > 0 ? { ...target, kind: 'attribute', path } : { ...target, kind: 'environment' };
}

/** Maximum number of calls that are checked for whether they use a local or a variable. */
const MAX_CALLS = 20;

/** An environment or attribute in a local or a variables file. */
function targetWrittenIn(request: RequestContext, item: Item, at: number): CursorTarget | undefined {
  const { node } = item;
  if (node.kind === 'block' && node.type !== 'locals') return undefined;
  for (const call of callsDeclaredBy(request, item, MAX_CALLS)) {
    for (const [environment, { range, attributes }] of request.model.effectiveConfiguration(call).environments) {
      if (range?.item !== item || !covers(range, at)) continue;
      const key = keyOf(range);
      if (covers(key, at)) return { kind: 'environment', calls: [call], environment, span: key };
      const found = attributes.find(
        each => each.origin !== 'inherited' && each.range?.item === item && covers(each.range, at),
      );
      if (!found?.range) continue;
      const inner = keyInValue(item, found.range, at);
      const path = [...found.path, ...(inner?.path ?? [])];
      return { kind: 'attribute', calls: [call], environment, path, span: inner?.span ?? keyOf(found.range) };
    }
  }
  return undefined;
}

/** The key at an offset of an object that is replaced as a whole. */
function keyInValue({ node }: Item, { valueStart }: SourceRange, at: number): ReturnType<typeof pathAt> {
  let value: ObjectExpression | undefined;
  const visit = (each: Expression): void => {
    if (each.kind === 'object' && each.start === valueStart) value = each;
  };
  if (node.kind === 'block') visitBlock(node, visit);
  else visitExpression(node.value, visit);
  return value && pathAt(value, at);
}

function attributeAt(block: Block, at: number): Attribute | undefined {
  const attribute = block.body.find(entry => entry.kind === 'attribute' && covers(entry, at));
  return attribute?.kind === 'attribute' ? attribute : undefined;
}

/** @param visitAll calls its argument for each expression */
function workspaceAt(visitAll: (visit: (expression: Expression) => void) => void, at: number): Span | undefined {
  let found: Span | undefined;
  visitAll(each => {
    const isWorkspace =
      each.kind === 'attribute' &&
      each.name === 'workspace' &&
      each.target.kind === 'name' &&
      each.target.name === 'terraform';
    if (isWorkspace && covers(each, at)) found = each;
  });
  return found;
}

/** The path of keys to the cursor, and the key or value at the cursor. A list belongs to its attribute. */
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
