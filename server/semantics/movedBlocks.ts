/** The `moved` blocks of a module folder: the new addresses of what was renamed. */
import type { Item } from '../syntax/ast';
import { findAttribute } from '../workspace/declarations';
import type { ModuleFolder } from '../workspace/moduleFolder';

export interface MovedBlock {
  readonly item: Item;
  /** For example `module.eks_gc0_eu-west-1`. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export const movedBlocks = (folder: ModuleFolder): MovedBlock[] =>
  folder.sourceFiles().flatMap(({ items }) =>
    items.flatMap(({ item }) => {
      const { node, text } = item;
      if (node.kind !== 'block' || node.type !== 'moved') return [];
      const value = (name: string): string | undefined => {
        const attribute = findAttribute(node, name);
        return attribute && text.slice(attribute.value.start, attribute.value.end);
      };
      return [{ item, from: value('from'), to: value('to') }];
    }),
  );
