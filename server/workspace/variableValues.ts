/** The value that the files of a module folder give a variable. */
import { memoize } from '../../common/memoize';
import type { Attribute, Item } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFileModel';
import type { ModuleDeclarations } from './declarations';

/** The value of a variable in a variables file. */
export interface VariableValue {
  readonly item: Item;
  readonly attribute: Attribute;
}

/**
 * The value in the automatically loaded variables files of a folder; the last file wins.
 *
 * @returns the effective attribute; `unread` if an unreadable file may contain one; undefined if there is none
 */
export function variableFileValue(
  folder: Pick<ModuleDeclarations, 'automaticVariableFiles'>,
  name: string,
): VariableValue | 'unread' | undefined {
  const files = folder.automaticVariableFiles();
  for (let index = files.length - 1; index >= 0; index--) {
    if (files[index]!.isUnread) return 'unread';
    const found = valuesIn(files[index]!).get(name);
    if (found) return found;
  }
  return undefined;
}

/** The first of several values for one variable. */
const valuesIn = memoize((file: SourceFile): ReadonlyMap<string, VariableValue> => {
  const found = new Map<string, VariableValue>();
  for (const { item } of file.items) {
    const { node } = item;
    if (node.kind === 'attribute' && !found.has(node.name)) found.set(node.name, { item, attribute: node });
  }
  return found;
});
