/** Uses of `count` and `each` in blocks without these arguments. */
import { t } from '../../../common/localization';
import { memoize } from '../../../common/memoize';
import type { EvaluationDiagnostic } from '../../hcl/evaluationDiagnostic';
import type { Block, Item, Span } from '../../syntax/ast';
import { visitBlock } from '../../syntax/traversal';
import { findAttribute } from '../../workspace/declarations';

/** The roots of references to the instance of a block, and the argument that they need. */
const ROOTS: readonly (readonly [root: string, argument: string])[] = [
  ['count', 'count'],
  ['each', 'for_each'],
];

/** Blocks in whose expressions the instance is that of the block, or there is none. */
const TYPES: ReadonlySet<string> = new Set(['module', 'resource', 'data', 'ephemeral', 'locals', 'output']);

const NONE: readonly EvaluationDiagnostic[] = [];

/**
 * The references of a block to an instance that it doesn't have. Source: GetCountAttr and GetForEachAttr in internal/terraform/evaluate.go of
 * https://github.com/hashicorp/terraform.
 */
export const withoutInstances = memoize((item: Item): readonly EvaluationDiagnostic[] => {
  const { node } = item;
  if (node.kind !== 'block' || !TYPES.has(node.type)) return NONE;
  const missing = new Map(ROOTS.filter(([, argument]) => !findAttribute(node, argument)));
  const uses: { readonly root: string; readonly span: Span }[] = [];
  visitBlock(node, each => {
    if (each.kind === 'for') for (const name of [each.valueName, each.keyName]) missing.delete(name ?? '');
    else if (each.kind === 'attribute' && each.target.kind === 'name' && missing.has(each.target.name))
      uses.push({ root: each.target.name, span: each });
  });
  if (uses.length === 0) return NONE;
  for (const name of iteratorsIn(node)) missing.delete(name);
  return uses.flatMap(({ root, span: { start, end } }) => {
    const argument = missing.get(root);
    if (argument === undefined) return [];
    const message = t('Only a block with {0} has "{1}", so Terraform refuses it here.', argument, root);
    return [{ code: 'KS003', message, range: { item, start, end } }];
  });
});

/** The names of elements in `dynamic` blocks. */
function iteratorsIn(block: Block): string[] {
  return block.body.flatMap(entry => {
    if (entry.kind === 'block') return [...entry.labels.map(({ name }) => name), ...iteratorsIn(entry)];
    return entry.name === 'iterator' && entry.value.kind === 'name' ? [entry.value.name] : [];
  });
}
