/** `ignore_changes`: the arguments that keep their old value. */
import { isPlanKnown } from '../hcl/evaluation/content';
import type { Value } from '../hcl/model';
import { nullOf, unknown } from '../hcl/values/value';
import { traversalOf } from './addresses';
import type { ConfigBlock, EvaluatedAttribute } from './configBlock';
import { lifecycleArgument, type ResourceBlock } from './moduleResources';

type Path = readonly (string | number)[];

/** Whether a path is another one, or below it. */
export const startsWith = (path: Path, start: Path): boolean => start.every((step, index) => path[index] === step);

/** The new arguments of a resource, with the old ones where changes are ignored. */
export function withIgnoredChanges(block: ResourceBlock, before: ConfigBlock, after: ConfigBlock): ConfigBlock {
  const ignored = ignoredPaths(block);
  return ignored.length === 0 ? after : mergedConfig(before, after, [], ignored);
}

function ignoredPaths(block: ResourceBlock): readonly Path[] {
  const list = lifecycleArgument(block, 'ignore_changes');
  if (list?.kind === 'name' && list.name === 'all') return [[]];
  if (list?.kind !== 'tuple') return [];
  return list.elements.flatMap(element => {
    const steps = traversalOf(element) ?? (element.kind === 'text' ? [element.value] : undefined);
    return steps ? [steps.map(step => (typeof step === 'object' ? step.key : step))] : [];
  });
}

/** The new arguments, with the old ones where changes are ignored. */
function mergedConfig(before: ConfigBlock, after: ConfigBlock, path: Path, ignored: readonly Path[]): ConfigBlock {
  const isIgnored = (at: Path): boolean => ignored.some(each => startsWith(at, each));
  const attributes = new Map<string, EvaluatedAttribute>(after.attributes);
  for (const name of new Set([...before.attributes.keys(), ...after.attributes.keys()])) {
    const at = [...path, name];
    const old = before.attributes.get(name);
    const current = after.attributes.get(name);
    if (isIgnored(at)) {
      if (old) attributes.set(name, old);
      else attributes.delete(name);
    } else if (current) {
      const below = ignored
        .filter(each => each.length > at.length && startsWith(each, at))
        .map(each => each.slice(at.length));
      if (below.length > 0)
        attributes.set(name, {
          ...current,
          value: below.reduce((value, each) => withOld(old?.value, value, each), current.value),
        });
    }
  }
  const blocks = new Map(after.blocks);
  for (const name of new Set([...before.blocks.keys(), ...after.blocks.keys()])) {
    const [old, current] = [before.blocks.get(name), after.blocks.get(name)];
    if (isIgnored([...path, name])) {
      if (old) blocks.set(name, old);
      else blocks.delete(name);
    } else if (old && current)
      blocks.set(name, {
        ...current,
        blocks: current.blocks.map((block, index) =>
          old.blocks[index] ? mergedConfig(old.blocks[index], block, [...path, name, index], ignored) : block,
        ),
      });
  }
  return { ...after, attributes, blocks };
}

/** A new value with a part of the old one: `ignore_changes = [tags["a"]]`. */
function withOld(before: Value | undefined, after: Value, [step, ...rest]: Path): Value {
  if (step === undefined) return before ?? nullOf();
  if (typeof step === 'string' && 'entries' in after) {
    const old = before && 'entries' in before ? before.entries.get(step) : undefined;
    const entries = new Map(after.entries);
    const part = withOld(old, entries.get(step) ?? nullOf(), rest);
    if (part.kind === 'null') entries.delete(step);
    else entries.set(step, part);
    return { ...after, entries };
  }
  return isPlanKnown(after) ? unknown() : after;
}
