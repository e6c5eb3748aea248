/** `ignore_changes`: the arguments that keep their old value. */
import { memoize } from '../../common/memoize';
import { isPlanKnown } from '../hcl/evaluation/content';
import type { Value } from '../hcl/model';
import { nullOf, unknown } from '../hcl/values/value';
import { traversalOf, type TraversalStep } from './addresses';
import type { ConfigBlock, EvaluatedAttribute } from './configBlock';
import { lifecycleArgument, type ResourceBlock } from './moduleResources';

type Path = readonly (string | number)[];

/** Whether a path is another one, or below it. */
export const startsWith = (path: Path, start: Path): boolean => start.every((step, index) => path[index] === step);

/** Paths by their first step; `isWhole` if a path ends here. */
interface PathTree {
  isWhole: boolean;
  readonly below: Map<string | number, PathTree>;
}

/** The new arguments of a resource, with the old ones where changes are ignored. */
export function withIgnoredChanges(block: ResourceBlock, before: ConfigBlock, after: ConfigBlock): ConfigBlock {
  const ignored = ignoredPaths(block);
  return ignored ? mergedConfig(before, after, ignored) : after;
}

/** Undefined if no change is ignored. */
const ignoredPaths = memoize((block: ResourceBlock): PathTree | undefined => {
  const list = lifecycleArgument(block, 'ignore_changes');
  const tree: PathTree = { isWhole: list?.kind === 'name' && list.name === 'all', below: new Map() };
  for (const element of list?.kind === 'tuple' ? list.elements : []) {
    const steps = traversalOf(element) ?? (element.kind === 'text' ? [element.value] : undefined);
    if (steps) add(tree, steps);
  }
  return tree.isWhole || tree.below.size > 0 ? tree : undefined;
});

function add(tree: PathTree, steps: readonly TraversalStep[]): void {
  let at = tree;
  for (const step of steps) {
    const key = typeof step === 'object' ? step.key : step;
    let next = at.below.get(key);
    if (!next) at.below.set(key, (next = { isWhole: false, below: new Map() }));
    at = next;
  }
  at.isWhole = true;
}

/** The new arguments, with the old ones where changes are ignored. */
function mergedConfig(before: ConfigBlock, after: ConfigBlock, ignored: PathTree): ConfigBlock {
  if (ignored.isWhole) return { ...after, attributes: before.attributes, blocks: before.blocks };
  const attributes = new Map<string, EvaluatedAttribute>(after.attributes);
  const blocks = new Map(after.blocks);
  for (const [step, tree] of ignored.below) {
    const name = String(step);
    const [oldAttribute, attribute] = [before.attributes.get(name), after.attributes.get(name)];
    if (tree.isWhole) {
      if (oldAttribute) attributes.set(name, oldAttribute);
      else attributes.delete(name);
    } else if (attribute)
      attributes.set(name, { ...attribute, value: withOld(oldAttribute?.value, attribute.value, tree) });
    const [old, current] = [before.blocks.get(name), after.blocks.get(name)];
    if (tree.isWhole) {
      if (old) blocks.set(name, old);
      else blocks.delete(name);
    } else if (old && current)
      blocks.set(name, {
        ...current,
        blocks: current.blocks.map((block, index) => {
          const [from, paths] = [old.blocks[index], tree.below.get(index)];
          return from && paths ? mergedConfig(from, block, paths) : block;
        }),
      });
  }
  return { ...after, attributes, blocks };
}

/** A new value with parts of the old one: `ignore_changes = [tags["a"]]`. */
function withOld(before: Value | undefined, after: Value, ignored: PathTree): Value {
  if (ignored.isWhole) return before ?? nullOf();
  if (!('entries' in after)) return isPlanKnown(after) ? unknown() : after;
  const entries = new Map(after.entries);
  for (const [step, tree] of ignored.below) {
    if (typeof step !== 'string') return isPlanKnown(after) ? unknown() : after;
    const old = before && 'entries' in before ? before.entries.get(step) : undefined;
    const part = withOld(old, entries.get(step) ?? nullOf(), tree);
    if (part.kind === 'null') entries.delete(step);
    else entries.set(step, part);
  }
  return { ...after, entries };
}
