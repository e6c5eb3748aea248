/** Everything in a piece of configuration, outermost first. */
import type { Attribute, Block, Expression } from './ast';
import { childrenOf } from './childrenOf';

/** Calls `visit` for every expression in a block or attribute, outermost first. */
export function visitBlock(node: Block | Attribute, visit: (expression: Expression) => void): void {
  if (node.kind === 'attribute') visitExpression(node.value, visit);
  else for (const entry of node.body) visitBlock(entry, visit);
}

/** Calls `visit` for an expression and everything in it, outermost first. */
export function visitExpression(expression: Expression, visit: (expression: Expression) => void): void {
  visit(expression);
  if (expression.kind === 'object') {
    // Most of a configuration: no list is made of what is in it.
    for (const { key, value } of expression.items) {
      visitExpression(key, visit);
      visitExpression(value, visit);
    }
  } else for (const child of childrenOf(expression)) visitExpression(child, visit);
}
