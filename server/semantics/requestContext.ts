/** What a feature may look at: the workspace's documents and platforms at one moment, and the settings. */
import { memoize } from '../../common/memoize';
import type { Location, Range } from 'vscode-languageserver-types';
import type { SourceRange } from '../hcl/model';
import type { Item } from '../syntax/ast';
import type { LineIndex } from '../syntax/lineIndex';
import type { PlacedItem, SourceFile } from '../syntax/sourceFileModel';
import { mapOldToNew } from '../syntax/incremental/textMapping';
import type { PlatformModel } from '../kubestack/platform/platformModel';
import { parentOf } from '../workspace/uri';
import type { Settings } from './settings';

export interface RequestContext {
  readonly model: PlatformModel;
  readonly settings: Settings;
  readonly client: ClientAbilities;
}

/** What the client can do with an edit. */
export interface EditAbilities {
  /** Edits may carry document versions. */
  readonly documentChanges: boolean;
  /** Files may be created, renamed and deleted. */
  readonly fileOperations: boolean;
  /** Edits may be explained, and confirmed one by one. */
  readonly annotations: boolean;
}

/** What the editor can show. */
export interface ClientAbilities {
  /** Hover text may be Markdown. */
  readonly markdown: boolean;
  /** Whether another extension serves plain Terraform in this document: what is not Kubestack is left to it. */
  servedElsewhere(uri: string): boolean;
  /** The URI as the client spells it. */
  clientUri(uri: string): string;
  /** The version of an open document; undefined, or no function at all, for what is not open. */
  documentVersion?(uri: string): number | undefined;
  /** The client asks for diagnostics again when it is told to: what takes long may come later. */
  readonly asksAgain?: boolean;
  /** Told when a part of an answer fails, so that the rest of it can be given; without it, nothing is. */
  readonly failed?: (what: string, error: unknown) => void;
  /** What the client can do with an edit; everything, when left out. */
  readonly edits?: EditAbilities;
}

/** The file of a URI, with configuration in it. */
export function fileOf(request: RequestContext, uri: string): SourceFile | undefined {
  const { workspace, tree } = request.model;
  // The walk does not read a folder of the workspace again under a link's name.
  if (workspace.symlinks.leadsThrough(uri)) tree.folder(parentOf(uri));
  return workspace.file(uri);
}

/** Where a place is in its file now. */
export function locationOf(request: RequestContext, place: SourceRange): Location {
  const { uri } = place.item;
  const file = fileOf(request, uri);
  const placed = file && placedItem(file, place.item);
  if (!file || !placed) return { uri: request.client.clientUri(uri), range: NOWHERE };
  const move = (offset: number): number =>
    placed.offset + (placed.staleText === undefined ? offset : mapOldToNew(place.item.text, placed.staleText, offset));
  return { uri: request.client.clientUri(uri), range: rangeOf(file.lines, move(place.start), move(place.end)) };
}

/** An item with where it is in its file now; undefined when it is no longer there. */
export function placedItemOf(request: RequestContext, item: SourceRange['item']): PlacedItem | undefined {
  const file = fileOf(request, item.uri);
  return file && placedItem(file, item);
}

/** The place of an item in its file; long files are asked for many. */
const placedItem = (file: SourceFile, item: SourceRange['item']): PlacedItem | undefined => placedItems(file).get(item);

const placedItems = memoize(
  (file: SourceFile): ReadonlyMap<unknown, PlacedItem> => new Map(file.items.map(each => [each.item, each])),
);

const NOWHERE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export const rangeOf = (lines: LineIndex, start: number, end: number): Range => ({
  start: lines.positionAt(start),
  end: lines.positionAt(end),
});

/** The whole of a top-level item. */
export const wholeItem = (item: Item): SourceRange => ({ item, start: 0, end: item.text.length });
