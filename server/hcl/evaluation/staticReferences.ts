/** Checks references in expressions that are not evaluated. */
import type { CallExpression, Expression } from '../../syntax/ast';
import { childrenOf } from '../../syntax/traversal';
import { evaluateReference } from './evaluateReference';
import { literalKey } from '../values/objectKey';
import type { Scope } from './scope';
import { unknown } from '../values/value';
import type { Value } from '../model';

/**
 * Resolves all references in an expression without evaluating it. Terraform does so before evaluating: an unreached argument of `try`, or
 * the body of a `for` over nothing, fails if it refers to something undeclared or invalid.
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
    case 'call':
      // A type, such as list(string).
      for (const part of isConvert(expression) ? expression.args.slice(0, 1) : expression.args)
        resolveReferences(part, scope);
      break;
    default:
      for (const part of childrenOf(expression)) resolveReferences(part, scope);
  }
}

/** Whether the second argument is a type. */
export const isConvert = ({ name }: CallExpression): boolean => name.replace(/^core::/, '') === 'convert';
