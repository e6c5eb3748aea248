/** What expressions refer to, without evaluating them. */
import { memoize } from '../../common/memoize';
import type { Attribute, Block, Expression } from '../syntax/ast';
import { childrenOf } from '../syntax/traversal';

export type Reference =
  | { readonly kind: 'variable' | 'local' | 'module'; readonly name: string }
  | { readonly kind: 'output'; readonly module: string; readonly name: string }
  | { readonly kind: 'resource'; readonly key: string; readonly isData: boolean };

/** Names that refer to nothing that a plan orders. */
const OTHER_ROOTS: ReadonlySet<string> = new Set(['each', 'count', 'path', 'terraform', 'self', 'ephemeral']);

/** All references in a block, including its meta-arguments, or in an attribute. */
export const referencesIn = memoize((node: Block | Attribute): readonly Reference[] => {
  const found: Reference[] = [];
  collectIn(node, found);
  return found;
});

export function referencesOf(expression: Expression): readonly Reference[] {
  const found: Reference[] = [];
  collect(expression, found);
  return found;
}

function collectIn(node: Block | Attribute, found: Reference[]): void {
  if (node.kind === 'attribute') collect(node.value, found);
  else for (const entry of node.body) collectIn(entry, found);
}

function collect(expression: Expression, found: Reference[]): void {
  if (expression.kind === 'attribute') {
    const { target, name } = expression;
    const module = moduleOf(target);
    if (module) {
      found.push({ kind: 'output', module: module.name, name });
      for (const key of module.keys) collect(key, found);
      return;
    }
    if (target.kind === 'name') {
      if (target.name === 'var') found.push({ kind: 'variable', name });
      else if (target.name === 'local') found.push({ kind: 'local', name });
      else if (target.name === 'module') found.push({ kind: 'module', name });
      else if (target.name !== 'data' && !OTHER_ROOTS.has(target.name))
        found.push({ kind: 'resource', key: `${target.name}.${name}`, isData: false });
      return;
    }
    if (target.kind === 'attribute' && target.target.kind === 'name' && target.target.name === 'data') {
      found.push({ kind: 'resource', key: `data.${target.name}.${name}`, isData: true });
      return;
    }
  }
  for (const child of childrenOf(expression)) collect(child, found);
}

/** `module.a` and `module.a[key]`, whose attributes are outputs. */
function moduleOf(expression: Expression): { readonly name: string; readonly keys: readonly Expression[] } | undefined {
  if (expression.kind === 'index') {
    const inner = moduleOf(expression.target);
    return inner && { name: inner.name, keys: [...inner.keys, expression.key] };
  }
  const isModule =
    expression.kind === 'attribute' && expression.target.kind === 'name' && expression.target.name === 'module';
  return isModule ? { name: expression.name, keys: [] } : undefined;
}
