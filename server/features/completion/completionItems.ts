/** Converts suggestions to an LSP completion list that the client supports. */
import {
  CompletionItemTag,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type CompletionItem,
  type CompletionItemKind,
  type CompletionList,
  type MarkupContent,
  type Range,
} from 'vscode-languageserver-types';
import type { CompletionContext } from './completionContext';
import { withoutMarkdown } from '../markdown';
import { itemKind } from '../supportedKinds';
import { rangeOf } from '../../semantics/requestContext';

/** Capabilities of the client for completion items. */
export interface CompletionAbilities {
  readonly snippets: boolean;
  /** Insert and replace ranges may differ. */
  readonly insertReplace: boolean;
  readonly markdown: boolean;
  /** The client can indent further lines. */
  readonly adjustsIndentation: boolean;
  readonly tags: boolean;
  /** The client shows details of every item, not only of the selected one. */
  readonly labelDetails?: boolean;
  /** Kinds that the client knows; all if undefined. */
  readonly kinds?: ReadonlySet<number>;
  /** Properties that a list can have instead of its items; none if undefined. */
  readonly listDefaults?: readonly string[] | null | undefined;
}

/** Data for resolving the documentation of an item. */
export type Documented =
  | { readonly of: 'function'; readonly name: string }
  | {
      readonly of: 'attribute';
      readonly uri: string;
      /** Label of the module block. */
      readonly module: string;
      readonly environment: string;
      readonly path: readonly string[];
      /** Of the module, as the bundled facts know it. */
      readonly schema: { readonly path: string; readonly ref: string | undefined } | undefined;
    };

export const DEFAULT_RANK = 5;

export interface Suggestion {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** After the label: type, required, inherited value. */
  readonly detail?: string | undefined;
  /** What each row of the list shows instead of the detail, which would leave no room for a long label; '' for nothing. */
  readonly rowDetail?: string;
  /** Markdown. */
  readonly documentation?: string | undefined;
  readonly documented?: Documented;
  /** Plain text to insert; the label if undefined. */
  readonly insert?: string;
  /** Compared with the typed text instead of the label. */
  readonly filter?: string;
  /** The same with tab stops. */
  readonly snippet?: string;
  /** Lower is first; suggestions with the same rank keep their order. */
  readonly rank?: number;
  /** Start of the replaced text; the word at the cursor if undefined. */
  readonly from?: number;
  /** Its end in editors that replace text after the cursor; the word at the cursor if undefined. */
  readonly to?: number;
  readonly deprecated?: boolean;
}

/** Escapes characters with a meaning in snippets. */
export const snippetText = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

/** A tab stop with a choice of texts. */
export const snippetChoice = (stop: number, values: readonly string[]): string =>
  `\${${stop}|${values.map(value => value.replace(/[\\$},|]/g, '\\$&')).join(',')}|}`;

/** The range of the replaced text, and the one of the inserted text. */
interface Ranges {
  readonly insert: Range;
  readonly replace: Range;
}

type ListDefaults = NonNullable<CompletionList['itemDefaults']>;

/** @param suggestions in the order within a rank */
export function completionList(
  suggestions: readonly Suggestion[],
  context: CompletionContext,
  abilities: CompletionAbilities,
  isIncomplete = false,
): CompletionList {
  const { start, end } = context.context;
  const common = rangesFrom(start, end, context);
  const itemDefaults = defaultsOf(suggestions, common, abilities);
  const items = suggestions.map((suggestion, index) => {
    const { from = start, to = end } = suggestion;
    const ranges = from === start && to === end ? common : rangesFrom(from, to, context);
    return toItem(suggestion, index, context, abilities, ranges, ranges === common ? itemDefaults : {});
  });
  return { isIncomplete, ...(Object.keys(itemDefaults).length > 0 ? { itemDefaults } : {}), items };
}

/** What most items have in common: nearly half of a long list. */
function defaultsOf(
  [first]: readonly Suggestion[],
  common: Ranges,
  { listDefaults, insertReplace, snippets }: CompletionAbilities,
): ListDefaults {
  if (!first) return {};
  return {
    ...(listDefaults?.includes('editRange') ? { editRange: insertReplace ? common : common.replace } : {}),
    ...(listDefaults?.includes('insertTextFormat')
      ? { insertTextFormat: formatOf(snippets ? first.snippet : undefined) }
      : {}),
  };
}

const formatOf = (withStops: string | undefined): InsertTextFormat =>
  withStops === undefined ? InsertTextFormat.PlainText : InsertTextFormat.Snippet;

function rangesFrom(from: number, to: number, { file, context }: CompletionContext): Ranges {
  const cursor = context.start + context.typed.length;
  return {
    insert: rangeOf(file.lines, from, cursor),
    replace: rangeOf(file.lines, from, Math.max(to, cursor)),
  };
}

function toItem(
  suggestion: Suggestion,
  index: number,
  context: CompletionContext,
  abilities: CompletionAbilities,
  { insert, replace }: Ranges,
  defaults: ListDefaults,
): CompletionItem {
  const { label, kind, detail, documentation, documented, rank = DEFAULT_RANK, deprecated } = suggestion;
  const { rowDetail = detail } = suggestion;
  const allowedKind = itemKind(kind, abilities.kinds);
  const withStops = abilities.snippets ? suggestion.snippet : undefined;
  const text = withStops ?? suggestion.insert ?? label;
  const edit = abilities.insertReplace ? { newText: text, insert, replace } : { newText: text, range: replace };
  const format = formatOf(withStops);
  return {
    label,
    ...(allowedKind === undefined ? {} : { kind: allowedKind }),
    ...(detail === undefined ? {} : { detail }),
    ...(rowDetail && abilities.labelDetails ? { labelDetails: { description: rowDetail } } : {}),
    ...(documentation === undefined ? {} : { documentation: markup(documentation, abilities.markdown) }),
    ...(documented ? { data: documented } : {}),
    ...(deprecated && abilities.tags ? { tags: [CompletionItemTag.Deprecated] } : {}),
    sortText: `${rank}${String(index).padStart(5, '0')}`,
    ...filterOf(suggestion, context),
    ...(defaults.editRange ? (text === label ? {} : { textEditText: text }) : { textEdit: edit }),
    ...(format === defaults.insertTextFormat ? {} : { insertTextFormat: format }),
    ...(abilities.adjustsIndentation && text.includes('\n')
      ? { insertTextMode: InsertTextMode.adjustIndentation }
      : {}),
  };
}

export const markup = (text: string, markdown: boolean): MarkupContent =>
  markdown ? { kind: MarkupKind.Markdown, value: text } : { kind: MarkupKind.PlainText, value: withoutMarkdown(text) };

/** Editors compare what is typed, from the start of the edit on, with the filter text. */
function filterOf(
  { label, from, insert, filter }: Suggestion,
  { context }: CompletionContext,
): Pick<CompletionItem, 'filterText'> {
  if (filter !== undefined) return { filterText: filter };
  if (from !== undefined && from < context.start) return { filterText: insert ?? label };
  const inserted = insert ?? label;
  return inserted.startsWith('"') && !label.startsWith('"') ? { filterText: inserted } : {};
}
