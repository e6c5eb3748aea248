/**
 * A set of changes on the files of a request context, made one after the other; nothing is written. Top-level blocks and attributes ("items",
 * what a `Place` and a `Declaration` are of) are changed as texts, however often: what is touched ends up formatted like `terraform fmt`,
 * with the line ends of its file, and everything else stays byte for byte.
 *
 * ```ts
 * const draft = new Draft(snapshot);
 * draft.edit(call.declaration.item, text => setValue(text, ['configuration', 'ops', 'max_size'], '3'));   // entryText.ts
 * draft.replace(place, 'aws.eks_web0');                    // a part of an item, at a place as the snapshot has it
 * draft.remove(item); draft.insert(uri, blockText, { after: item }); draft.insert(uri, blockText);
 * draft.create(uri, text); draft.rename(uri, newUri); draft.delete(uri);
 * draft.rewrite(readmeUri, text => …);                     // a file that is no configuration, or a whole file
 * draft.replaceText(readmeUri, { start, end }, text);      // a part of a file that is no configuration
 * toWorkspaceEdit(snapshot, draft.changes());              // workspaceEdit.ts
 * ```
 */
import { append } from '../../common/lists';
import { fileOf, placedItemOf, type RequestContext } from '../semantics/requestContext';
import { applyEdits, type OffsetEdit } from '../format/formatFile';
import type { SourceRange } from '../hcl/model';
import { decodeText } from '../workspace/decodeText';
import { reporting } from '../scheduling/pausing';
import { now } from '../../common/now';
import { sourceSyntaxOf } from '../workspace/fileNames';
import { baseNameOf } from '../workspace/uri';
import type { PlacedItem, SourceFile } from '../syntax/sourceFileModel';
import type { Change } from './change';
import { formatHcl } from './formatItem';
import { insertionsIn, joined, type ItemInsertion, type ItemLocation } from './fileEdits';
import { afterBlankLines, itemLines, lineEndOf, lineFeeds, withLineEnd } from './itemLines';
import { Replacements } from './replacements';
import { textDifference } from './textDifference';

type Rewrite = (text: string) => string | undefined;

interface ItemDraft {
  readonly replacements: Replacements;
  readonly rewrites: Rewrite[];
  removed: boolean;
  /** The text after all changes, if it was already computed. */
  text?: string | undefined;
}

interface FileDraft {
  readonly items: Map<SourceRange['item'], ItemDraft>;
  /** Changes of a file that is not configuration. */
  readonly replacements: Replacements;
  readonly insertions: ItemInsertion[];
  rewrites: Rewrite[];
  /** The result of all changes, if it was already computed. */
  edits?: readonly OffsetEdit[] | undefined;
  /** The text of the file after all changes, if it was already computed. */
  text?: string | undefined;
}

interface CreatedFile {
  readonly text: string;
  /** Configuration is formatted once, when its text is needed. */
  readonly isUnformatted: boolean;
}

export class Draft {
  private readonly files = new Map<string, FileDraft>();
  private readonly created = new Map<string, CreatedFile>();
  private readonly renamed = new Map<string, string>();
  private readonly deleted = new Set<string>();
  /** The result of {@link changes} since the last change. */
  private computed: readonly Change[] | undefined;

  constructor(private readonly request: RequestContext) {}

  /**
   * Changes the text of an item in its current state; the text has `\n` line ends.
   * @returns false if the change returned undefined, or if the item can't be changed: it does not parse, or is JSON
   */
  edit(item: SourceRange['item'], rewrite: Rewrite): boolean {
    if (!this.canEdit(item)) return false;
    const before = this.textOf(item);
    const after = before === undefined ? undefined : rewrite(before);
    if (after === undefined) return false;
    if (after !== before) {
      const draft = this.itemDraft(item);
      draft.rewrites.push(rewrite);
      draft.text = after;
    }
    return true;
  }

  /**
   * Replaces the text of a source range. Source ranges refer to the request context, also after other changes of the item; one that
   * overlaps an earlier one is ignored.
   * @returns as `edit`
   */
  replace({ item, start, end }: SourceRange, newText: string): boolean {
    if (!this.canEdit(item)) return false;
    const draft = this.itemDraft(item);
    draft.text = undefined;
    return draft.replacements.add({ start, end, newText });
  }

  /** Removes an item with its comments. @returns as `edit` */
  remove(item: SourceRange['item']): boolean {
    if (!this.placed(item)) return false;
    this.itemDraft(item).removed = true;
    return true;
  }

