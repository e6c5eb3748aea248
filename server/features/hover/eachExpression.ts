/** A walk over an item. */
import { append } from '../../../common/lists';
import { visitExpression } from '../../syntax/visit';
import type { Expression, Item } from '../../syntax/ast';

/** Calls `visit` for every expression of an item, those around others first. */
export function eachExpression({ node }: Item, visit: (expression: Expression) => void): void {
  const open = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.kind === 'block') append(open, next.body);
    else visitExpression(next.value, visit);
  }
}
