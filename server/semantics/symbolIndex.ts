/** Finds the declarations and uses of symbols. */
import { memoize } from '../../common/memoize';
import type { SourceRange } from '../hcl/model';
import { rangeIn } from '../kubestack/modules/moduleCall';
import type { Item } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFileModel';
import { ITEMS_PER_PAUSE } from '../scheduling/pausing';
import { isOverride } from '../workspace/fileNames';
import type { ModuleFolder } from '../workspace/moduleFolder';
import { callersOf } from './moduleCalls';
import { occurrencesIn, type OccurrenceKind, type Occurrence } from './occurrences';
import type { RequestContext } from './requestContext';
import type { NamedSymbol } from './codeSymbol';
import { WordFilter, wordHashes } from './wordFilter';

/** A use of a name with its item. */
export interface IndexedOccurrence {
  readonly item: Item;
  readonly use: Occurrence;
}

export const rangeOfOccurrence = ({ item, use }: IndexedOccurrence): SourceRange => rangeIn(item, use);

/** Declarations of a symbol; several if terraform would reject them, or if an override file repeats one. */
export function declarationsOf(request: RequestContext, symbol: NamedSymbol): IndexedOccurrence[] {
  const folder = request.model.tree.readFolder(symbol.folderUri);
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

/** Every file of a folder, including those that a `.tofu` file replaces. */
export const filesInFolder = (folder: ModuleFolder | undefined): readonly SourceFile[] => folder?.allFiles() ?? [];

export const itemsInFolder = (folder: ModuleFolder): Item[] =>
  filesInFolder(folder).flatMap(file => file.items.map(placed => placed.item));

/** Where a variable is set: variables files, and the arguments of calls. */
export function variableValues(
  request: RequestContext,
  { folderUri, name, through }: NamedSymbol,
): IndexedOccurrence[] {
  const { tree } = request.model;
  const files = filesInFolder(tree.readFolder(folderUri)).filter(file => /\.tfvars(?:\.json)?$/.test(file.uri));
  const search = searchOf('variable', name);
  const given = files.flatMap(file => occurrencesInFile(file, search));
  const callers = callersOf(request, folderUri);
  const all = callers.length > 0 ? callers : through ? [through] : [];
  const passed = all.flatMap(caller => {
    const item = tree.readFolder(caller.folderUri)?.declaration('module', caller.label)?.item;
    const use =
      item && occurrencesIn(item).find(each => each.kind === 'argument' && each.name === `${caller.label}.${name}`);
    return item && use ? [{ item, use }] : [];
  });
  return [...given, ...passed];
}

/** A name to search for. One object for all files of a search. */
export interface NameSearch {
  readonly kind: OccurrenceKind;
  readonly name: string;
  /** A text with the name contains each of them. */
  readonly words: readonly string[];
  /** Those that a filter knows. */
  readonly hashes: readonly number[];
}

export function searchOf(kind: OccurrenceKind, name: string): NameSearch {
  const words = wordsOf(name);
  return { kind, name, words, hashes: words.flatMap(wordHashes) };
}

/** Computed in advance, since a search reads the filters of thousands of files. */
export const wordFilterOf = memoize(({ text }: SourceFile): WordFilter | undefined =>
  // Names with escapes are not found by their words.
  text.includes('\\') ? undefined : new WordFilter(text),
);

/** A search in one folder. */
interface FolderSearch {
  readonly folder: ModuleFolder;
  readonly search: NameSearch;
}

/**
 * Uses of a symbol in its module, in the modules that call it, and in variables files. Yields `undefined` at intervals, so that the caller can
 * stop.
 */
export function* occurrencesOf(request: RequestContext, symbol: NamedSymbol): Generator<IndexedOccurrence | undefined> {
  for (const { folder, search } of searches(request, symbol)) {
    for (const [index, file] of filesInFolder(folder).entries()) {
      if (index % ITEMS_PER_PAUSE === 0) yield undefined;
      for (const found of occurrencesInFile(file, search)) if (found.use.role !== 'declaration') yield found;
    }
  }
}

/** Declarations and uses of a name in a file. */
export function occurrencesInFile(
  file: SourceFile,
  { kind, name, words, hashes }: NameSearch,
): readonly IndexedOccurrence[] {
  const filter = wordFilterOf(file);
  if (filter && !hashes.every(hash => filter.mayContain(hash))) return NO_USES;
  if (!mayName(file.text, words)) return NO_USES;
  const found: IndexedOccurrence[] = [];
  for (const { item } of file.items) {
    if (!mayName(item.text, words)) continue;
    for (const use of occurrencesIn(item)) if (use.kind === kind && use.name === name) found.push({ item, use });
  }
  return found.length > 0 ? found : NO_USES;
}

const NO_USES: readonly IndexedOccurrence[] = [];

/**
 * The words to search for in a text: `eks_a` and `kubeconfig` of `eks_a.kubeconfig`. Non-ASCII letters are excluded, since they have several
 * normalizations.
 */
const wordsOf = (name: string): readonly string[] => name.split('.').filter(word => /^[\x20-\x7e]+$/.test(word));

/**
 * Whether a text may contain a name: few files of a large platform do, and searching texts is cheaper than an index of all names. Names with
 * escapes are not found.
 */
const mayName = (text: string, words: readonly string[]): boolean =>
  words.every(word => text.includes(word)) || text.includes('\\');

function searches(request: RequestContext, { of, folderUri, name, through }: NamedSymbol): FolderSearch[] {
  const { tree } = request.model;
  const within = (uri: string, kind: OccurrenceKind, as: string): FolderSearch[] => {
    const folder = tree.readFolder(uri);
    return folder ? [{ folder, search: searchOf(kind, as) }] : [];
  };
  const own = of === 'output' ? [] : within(folderUri, of, name);
  if (of !== 'variable' && of !== 'output') return own;
  const callers = callersOf(request, folderUri);
  const all = callers.length > 0 ? callers : through ? [through] : [];
  const kind = of === 'variable' ? 'argument' : 'calledOutput';
  return [...own, ...all.flatMap(caller => within(caller.folderUri, kind, `${caller.label}.${name}`))];
}
