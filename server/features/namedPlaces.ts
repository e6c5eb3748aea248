/** Where named things are declared, and where they are used. */
import type { Place } from '../hcl/value';
import { placeIn } from '../kubestack/moduleCall';
import type { Item } from '../syntax/ast';
import { isOverride } from '../workspace/fileNames';
import type { ModuleFolder } from '../workspace/moduleFolder';
import { callersOf } from './calledFolders';
import { nameUsesIn, type NameKind, type NameUse } from './nameUses';
import type { Snapshot } from './snapshot';
import type { NamedThing } from './thing';

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
      return itemsOf(folder).filter(item => item.node.kind === 'block' && (item.node.type === 'resource' || item.node.type === 'data'));
    default: {
      const all = [...folder.declarations(of, name)];
      return all.sort((a, b) => Number(isOverride(a.file)) - Number(isOverride(b.file))).map(each => each.item);
    }
  }
}

export const itemsOf = (folder: ModuleFolder): Item[] => [...folder.sourceFiles()].flatMap(file => file.items.map(placed => placed.item));

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
    for (const file of folder.sourceFiles()) {
      yield undefined;
      for (const { item } of file.items) {
        for (const use of nameUsesIn(item)) if (use.role !== 'declaration' && use.kind === kind && use.name === name) yield { item, use };
      }
    }
  }
}

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

