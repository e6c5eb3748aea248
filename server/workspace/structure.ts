/**
 * The structure of a module: its blocks and how they refer to each other. The `configuration` of module calls is not included, so most edits keep
 * the structure.
 */
import type { Item } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFileModel';
import { findAttribute } from './declarations';
import { moduleReferences } from './moduleReferences';

const KINDS: ReadonlySet<string> = new Set(['module', 'variable', 'provider', 'output', 'terraform', 'language']);

/** Whether two versions of a file have the same structure. */
export function haveSameStructure(before: SourceFile | undefined, after: SourceFile | undefined): boolean {
  const [old, now] = [shapingItems(before), shapingItems(after)];
  return old.length === now.length && old.every((item, index) => isSameShape(item, now[index]!));
}

/**
 * Whether two versions of a file differ at most in the content of configurations that are written as objects, without another reference to a module,
 * and in comments and blank lines between items.
 */
export function haveSameDeclarations(before: SourceFile | undefined, after: SourceFile | undefined): boolean {
  if (!before || !after) return before === after;
  return (
    before.items.length === after.items.length &&
    before.items.every((old, index) => {
      const now = after.items[index]!;
      const areAlike =
        (old.staleText === undefined) === (now.staleText === undefined) && old.recovered === now.recovered;
      return (
        areAlike &&
        (old.item === now.item || (isObject(old.item) && isObject(now.item) && isSameShape(old.item, now.item)))
      );
    })
  );
}

const isObject = ({ node }: Item): boolean =>
  node.kind === 'block' && findAttribute(node, 'configuration')?.value.kind === 'object';

const shapingItems = (file: SourceFile | undefined): Item[] =>
  (file?.items ?? []).flatMap(({ item }) =>
    item.node.kind === 'block' && (KINDS.has(item.node.type) || mergesEnvironments(item)) ? [item] : [],
  );

/** Locals that merge environments make a module a Kubestack module. */
export const mergesEnvironments = ({ node, text }: Item): boolean =>
  node.kind === 'block' && node.type === 'locals' && /\bmerge\s*\(\s*var\.configuration\b/.test(text);

function isSameShape(a: Item, b: Item): boolean {
  if (a === b) return true;
  const rest = textWithoutConfiguration(a);
  return rest !== undefined && rest === textWithoutConfiguration(b) && references(a) === references(b);
}

/** Undefined unless it is a module call with one configuration in native syntax. */
function textWithoutConfiguration({ uri, text, node }: Item): string | undefined {
  if (node.kind !== 'block' || node.type !== 'module' || uri.endsWith('.json')) return undefined;
  const [configuration, ...others] = node.body.filter(
    entry => entry.kind === 'attribute' && entry.name === 'configuration',
  );
  if (!configuration || others.length > 0) return undefined;
  return `${text.slice(0, configuration.start)}=${text.slice(configuration.end)}`;
}

/** References to other modules in an item, from which its cluster may follow. */
const references = ({ node }: Item): string => (node.kind === 'block' ? [...moduleReferences(node)].join(' ') : '');
