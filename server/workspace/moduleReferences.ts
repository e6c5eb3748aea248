/** References in a piece of configuration. */
import { memoize } from '../../common/memoize';
import type { Block } from '../syntax/ast';
import { visitBlock } from '../syntax/traversal';

/** Labels of the modules that a block refers to (`module.label`), in the order of the text. */
export const moduleReferences = memoize<Block, ReadonlySet<string>>(findModuleReferences);

/** Shared, since most blocks refer to no module. */
const NONE: ReadonlySet<string> = new Set();

function findModuleReferences(block: Block): ReadonlySet<string> {
  let found: Set<string> | undefined;
  visitBlock(block, expression => {
    if (expression.kind === 'attribute' && expression.target.kind === 'name' && expression.target.name === 'module')
      (found ??= new Set()).add(expression.name);
  });
  return found ?? NONE;
}
