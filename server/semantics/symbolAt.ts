/** The thing that the cursor is on, as far as it is declared, or set, in one place and used in others. */
import type { Position, Range } from 'vscode-languageserver-types';
import { baseKeyOf } from '../kubestack/inheritance/environmentKeys';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { Item, Span } from '../syntax/ast';
import { parentOf } from '../workspace/uri';
import { callsOfItem } from './callsInFile';
import { callsWrittenIn } from './callsDeclaredBy';
import { keyOf } from './configurationRanges';
import { folderOfCall } from './calledFolders';
import { cursorTarget } from './cursorTarget';
import { nameUsesIn, type NameUse } from './occurrences';
import { covers, cursorInItem, rangeInFile } from './positionMapping';
import { fileOf, type Snapshot } from './requestContext';

export type NamedKind = 'module' | 'variable' | 'local' | 'output' | 'provider' | 'resource';

/** Something that a module declares by a name. */
export interface NamedThing {
  readonly kind: 'named';
  readonly of: NamedKind;
  /** Folder of the module that declares it. */
  readonly folderUri: string;
  readonly name: string;
  /** The call through which it was named, when it belongs to a called module. */
  readonly through?: { readonly folderUri: string; readonly label: string };
}

/** What a `source` leads to. */
export interface SourceThing {
  readonly kind: 'source';
  readonly folderUri: string;
  readonly label: string;
}

export interface EnvironmentThing {
  readonly kind: 'environment';
  readonly calls: readonly ModuleCall[];
  readonly environment: string;
  /** Whether it is named as the base environment here. */
  readonly asBase: boolean;
}

export interface AttributeThing {
  readonly kind: 'attribute';
  readonly calls: readonly ModuleCall[];
  /** Undefined where another module reads the attribute. */
  readonly environment: string | undefined;
  /** Below the environment: `["default_node_pool", "min_size"]`. */
  readonly path: readonly string[];
}

export type Thing = NamedThing | SourceThing | EnvironmentThing | AttributeThing;

/** The thing, the text that names it here, and the item that it is named in. */
export interface ThingHere {
  readonly thing: Thing;
  readonly range: Range;
  readonly item: Item;
}

/** Undefined where there is nothing that leads anywhere. @param position zero-based, UTF-16 */
export function thingAt(snapshot: Snapshot, uri: string, position: Position): ThingHere | undefined {
  const file = fileOf(snapshot, uri);
  const cursor = file && cursorInItem(file, position);
  if (!cursor) return undefined;
  const { placed, at } = cursor;
  // The innermost name: `region` of `module.a.current_config["region"]`.
  const uses = nameUsesIn(placed.item).filter(use => covers(use, at));
  const use = uses.at(-1) ?? nameUsesIn(placed.item).find(each => covers(each.whole, at));
  const named = use && thingOf(snapshot, placed.item, use);
  if (use && named) return { thing: named, range: rangeInFile(file, placed, use), item: placed.item };
  const target = cursorTarget(snapshot, uri, position);
  if (!target) {
    const written = thingWrittenIn(snapshot, placed.item, at);
    return written && { thing: written.thing, range: rangeInFile(file, placed, written.span), item: placed.item };
  }
  const { calls, range } = target;
  const here = (thing: Thing): ThingHere => ({ thing, range, item: placed.item });
  switch (target.kind) {
    case 'environment':
      return here({ kind: 'environment', calls, environment: target.environment, asBase: false });
    case 'attribute':
      return here({ kind: 'attribute', calls, environment: target.environment, path: target.path });
    case 'baseKey': {
      const environment = calls[0] && baseKeyOf(calls[0], snapshot.model);
      return environment === undefined ? undefined : here({ kind: 'environment', calls, environment, asBase: true });
    }
    default:
      return undefined;
  }
}

/** Calls that are asked whether a local or a variable writes their configuration. */
const MAX_CALLS = 20;

/** An environment or attribute that a local or a variables file writes for a module. */
function thingWrittenIn(snapshot: Snapshot, item: Item, at: number): { thing: Thing; span: Span } | undefined {
  const { node } = item;
  if (node.kind === 'block' && node.type !== 'locals') return undefined;
  for (const call of callsWrittenIn(snapshot, item, MAX_CALLS)) {
    for (const [environment, { place, attributes }] of snapshot.model.effectiveConfiguration(call).environments) {
      if (place?.item !== item || !covers(place, at)) continue;
      const key = keyOf(place);
      if (covers(key, at))
        return { thing: { kind: 'environment', calls: [call], environment, asBase: false }, span: key };
      const found = attributes.find(
        each => each.origin !== 'inherited' && each.place?.item === item && covers(each.place, at),
      );
      if (found?.place)
        return { thing: { kind: 'attribute', calls: [call], environment, path: found.path }, span: keyOf(found.place) };
    }
  }
  return undefined;
}

/** What a name in an item stands for. */
export function thingOf(snapshot: Snapshot, item: Item, use: NameUse): Thing | undefined {
  const folderUri = parentOf(item.uri);
  const { kind, name } = use;
  switch (kind) {
    case 'source':
      return { kind: 'source', folderUri, label: name };
    case 'calledOutput':
    case 'argument':
      return calledThing(snapshot, folderUri, use);
    default:
      return { kind: 'named', of: kind, folderUri, name };
  }
}

function calledThing(snapshot: Snapshot, folderUri: string, { kind, name, attribute }: NameUse): Thing | undefined {
  const dot = name.indexOf('.');
  const label = name.slice(0, dot);
  if (attribute !== undefined) {
    const calls = snapshot.model.tree
      .instancesOf(folderUri)
      .flatMap(instance => snapshot.model.call(instance, label) ?? []);
    return calls.length > 0 ? { kind: 'attribute', calls, environment: undefined, path: [attribute] } : undefined;
  }
  const folder = folderOfCall(snapshot, folderUri, label);
  const of = kind === 'argument' ? 'variable' : 'output';
  const own = name.slice(dot + 1);
  if (!folder?.declaration(of, own))
    return of === 'output' ? { kind: 'named', of: 'module', folderUri, name: label } : undefined;
  return { kind: 'named', of, folderUri: folder.uri, name: own, through: { folderUri, label } };
}

/**
 * Whether the thing is Kubestack's business in that place: in a Kubestack module call, a reference to one, or a provider alias beside
 * one. The rest is left to an extension that serves plain Terraform, where there is one.
 */
export function isKubestacks(snapshot: Snapshot, { thing, item }: ThingHere): boolean {
  if (thing.kind !== 'named') return thing.kind !== 'source' || callsOfItem(snapshot, item, 1).length > 0;
  if (callsOfItem(snapshot, item, 1).length > 0) return true;
  const { model } = snapshot;
  const { folderUri, name } = thing.through ? { folderUri: thing.through.folderUri, name: thing.through.label } : thing;
  const instance = model.tree.instancesOf(folderUri)[0];
  if (!instance) return false;
  if (thing.of === 'module' || thing.of === 'output') return model.call(instance, name) !== undefined;
  if (thing.of !== 'provider') return false;
  for (const _ of model.callsIn(instance)) return true;
  return false;
}

/** The thing under the cursor, unless another extension answers for it. */
export function ourThingAt(snapshot: Snapshot, uri: string, position: Position): ThingHere | undefined {
  const here = thingAt(snapshot, uri, position);
  return here && (!snapshot.client.servedElsewhere(uri) || isKubestacks(snapshot, here)) ? here : undefined;
}
