/** What a piece of configuration refers to. */
import type { Attribute, Block, Expression } from '../syntax/ast';
import { childrenOf } from '../syntax/childrenOf';

const known = new WeakMap<Block, ReadonlySet<string>>();

/** Labels of the modules that a block refers to (`module.label`), in the order of the text. */
export function moduleReferences(block: Block): ReadonlySet<string> {
  let references = known.get(block);
  if (!references) known.set(block, (references = findModuleReferences(block)));
  return references;
}

function findModuleReferences(block: Block): Set<string> {
  const found = new Set<string>();
  visitBlock(block, expression => {
    if (expression.kind === 'attribute' && expression.target.kind === 'name' && expression.target.name === 'module')
      found.add(expression.name);
  });
  return found;
}

/** Calls `visit` for every expression in a block or attribute, outermost first. */
export function visitBlock(node: Block | Attribute, visit: (expression: Expression) => void): void {
  if (node.kind === 'attribute') visitExpression(node.value, visit);
  else for (const entry of node.body) visitBlock(entry, visit);
}

/** Calls `visit` for an expression and everything in it, outermost first. */
export function visitExpression(expression: Expression, visit: (expression: Expression) => void): void {
  visit(expression);
  for (const child of childrenOf(expression)) visitExpression(child, visit);
}
