/** Constant strings of expressions. */
import { literalKey } from '../../hcl/values/objectKey';
import type { Expression } from '../../syntax/ast';

/** The content of a plain string; undefined for other expressions. */
export function literalText(expression: Expression | undefined): string | undefined {
  return expression?.kind === 'text' ? literalKey(expression) : undefined;
}
