/** Which value the files of a module folder give a variable. */
import { memoize } from '../../common/memoize';
import type { Attribute, Item } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFileModel';
import type { ModuleDeclarations } from './declarations';

/** What a file with values for variables says of one. */
export interface VariableValue {
  readonly item: Item;
  readonly attribute: Attribute;
}

/**
 * The value that the automatic variable files of a folder give a variable; the last file wins.
 *
 * @returns the attribute that wins, `unread` if a file that could not be read may have one, undefined if there is none
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

/** Of several values for one variable, the first. */
const valuesIn = memoize((file: SourceFile): ReadonlyMap<string, VariableValue> => {
  const found = new Map<string, VariableValue>();
  for (const { item } of file.items) {
    const { node } = item;
    if (node.kind === 'attribute' && !found.has(node.name)) found.set(node.name, { item, attribute: node });
  }
  return found;
});