  /** Inserts one or several blocks next to an item, or at the end of a file. */
  insert(uri: string, text: string, position: ItemLocation = {}): void {
    const created = this.created.get(uri);
    if (created !== undefined)
      this.setCreated(uri, { text: `${created.text.trimEnd()}\n\n${text.trim()}\n`, isUnformatted: true });
    else if (!this.exists(uri)) this.createNew(uri, text);
    else this.fileDraft(uri).insertions.push({ text, position });
  }

  /** Creates a file, or replaces the text of an existing one. */
  create(uri: string, text: string): void {
    if (this.exists(uri)) this.rewrite(uri, () => text);
    else this.createNew(uri, text);
  }

  private createNew(uri: string, text: string): void {
    this.setCreated(uri, { text, isUnformatted: isNativeConfiguration(uri) });
  }

  private setCreated(uri: string, file: CreatedFile): void {
    this.computed = undefined;
    this.created.set(uri, file);
  }

  /**
   * Changes the whole text of a file, after the changes of its items; the text has `\n` line ends.
   * @returns false if there is no such file, or if the change returned undefined
   */
  rewrite(uri: string, rewrite: Rewrite): boolean {
    const current = now(this.text(uri));
    if (current === undefined) return false;
    const before = lineFeeds(current);
    const after = rewrite(before);
    if (after === undefined) return false;
    if (this.created.has(uri))
      this.setCreated(uri, { text: withLineEnd(after, lineEndOf(current)), isUnformatted: false });
    else if (after !== before) {
      const draft = this.fileDraft(uri);
      draft.rewrites.push(rewrite);
      // In a file with other line ends, the edits compute the result.
      if (before === current) draft.text = after;
    }
    return true;
  }

  /**
   * Replaces a part of a file that is not configuration, with the line ends of the file. Offsets refer to the request context, also after other
   * replacements; one that overlaps an earlier one is ignored.
   */
  replaceText(uri: string, { start, end }: { start: number; end: number }, newText: string): boolean {
    const original = this.originalText(uri);
    if (original === undefined || sourceSyntaxOf(baseNameOf(uri))) return false;
    const text = withLineEnd(lineFeeds(newText), lineEndOf(original));
    return this.fileDraft(uri).replacements.add({ start, end, newText: text });
  }

  rename(uri: string, newUri: string): void {
    this.computed = undefined;
    if (uri !== newUri) this.renamed.set(uri, newUri);
  }

  delete(uri: string): void {
    this.computed = undefined;
    if (!this.created.delete(uri)) this.deleted.add(uri);
  }

  /** An item's text after all changes so far, without its comments and unformatted; undefined if it was removed. */
  textOf(item: SourceRange['item']): string | undefined {
    const draft = this.files.get(item.uri)?.items.get(item);
    if (!draft) return lineFeeds(item.text);
    if (draft.removed) return undefined;
    return (draft.text ??= replayed(item.text, draft));
  }

  /** The text of a file after all changes so far, by its old name; undefined if there is no such file. */
  *text(uri: string): Generator<undefined, string | undefined> {
    if (this.deleted.has(uri)) return undefined;
    if (this.created.has(uri)) return yield* this.createdText(uri);
    const before = this.originalText(uri);
    const draft = this.files.get(uri);
    if (before === undefined || !draft) return before;
    return (draft.text ??= applyEdits(before, yield* this.editsOf(uri, before)));
  }

  /** Changed files, by their old names. */
  touched(): string[] {
    return [...new Set([...this.files.keys(), ...this.created.keys(), ...this.renamed.keys(), ...this.deleted])];
  }

  /** Created files first, then changed texts, then renamed files, then deleted ones. Yields the number of processed files. */
  *changes(): Generator<number, readonly Change[]> {
    return (this.computed ??= yield* this.allChanges());
  }

  private *allChanges(): Generator<number, Change[]> {
    const changes: Change[] = [];
    let done = 0;
    for (const uri of this.created.keys())
      changes.push({ kind: 'create', uri, text: yield* reporting(done, this.createdText(uri)) });
    for (const uri of this.files.keys()) {
      yield done;
      const before = this.deleted.has(uri) ? undefined : this.originalText(uri);
      if (before !== undefined) {
        const edits = yield* reporting(done, this.editsOf(uri, before));
        for (const edit of edits) changes.push({ kind: 'text', uri, ...edit });
      }
      done++;
    }
    for (const [uri, newUri] of this.renamed) if (!this.deleted.has(uri)) changes.push({ kind: 'rename', uri, newUri });
    for (const uri of this.deleted) changes.push({ kind: 'delete', uri });
    return changes;
  }

