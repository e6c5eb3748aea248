/** Finds modules that exist only for another one: DNS records of an ingress, in the same file. */
import { moduleReferences } from '../../workspace/moduleReferences';
import type { Item } from '../../syntax/ast';
import type { ScaffoldContext } from '../scaffoldContext';
import { rootItems } from '../removedBlocks';

/**
 * Module calls in the same file that refer to one of the labels, for example in `depends_on`, and to which nothing else refers: they are removed
 * with a service.
 */
export function dependentsInFile(scaffoldContext: ScaffoldContext, owner: Item, labels: readonly string[]): Item[] {
  const items = rootItems(scaffoldContext);
  return items.filter(item => {
    const { node } = item;
    if (item === owner || item.uri !== owner.uri || node.kind !== 'block' || node.type !== 'module') return false;
    if (!labels.some(label => moduleReferences(node).has(label))) return false;
    const own = node.labels[0]?.name ?? '';
    return !items.some(({ node: other }) => other.kind === 'block' && moduleReferences(other).has(own));
  });
}
