/**
 * Parses a configuration file to a list of its top-level items. Items are independent: for an item with syntax errors, the last valid version
 * is kept, or else the valid part is recovered. The error affects only this item, even if it changes the nesting of the following text.
 */
import { t } from '../../common/localization';
import type { Item, Span } from './ast';
import { readItems, type FileKind } from './itemReader';
import { LineIndex } from './lineIndex';
import { recoverItem } from './incremental/recoveredItem';
import { keepBrokenItems } from './incremental/staleItems';
import type { PlacedItem, SyntaxDiagnostic, SourceFile } from './sourceFileModel';

/**
 * Parses a file; never throws.
 * @param previous the file before its last change. Items with the same text are reused (identical objects), and items with syntax errors keep
 *   their last valid version
 * @param boundaries ranges of the items, if an incremental parser has determined them; verified against the text
 */
export function* readSourceFile(
  uri: string,
  text: string,
  kind: FileKind,
  previous?: SourceFile,
  boundaries?: readonly Span[],
): Generator<undefined, SourceFile> {
  const previousItems = new Map<string, Item>();
  for (const placed of previous?.items ?? [])
    if (placed.staleText === undefined) previousItems.set(placed.item.text, placed.item);
  const { items, broken } = yield* readItems(uri, text, kind, previousItems, boundaries);
  return new LazySourceFile(
    uri,
    text,
    broken.length > 0
      ? keepBrokenItems(items, broken, previous?.items ?? [], segment => recoverItem(uri, segment, kind))
      : items,
    [...broken.map(({ message, start, end }) => ({ message, start, end })), ...repeatedNames(items)],
  );
}

/** Reports top-level attributes (as in `.tfvars`) that are set more than once. */
function repeatedNames(items: readonly PlacedItem[]): SyntaxDiagnostic[] {
  const names = new Set<string>();
  return items.flatMap(({ item: { node }, offset }) => {
    if (node.kind !== 'attribute') return [];
    if (!names.has(node.name)) {
      names.add(node.name);
      return [];
    }
    return [
      {
        message: t('"{0}" is set twice in this file.', node.name),
        start: offset + node.start,
        end: offset + node.nameEnd,
      },
    ];
  });
}

class LazySourceFile implements SourceFile {
  private index: LineIndex | undefined;

  constructor(
    readonly uri: string,
    readonly text: string,
    readonly items: readonly PlacedItem[],
    readonly diagnostics: readonly SyntaxDiagnostic[],
  ) {}

  get lines(): LineIndex {
    return (this.index ??= new LineIndex(this.text));
  }
}