  /** The text of a created file, formatted. */
  private *createdText(uri: string): Generator<undefined, string> {
    const { text, isUnformatted } = this.created.get(uri)!;
    if (!isUnformatted) return text;
    // A new file has the line ends of the text that it is created from.
    const formatted = withLineEnd(yield* formatHcl(lineFeeds(text)), lineEndOf(text));
    this.created.set(uri, { text: formatted, isUnformatted: false });
    return formatted;
  }

  private *editsOf(uri: string, before: string): Generator<undefined, readonly OffsetEdit[]> {
    const draft = this.files.get(uri);
    if (!draft) return [];
    return (draft.edits ??= yield* this.computedEdits(uri, before, draft));
  }

  private *computedEdits(uri: string, before: string, draft: FileDraft): Generator<undefined, OffsetEdit[]> {
    const file = fileOf(this.request, uri);
    const edits = file ? yield* this.itemEdits(file, draft) : joined(before, draft.replacements.all);
    if (draft.rewrites.length === 0) return edits;
    const lineEnd = lineEndOf(before);
    const start = lineFeeds(applyEdits(before, edits));
    return textDifference(
      before,
      draft.rewrites.reduce((text, rewrite) => rewrite(text) ?? text, start),
      lineEnd,
    );
  }

  private *itemEdits(file: SourceFile, draft: FileDraft): Generator<undefined, OffsetEdit[]> {
    const lineEnd = lineEndOf(file.text);
    const edits: OffsetEdit[] = [];
    for (const [index, placed] of file.items.entries()) {
      const own = draft.items.get(placed.item);
      if (!own) continue;
      yield;
      if (own.removed) {
        const { start, end } = itemLines(file, index);
        edits.push({ start, end: afterBlankLines(file.text, end), newText: '' });
        continue;
      }
      const text = yield* formatHcl(this.textOf(placed.item)!);
      for (const { start, end, newText } of textDifference(placed.item.text, text, lineEnd))
        edits.push({ start: placed.offset + start, end: placed.offset + end, newText });
    }
    append(edits, yield* insertionsIn(file, draft.insertions));
    return joined(file.text, edits);
  }

  /** Whether the text of an item can be changed: it parses, and is not JSON. */
  canEdit(item: SourceRange['item']): boolean {
    const placed = this.placed(item);
    return placed !== undefined && placed.staleText === undefined && isNativeConfiguration(item.uri);
  }

  private placed(item: SourceRange['item']): PlacedItem | undefined {
    return placedItemOf(this.request, item);
  }

  private itemDraft(item: SourceRange['item']): ItemDraft {
    const { items } = this.fileDraft(item.uri);
    let draft = items.get(item);
    if (!draft) items.set(item, (draft = { replacements: new Replacements(), rewrites: [], removed: false }));
    return draft;
  }

  /** Throws if the item can't be changed. */
  private fileDraft(uri: string): FileDraft {
    let draft = this.files.get(uri);
    if (!draft) {
      draft = { items: new Map(), replacements: new Replacements(), insertions: [], rewrites: [] };
      this.files.set(uri, draft);
    }
    draft.edits = undefined;
    draft.text = undefined;
    this.computed = undefined;
    return draft;
  }

  /** Whether the file exists, or will exist. */
  exists(uri: string): boolean {
    return this.created.has(uri) || (!this.deleted.has(uri) && this.originalText(uri) !== undefined);
  }

  private originalText(uri: string): string | undefined {
    return originalText(this.request, uri);
  }
}

/** An item's text with all its changes reapplied: replacements refer to its original text. */
function replayed(text: string, { replacements, rewrites }: ItemDraft): string {
  return rewrites.reduce((now, rewrite) => rewrite(now) ?? now, lineFeeds(applyEdits(text, replacements.all)));
}

/** The text of a file in the editor, otherwise on disk; undefined if it does not exist, or is not text. */
export function originalText(request: RequestContext, uri: string): string | undefined {
  const file = fileOf(request, uri);
  if (file) return file.text;
  const open = request.model.workspace.texts.file(uri);
  if (open) return open.text;
  const bytes = request.model.workspace.fileSystem.read(uri);
  if (!bytes) return undefined;
  const decoded = decodeText(bytes);
  return decoded.problem === undefined ? decoded.text : undefined;
}

/** Whether the file is in native syntax. JSON files are not changed, since they are usually generated. */
export function isNativeConfiguration(uri: string): boolean {
  const syntax = sourceSyntaxOf(baseNameOf(uri));
  return syntax !== undefined && !syntax.json;
}
