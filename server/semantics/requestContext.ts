/** The input of a feature: the workspace's documents and platforms in their current state, and the settings. */
import { memoize } from '../../common/memoize';
import type { RefusedArgument } from './refusedArgument';
import type { Location, Range } from 'vscode-languageserver-types';
import type { SourceRange } from '../hcl/model';
import type { Item } from '../syntax/ast';
import type { LineIndex } from '../syntax/lineIndex';
import type { PlacedItem, SourceFile } from '../syntax/sourceFileModel';
import { mapOldToNew } from '../syntax/incremental/textMapping';
import type { Lifecycle } from '../kubestack/lifecycle/lifecycle';
import type { PlatformModel } from '../kubestack/platform/platformModel';
import { parentOf } from '../workspace/uri';
import type { Settings } from './settings';

export interface RequestContext {
  readonly model: PlatformModel;
  readonly settings: Settings;
  readonly client: ClientAbilities;
  /** Support dates as of a day. Without it, no answer depends on the date. */
  readonly lifecycle?: Lifecycle | undefined;
  /** The refused arguments of the calls in a document, as far as they are known. The language server evaluates them while it is idle. */
  readonly refusedArguments?: ((request: RequestContext, uri: string) => readonly RefusedArgument[]) | undefined;
}

/** Capabilities of the client for workspace edits. */
export interface EditAbilities {
  /** Edits may carry document versions. */
  readonly documentChanges: boolean;
  /** Files may be created, renamed and deleted. */
  readonly fileOperations: boolean;
  /** Edits may have annotations that need confirmation. */
  readonly annotations: boolean;
  /** Files are renamed before their text is changed, see `InitializationOptions.renamesFirst`. */
  readonly renamesFirst: boolean;
}

/** Capabilities of the client for showing answers. */
export interface ClientAbilities {
  /** Hover text may be Markdown. */
  readonly markdown: boolean;
  /** Whether another extension serves plain Terraform in this document, so that only Kubestack's parts are answered. */
  servedByOtherExtension(uri: string): boolean;
  /** The URI in the client's notation. */
  clientUri(uri: string): string;
  /** The version of an open document; undefined for closed documents. */
  documentVersion?(uri: string): number | undefined;
  /** The client pulls diagnostics again on request, so that slow checks may be reported later. */
  readonly canRefreshDiagnostics?: boolean;
  /** Called when a part of an answer fails, so that the rest is still returned; without it, the whole answer fails. */
  readonly failed?: (what: string, error: unknown) => void;
  /** Commands that the client runs from links in Markdown. */
  readonly linkedCommands?: readonly string[];
  /** Capabilities for edits; all if undefined. */
  readonly edits?: EditAbilities;
}

/** The configuration file with a URI. */
export function fileOf(request: RequestContext, uri: string): SourceFile | undefined {
  const { workspace, tree } = request.model;
  // Files of a workspace folder are not read again under the name of a link.
  if (workspace.symlinks.leadsThrough(uri)) tree.readFolder(parentOf(uri));
  return workspace.file(uri);
}

/** The current range of a source range in its file. */
export function locationOf(request: RequestContext, range: SourceRange): Location {
  const { uri } = range.item;
  const file = fileOf(request, uri);
  const placed = file && placedItem(file, range.item);
  if (!file || !placed) return { uri: request.client.clientUri(uri), range: NOWHERE };
  const move = (offset: number): number =>
    placed.offset + (placed.staleText === undefined ? offset : mapOldToNew(range.item.text, placed.staleText, offset));
  return { uri: request.client.clientUri(uri), range: rangeOf(file.lines, move(range.start), move(range.end)) };
}

/** An item with its current position in its file; undefined if it no longer exists. */
export function placedItemOf(request: RequestContext, item: SourceRange['item']): PlacedItem | undefined {
  const file = fileOf(request, item.uri);
  return file && placedItem(file, item);
}

/** Files with more items than this are indexed by item. */
const FEW_ITEMS = 16;

/** The position of an item in its file. */
function placedItem(file: SourceFile, item: SourceRange['item']): PlacedItem | undefined {
  return file.items.length > FEW_ITEMS ? placedItems(file).get(item) : file.items.findLast(each => each.item === item);
}

const placedItems = memoize(
  (file: SourceFile): ReadonlyMap<unknown, PlacedItem> => new Map(file.items.map(each => [each.item, each])),
);

const NOWHERE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export const rangeOf = (lines: LineIndex, start: number, end: number): Range => ({
  start: lines.positionAt(start),
  end: lines.positionAt(end),
});

/** The range of a whole top-level item. */
export const wholeItem = (item: Item): SourceRange => ({ item, start: 0, end: item.text.length });

/** Whether a client requests a kind of code actions. @param only LSP's `context.only`: kinds, and the beginnings of kinds; undefined requests all */
export const isRequestedKind = (kind: string, only: readonly string[] | null | undefined): boolean =>
  only?.some(each => kind === each || kind.startsWith(`${each}.`)) ?? true;
