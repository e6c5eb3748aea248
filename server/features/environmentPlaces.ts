/** Where an environment is named throughout its platform. */
import { literalKey } from '../hcl/objectKey';
import type { Place } from '../hcl/value';
import { placeIn, type ModuleCall } from '../kubestack/moduleCall';
import { allCalls } from '../kubestack/platform';
import { visitExpression } from '../kubestack/references';
import type { Block, Attribute, Item } from '../syntax/ast';
import { baseKeyValue, configurationObject } from './configurationPlaces';
import { itemsOf } from './namedPlaces';
import type { Snapshot } from './snapshot';

export interface EnvironmentPlace {
  readonly place: Place;
  /** The key in a configuration; otherwise it is named as the base, or compared with `terraform.workspace`. */
  readonly isKey: boolean;
}

/** Every place, once. Yields `undefined` now and then, so that whoever asks can stop. */
export function* environmentPlaces(
  snapshot: Snapshot,
  calls: readonly ModuleCall[],
  environment: string,
): Generator<EnvironmentPlace | undefined> {
  const seen = new Set<Item>();
  for (const root of new Set(calls.map(call => call.instance.root))) {
    const folders = new Set<string>();
    for (const call of allCalls(root, snapshot.model)) {
      yield undefined;
      folders.add(call.instance.folderUri);
      if (seen.has(call.declaration.item)) continue;
      seen.add(call.declaration.item);
      yield* placesInCall(call, environment);
    }
    for (const uri of folders) yield* comparisonsIn(snapshot, uri, environment);
  }
}

/** The keys of the environment in a call, and its base key where that names it. */
export function* placesInCall(call: ModuleCall, environment: string): Generator<EnvironmentPlace> {
  const base = baseKeyValue(call);
  if (base?.value.kind === 'text' && base.value.value === environment) yield { place: placeIn(base.item, base.value), isKey: false };
  const configuration = configurationObject(call);
  for (const { key } of configuration?.object.items ?? []) {
    if (configuration && literalKey(key) === environment) yield { place: placeIn(configuration.item, key), isKey: true };
  }
}

/** `terraform.workspace == "ops"`. */
function* comparisonsIn(
  snapshot: Snapshot,
  folderUri: string,
  environment: string,
): Generator<EnvironmentPlace | undefined> {
  const folder = snapshot.model.workspace.folder(folderUri);
  for (const item of folder ? itemsOf(folder) : []) {
    yield undefined;
    for (const { name, place } of comparedWorkspaces(item)) if (name === environment) yield { place, isKey: false };
  }
}

const compared = new WeakMap<Item, readonly { name: string; place: Place }[]>();

/** The texts that an item compares with `terraform.workspace`. */
export function comparedWorkspaces(item: Item): readonly { name: string; place: Place }[] {
  let found = compared.get(item);
  if (!found) compared.set(item, (found = item.text.includes('workspace') ? findComparisons(item, item.node) : []));
  return found;
}

function findComparisons(item: Item, node: Block | Attribute): { name: string; place: Place }[] {
  if (node.kind === 'block') return node.body.flatMap(entry => findComparisons(item, entry));
  const found: { name: string; place: Place }[] = [];
  visitExpression(node.value, expression => {
    if (expression.kind !== 'binary' || (expression.operator !== '==' && expression.operator !== '!=')) return;
    const sides = [expression.left, expression.right];
    const text = sides.find(side => side.kind === 'text');
    const isWorkspace = sides.some(
      side => side.kind === 'attribute' && side.name === 'workspace' && side.target.kind === 'name' && side.target.name === 'terraform',
    );
    if (text?.kind === 'text' && isWorkspace) found.push({ name: text.value, place: placeIn(item, text) });
  });
  return found;
}
