/** Where named things are declared, and where they are used. */
import type { SourceRange } from '../hcl/model';
import { rangeIn } from '../kubestack/modules/moduleCall';
import type { Item } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFileModel';
import { isOverride } from '../workspace/fileNames';
import type { ModuleFolder } from '../workspace/moduleFolder';
import { callersOf } from './moduleCalls';
import { occurrencesIn, type OccurrenceKind, type Occurrence } from './occurrences';
import type { RequestContext } from './requestContext';
import type { NamedSymbol } from './codeSymbol';

/** A use of a name and the item that it stands in. */
export interface IndexedOccurrence {
  readonly item: Item;
  readonly use: Occurrence;
}

export const rangeOfOccurrence = ({ item, use }: IndexedOccurrence): SourceRange => rangeIn(item, use);

/** Declarations of a symbol; several when terraform would refuse them, or when an override file repeats one. */
export function declarationsOf(request: RequestContext, symbol: NamedSymbol): IndexedOccurrence[] {
  const folder = request.model.tree.folder(symbol.folderUri);
  if (!folder) return [];
  return declaringItems(folder, symbol).flatMap(item =>
    occurrencesIn(item)
      .filter(use => use.kind === symbol.of && use.role === 'declaration' && use.name === symbol.name)
      .map(use => ({ item, use })),
  );
}

/** Items that declare the name, those of override files last. */
function declaringItems(folder: ModuleFolder, { of, name }: NamedSymbol): Item[] {
  switch (of) {
    case 'local': {
      const declared = folder.local(name);
      return declared ? [declared.item] : [];
    }
    case 'resource':
      return itemsInFolder(folder).filter(
        item => item.node.kind === 'block' && (item.node.type === 'resource' || item.node.type === 'data'),
      );
    default: {
      const all = [...folder.declarations(of, name)];
      return all.sort((a, b) => Number(isOverride(a.file)) - Number(isOverride(b.file))).map(each => each.item);
    }
  }
}

/** Every file of a folder, also those that a `.tofu` file stands in for. */
export const filesInFolder = (folder: ModuleFolder | undefined): Iterable<SourceFile> => folder?.allFiles() ?? [];

export const itemsInFolder = (folder: ModuleFolder): Item[] =>
  [...filesInFolder(folder)].flatMap(file => file.items.map(placed => placed.item));

/** What gives a variable its value: variables files, and the arguments of calls. */
export function variableValues(
  request: RequestContext,
  { folderUri, name, through }: NamedSymbol,
): IndexedOccurrence[] {
  const { tree } = request.model;
  const files = [...filesInFolder(tree.folder(folderUri))].filter(file => /\.tfvars(?:\.json)?$/.test(file.uri));
  const given = files.flatMap(file => occurrencesInFile(file, 'variable', name));
  const callers = callersOf(request, folderUri);
  const all = callers.length > 0 ? callers : through ? [through] : [];
  const passed = all.flatMap(caller => {
    const item = tree.folder(caller.folderUri)?.declaration('module', caller.label)?.item;
    const use =
      item && occurrencesIn(item).find(each => each.kind === 'argument' && each.name === `${caller.label}.${name}`);
    return item && use ? [{ item, use }] : [];
  });
  return [...given, ...passed];
}

/** Where a search looks: names of a kind, in a folder. */
interface Search {
  readonly folder: ModuleFolder;
  readonly kind: OccurrenceKind;
  readonly name: string;
}

/**
 * Uses of a symbol in its module, in the modules that call it, and in variables files. Yields `undefined` now and then, so that whoever
 * asks can stop.
 */
export function* occurrencesOf(request: RequestContext, symbol: NamedSymbol): Generator<IndexedOccurrence | undefined> {
  for (const { folder, kind, name } of searches(request, symbol)) {
    for (const file of filesInFolder(folder)) {
      yield undefined;
      for (const found of occurrencesInFile(file, kind, name)) if (found.use.role !== 'declaration') yield found;
    }
  }
}

/** Declarations and uses of a name in a file. */
export function occurrencesInFile(file: SourceFile, kind: OccurrenceKind, name: string): readonly IndexedOccurrence[] {
  const words = wordsOf(name);
  if (!mayName(file.text, words)) return NO_USES;
  const found: IndexedOccurrence[] = [];
  for (const { item } of file.items) {
    if (!mayName(item.text, words)) continue;
    for (const use of occurrencesIn(item)) if (use.kind === kind && use.name === name) found.push({ item, use });
  }
  return found.length > 0 ? found : NO_USES;
}

const NO_USES: readonly IndexedOccurrence[] = [];

/** What stands in a text that has the name: `eks_a` and `kubeconfig` of `eks_a.kubeconfig`. Letters beyond ASCII have several spellings. */
const wordsOf = (name: string): readonly string[] => name.split('.').filter(word => /^[\x20-\x7e]+$/.test(word));

/**
 * Whether a text can have a name: few of the files of a large platform do, and searching texts takes less than keeping an index of all names.
 * What is written with escapes is not found by its letters.
 */
const mayName = (text: string, words: readonly string[]): boolean =>
  words.every(word => text.includes(word)) || text.includes('\\');

function searches(request: RequestContext, { of, folderUri, name, through }: NamedSymbol): Search[] {
  const { tree } = request.model;
  const within = (uri: string, kind: OccurrenceKind, as: string): Search[] => {
    const folder = tree.folder(uri);
    return folder ? [{ folder, kind, name: as }] : [];
  };
  const own = of === 'output' ? [] : within(folderUri, of, name);
  if (of !== 'variable' && of !== 'output') return own;
  const callers = callersOf(request, folderUri);
  const all = callers.length > 0 ? callers : through ? [through] : [];
  const kind = of === 'variable' ? 'argument' : 'calledOutput';
  return [...own, ...all.flatMap(caller => within(caller.folderUri, kind, `${caller.label}.${name}`))];
}
