/**
 * A configuration file as the list of its top-level items. What one item says never depends on another: an item that does not parse
 * keeps its last good model, or else what of it does parse, and is reported alone, also where the mistake makes a whole-file parser believe that the nesting changed.
 */
import { t } from '../../common/localization';
import type { Item, Span } from './ast';
import { readItems, type FileKind } from './itemReader';
import { LineIndex } from './lineIndex';
import { recoverItem } from './incremental/recoveredItem';
import { keepBrokenItems } from './incremental/staleItems';
import type { PlacedItem, SyntaxDiagnostic, SourceFile } from './sourceFileModel';

/**
 * Reads a file; never throws.
 * @param previous the same file before its last change: items with the same text are taken over as they are (identical objects), and
 *   broken ones keep what they were
 * @param boundaries where the items are, if an incremental parser knows already; checked against the text
 */
export function readSourceFile(
  uri: string,
  text: string,
  kind: FileKind,
  previous?: SourceFile,
  boundaries?: readonly Span[],
): SourceFile {
  const known = new Map<string, Item>();
  for (const placed of previous?.items ?? [])
    if (placed.staleText === undefined) known.set(placed.item.text, placed.item);
  const { items, broken } = readItems(uri, text, kind, known, boundaries);
  return new LazySourceFile(
    uri,
    text,
    broken.length > 0
      ? keepBrokenItems(items, broken, previous?.items ?? [], segment => recoverItem(uri, segment, kind))
      : items,
    [...broken.map(({ message, start, end }) => ({ message, start, end })), ...repeatedNames(items)],
  );
}

/** Attributes at the top of a file, as in `.tfvars`, that have been set before. */
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
