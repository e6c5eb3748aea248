/** Visits nodes of syntax trees. */
import type { Block, Attribute, Expression } from './ast';

/** Calls `visit` for every expression in a block or attribute, outermost first. */
export function visitBlock(node: Block | Attribute, visit: (expression: Expression) => void): void {
  if (node.kind === 'attribute') visitExpression(node.value, visit);
  else for (const entry of node.body) visitBlock(entry, visit);
}

/** Calls `visit` for an expression and all expressions in it, outermost first. */
export function visitExpression(expression: Expression, visit: (expression: Expression) => void): void {
  visit(expression);
  if (expression.kind === 'object') {
    // Objects are the most frequent expressions, so this avoids a list of their children.
    for (const { key, value } of expression.items) {
      visitExpression(key, visit);
      visitExpression(value, visit);
    }
  } else for (const child of childrenOf(expression)) visitExpression(child, visit);
}

/** The direct children of an expression, in source order. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'template':
      return expression.parts;
    case 'templateWrap':
    case 'templateJoin':
    case 'parentheses':
      return [expression.inner];
    case 'tuple':
      return expression.elements;
    case 'object':
      return expression.items.flatMap(item => [item.key, item.value]);
    case 'for':
      return [expression.collection, expression.key, expression.value, expression.condition].filter(
        each => each !== undefined,
      );
    case 'attribute':
      return [expression.target];
    case 'index':
      return [expression.target, expression.key];
    case 'splat':
      return [expression.target, expression.each];
    case 'call':
      return expression.args;
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.condition, expression.then, expression.otherwise];
    default:
      return [];
  }
}

/** Whether a name is read, or a function called. */
export const hasReference = (expression: Expression): boolean =>
  expression.kind === 'attribute' || expression.kind === 'call' || childrenOf(expression).some(hasReference);
