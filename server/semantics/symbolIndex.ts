/** Where named things are declared, and where they are used. */
import type { Place } from '../hcl/values/value';
import { placeIn } from '../kubestack/modules/moduleCall';
import type { Item } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFile';
import { isOverride } from '../workspace/fileNames';
import type { ModuleFolder } from '../workspace/moduleFolder';
import { callersOf } from './calledFolders';
import { nameUsesIn, type NameKind, type NameUse } from './occurrences';
import type { Snapshot } from './requestContext';
import type { NamedThing } from './symbolAt';

/** A use of a name and the item that it stands in. */
export interface PlacedUse {
  readonly item: Item;
  readonly use: NameUse;
}

export const placeOfUse = ({ item, use }: PlacedUse): Place => placeIn(item, use);

/** Declarations of a thing; several when terraform would refuse them, or when an override file repeats one. */
export function declarationsOf(snapshot: Snapshot, thing: NamedThing): PlacedUse[] {
  const folder = snapshot.model.tree.folder(thing.folderUri);
  if (!folder) return [];
  return declaringItems(folder, thing).flatMap(item =>
    nameUsesIn(item)
      .filter(use => use.kind === thing.of && use.role === 'declaration' && use.name === thing.name)
      .map(use => ({ item, use })),
  );
}

/** Items that declare the name, those of override files last. */
function declaringItems(folder: ModuleFolder, { of, name }: NamedThing): Item[] {
  switch (of) {
    case 'local': {
      const declared = folder.local(name);
      return declared ? [declared.item] : [];
    }
    case 'resource':
      return itemsOf(folder).filter(
        item => item.node.kind === 'block' && (item.node.type === 'resource' || item.node.type === 'data'),
      );
    default: {
      const all = [...folder.declarations(of, name)];
      return all.sort((a, b) => Number(isOverride(a.file)) - Number(isOverride(b.file))).map(each => each.item);
    }
  }
}

/** Every file of a folder, also those that a `.tofu` file stands in for. */
export const filesOf = (folder: ModuleFolder | undefined): Iterable<SourceFile> => folder?.allFiles() ?? [];

export const itemsOf = (folder: ModuleFolder): Item[] =>
  [...filesOf(folder)].flatMap(file => file.items.map(placed => placed.item));

/** What gives a variable its value: variables files, and the arguments of calls. */
export function valuesOf(snapshot: Snapshot, { folderUri, name, through }: NamedThing): PlacedUse[] {
  const { tree } = snapshot.model;
  const files = [...filesOf(tree.folder(folderUri))].filter(file => /\.tfvars(?:\.json)?$/.test(file.uri));
  const given = files.flatMap(file => usesInFile(file, 'variable', name));
  const callers = callersOf(snapshot, folderUri);
  const all = callers.length > 0 ? callers : through ? [through] : [];
  const passed = all.flatMap(caller => {
    const item = tree.folder(caller.folderUri)?.declaration('module', caller.label)?.item;
    const use =
      item && nameUsesIn(item).find(each => each.kind === 'argument' && each.name === `${caller.label}.${name}`);
    return item && use ? [{ item, use }] : [];
  });
  return [...given, ...passed];
}

/** Where a search looks: names of a kind, in a folder. */
interface Search {
  readonly folder: ModuleFolder;
  readonly kind: NameKind;
  readonly name: string;
}

/**
 * Uses of a thing in its module, in the modules that call it, and in variables files. Yields `undefined` now and then, so that whoever
 * asks can stop.
 */
export function* usesOf(snapshot: Snapshot, thing: NamedThing): Generator<PlacedUse | undefined> {
  for (const { folder, kind, name } of searches(snapshot, thing)) {
    for (const file of filesOf(folder)) {
      yield undefined;
      for (const found of usesInFile(file, kind, name)) if (found.use.role !== 'declaration') yield found;
    }
  }
}

/** Declarations and uses of a name in a file. */
export function usesInFile(file: SourceFile, kind: NameKind, name: string): readonly PlacedUse[] {
  const words = wordsOf(name);
  if (!mayName(file.text, words)) return NO_USES;
  const found: PlacedUse[] = [];
  for (const { item } of file.items) {
    if (!mayName(item.text, words)) continue;
    for (const use of nameUsesIn(item)) if (use.kind === kind && use.name === name) found.push({ item, use });
  }
  return found.length > 0 ? found : NO_USES;
}

const NO_USES: readonly PlacedUse[] = [];

/** What stands in a text that has the name: `eks_a` and `kubeconfig` of `eks_a.kubeconfig`. Letters beyond ASCII have several spellings. */
const wordsOf = (name: string): readonly string[] => name.split('.').filter(word => /^[\x20-\x7e]+$/.test(word));

/**
 * Whether a text can have a name: few of the files of a large platform do, and searching texts takes less than keeping an index of all names.
 * What is written with escapes is not found by its letters.
 */
const mayName = (text: string, words: readonly string[]): boolean =>
  words.every(word => text.includes(word)) || text.includes('\\');

function searches(snapshot: Snapshot, { of, folderUri, name, through }: NamedThing): Search[] {
  const { tree } = snapshot.model;
  const within = (uri: string, kind: NameKind, as: string): Search[] => {
    const folder = tree.folder(uri);
    return folder ? [{ folder, kind, name: as }] : [];
  };
  const own = of === 'output' ? [] : within(folderUri, of, name);
  if (of !== 'variable' && of !== 'output') return own;
  const callers = callersOf(snapshot, folderUri);
  const all = callers.length > 0 ? callers : through ? [through] : [];
  const kind = of === 'variable' ? 'argument' : 'calledOutput';
  return [...own, ...all.flatMap(caller => within(caller.folderUri, kind, `${caller.label}.${name}`))];
}
