/** References that count although nothing evaluates them. */
import type { Expression } from '../../syntax/ast';
import { childrenOf } from '../../syntax/traversal';
import { evaluateReference } from './evaluateReference';
import { literalKey } from '../values/objectKey';
import type { Scope } from './scope';
import { unknown } from '../values/value';
import type { Value } from '../model';

/**
 * Resolves everything that an expression refers to, without evaluating it. Terraform does that with every expression before it
 * evaluates any: an argument of `try` that is never reached, and the body of a `for` over nothing, fail where they refer to something
 * that is not declared, or that fails itself.
 */
export function resolveReferences(expression: Expression, scope: Scope): void {
  switch (expression.kind) {
    case 'name':
      evaluateReference(expression, scope);
      break;
    case 'attribute':
      if (!evaluateReference(expression, scope)) resolveReferences(expression.target, scope);
      break;
    case 'for': {
      resolveReferences(expression.collection, scope);
      const names = [expression.keyName, expression.valueName].filter(name => name !== undefined);
      const inner = scope.withNames(names.map((name): [string, Value] => [name, unknown()]));
      for (const part of childrenOf(expression)) if (part !== expression.collection) resolveReferences(part, inner);
      break;
    }
    case 'object':
      for (const { key, value } of expression.items) {
        if (literalKey(key) === undefined) resolveReferences(key, scope);
        resolveReferences(value, scope);
      }
      break;
    default:
      for (const part of childrenOf(expression)) resolveReferences(part, scope);
  }
}
