/** Text that can be read off an expression. */
import { literalKey } from '../../hcl/values/objectKey';
import type { Expression } from '../../syntax/ast';

/** The text of a plain string; undefined for anything computed. */
export function literalText(expression: Expression | undefined): string | undefined {
  return expression?.kind === 'text' ? literalKey(expression) : undefined;
}
