/** The references in `replace_triggered_by`. */
import type { Expression } from '../syntax/ast';
import { dottedNames, traversalOf, type TraversalStep } from './addresses';

/** Replaces the key of a trigger that is the instance's own: `[count.index]`, `[each.key]`. */
export const OWN_KEY = '\0';

/** The steps of an element of `replace_triggered_by`; undefined for one that is no reference. */
export function triggerSteps(expression: Expression): TraversalStep[] | undefined {
  if (expression.kind === 'attribute') {
    const target = triggerSteps(expression.target);
    return target && [...target, expression.name];
  }
  if (expression.kind !== 'index') return traversalOf(expression);
  const target = triggerSteps(expression.target);
  const key = dottedNames(expression.key);
  if (key === 'count.index' || key === 'each.key') return target && [...target, { key: OWN_KEY }];
  const literal = traversalOf(expression);
  return literal;
}
