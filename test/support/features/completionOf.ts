import * as assert from 'node:assert/strict';
import {
  InsertReplaceEdit,
  type CompletionItem,
  type CompletionList,
  type MarkupContent,
  type TextEdit,
} from 'vscode-languageserver-types';
import { completion } from '../../../server/features/completion/completion';
import type { CompletionAbilities } from '../../../server/features/completion/completionItems';
import { resolveCompletion } from '../../../server/features/completion/completionResolve';
import type { BlockSnippet } from '../../../server/features/completion/completionSnippets';
import type { ClientAbilities } from '../../../server/semantics/requestContext';
import { LineIndex } from '../../../server/syntax/lineIndex';
import { cursorIn, workspaceOf } from '../testWorkspace';

export const MODERN: CompletionAbilities = {
  snippets: true,
  insertReplace: true,
  markdown: true,
  adjustsIndentation: true,
  tags: true,
};

export interface Asked {
  /** Valid texts of files that are read first, and then replaced by the marked ones. */
  readonly before?: Readonly<Record<string, string>>;
  readonly abilities?: Partial<CompletionAbilities>;
  readonly client?: Partial<ClientAbilities>;
  readonly trigger?: string;
  readonly snippets?: readonly BlockSnippet[];
}

export interface Completions {
  readonly items: readonly CompletionItem[];
  /** In the order in which an editor shows them. */
  readonly labels: readonly string[];
  item(label: string): CompletionItem;
  /** The changed lines after accepting an item, with tab stops in snippet syntax. */
  accepted(label: string): string;
  /** The documentation after resolving. */
  documentation(label: string): string;
}

/** Completion at the cursor mark `│` of one of the files. */
export async function completionsIn(files: Readonly<Record<string, string>>, asked: Asked = {}): Promise<Completions> {
  const { texts, path, position } = cursorIn(files);
  const { snapshot: plain, uri, workspace } = await workspaceOf({ ...texts, ...asked.before });
  for (const name of Object.keys(asked.before ?? {})) workspace.setDocument(uri(name), texts[name]!);
  const snapshot = { ...plain, client: { ...plain.client, ...asked.client } };
  const abilities = { ...MODERN, ...asked.abilities };
  const listFor = (listDefaults: readonly string[]): CompletionList =>
    completion(snapshot, uri(path), position, { ...abilities, listDefaults }, asked.trigger, asked.snippets);
  const { items } = listFor([]);
  assert.deepEqual(withoutDefaults(listFor(['editRange', 'insertTextFormat'])), items);
  const item = (label: string): CompletionItem => {
    const found = items.find(each => each.label === label);
    if (!found) throw new Error(`${label} is not offered, but ${items.map(each => each.label).join(', ')}`);
    return found;
  };
  return {
    items,
    labels: [...items].sort((a, b) => (a.sortText! < b.sortText! ? -1 : 1)).map(each => each.label),
    item,
    accepted: label => changedLines(texts[path]!, item(label)),
    documentation: label => {
      const { documentation } = resolveCompletion(snapshot, item(label), abilities.markdown);
      return ((documentation as MarkupContent | undefined)?.value ?? '').replaceAll(uri(path), path);
    },
  };
}

/** The items as a client understands them that supports defaults of lists. */
export const withoutDefaults = ({ items, itemDefaults = {} }: CompletionList): readonly CompletionItem[] =>
  items.map(({ textEditText, ...item }) => ({
    insertTextFormat: itemDefaults.insertTextFormat!,
    ...(itemDefaults.editRange ? { textEdit: editIn(itemDefaults.editRange, textEditText ?? item.label) } : {}),
    ...item,
  }));

type EditRange = NonNullable<NonNullable<CompletionList['itemDefaults']>['editRange']>;

const editIn = (range: EditRange, newText: string): TextEdit | InsertReplaceEdit =>
  'insert' in range ? { newText, ...range } : { newText, range };

/** All labels, in any order. */
export const labelsIn = async (
  files: Readonly<Record<string, string>>,
  asked: Asked = {},
): Promise<readonly string[]> => (await completionsIn(files, asked)).labels;

function changedLines(text: string, { textEdit }: CompletionItem): string {
  if (!textEdit) throw new Error('The item has no edit.');
  const range = InsertReplaceEdit.is(textEdit) ? textEdit.replace : textEdit.range;
  const lines = new LineIndex(text);
  const [start, end] = [lines.offsetAt(range.start), lines.offsetAt(range.end)];
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end) < 0 ? text.length : text.indexOf('\n', end);
  return (text.slice(lineStart, start) + textEdit.newText + text.slice(end, lineEnd)).trim();
}
