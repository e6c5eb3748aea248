/** Where an environment is named throughout its platform. */
import { literalKey } from '../hcl/values/objectKey';
import type { Place } from '../hcl/values/value';
import { placeIn, type ModuleCall } from '../kubestack/modules/moduleCall';
import { platformShape, type PlatformShape } from '../kubestack/platform/platformStructure';
import { visitExpression } from '../syntax/visit';
import type { Block, Attribute, Item } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFile';
import { findAttribute, type ModuleFolder } from '../workspace/moduleFolder';
import { resolvePath } from '../workspace/uri';
import { callsOfItem } from './callsInFile';
import { baseKeyValue, configurationObject, keyPlace } from './configurationRanges';
import { filesOf } from './symbolIndex';
import type { Snapshot } from './requestContext';

export interface EnvironmentPlace {
  readonly place: Place;
  /** The key in a configuration; otherwise it is named as the base, or compared with `terraform.workspace`. */
  readonly isKey: boolean;
}

/** What one file says of an environment. */
export interface EnvironmentPlacesInFile {
  readonly file: SourceFile;
  /** The same array as long as the file and what it calls are the same. */
  readonly places: readonly EnvironmentPlace[];
  /** Whether all of it stands in the file itself, and follows from nothing else. */
  readonly isOfFile: boolean;
}

/** Files between two pauses. */
const FILES = 128;

/** Every place, once, a few files at a time. */
export function* environmentPlaces(
  snapshot: Snapshot,
  calls: readonly ModuleCall[],
  environment: string,
): Generator<readonly EnvironmentPlacesInFile[]> {
  const seen = new Set<string>();
  let found: EnvironmentPlacesInFile[] = [];
  let files = 0;
  for (const root of new Set(calls.map(call => call.instance.root))) {
    const shape = platformShape(root, snapshot.model);
    for (const folder of foldersBelow(snapshot, root.folderUri, seen))
      for (const file of filesOf(folder)) {
        const inFile = placesInFile(snapshot, file, shape, environment);
        if (inFile.places.length > 0) found.push(inFile);
        if (++files % FILES > 0) continue;
        yield found;
        found = [];
      }
  }
  yield found;
}

/** What a file says of each environment that it names; undefined where that also follows from other files. */
interface KeptPlaces {
  /** As long as it is the same, so are the modules that the file calls. */
  readonly shape: PlatformShape;
  readonly named: readonly NamedPlaces[] | undefined;
}
type NamedPlaces = EnvironmentPlacesInFile & { readonly name: string; readonly places: EnvironmentPlace[] };

const keptPlaces = new WeakMap<SourceFile, KeptPlaces>();
/** Of the many files that name no environment. */
const nothing = new WeakMap<PlatformShape, KeptPlaces>();

function keep(file: SourceFile, shape: PlatformShape, named: readonly NamedPlaces[] | undefined): KeptPlaces {
  let kept: KeptPlaces = { shape, named };
  if (named?.length === 0) {
    kept = nothing.get(shape) ?? kept;
    nothing.set(shape, kept);
  }
  keptPlaces.set(file, kept);
  return kept;
}

function placesInFile(
  snapshot: Snapshot,
  file: SourceFile,
  shape: PlatformShape,
  environment: string,
): EnvironmentPlacesInFile {
  let known = keptPlaces.get(file);
  if (known?.shape !== shape) known = keep(file, shape, environmentsWrittenIn(snapshot, file));
  if (known.named) return known.named.find(({ name }) => name === environment) ?? { file, places: [], isOfFile: true };
  const places = file.items.flatMap(({ item }) => [
    ...placesInModule(snapshot, item, environment),
    ...comparedWorkspaces(item).flatMap(({ name, place }) => (name === environment ? [{ place, isKey: false }] : [])),
  ]);
  return { file, places, isOfFile: false };
}

function environmentsWrittenIn(snapshot: Snapshot, file: SourceFile): readonly NamedPlaces[] | undefined {
  const found: NamedPlaces[] = [];
  const add = (name: string, place: EnvironmentPlace): void => {
    const inFile = found.find(each => each.name === name);
    if (inFile) inFile.places.push(place);
    else found.push({ name, file, places: [place], isOfFile: true });
  };
  for (const { item } of file.items) {
    const configuration = configurationOf(item);
    const [call] = configuration ? callsOfItem(snapshot, item, 1) : [];
    if (configuration && call) {
      if (configuration.value.kind !== 'object' || call.declaration.overrides) return undefined;
      const base = baseKeyValue(call);
      if (base?.value.kind === 'text') add(base.value.value, { place: placeIn(base.item, base.value), isKey: false });
      for (const { key } of configuration.value.items) {
        const name = literalKey(key);
        if (name !== undefined) add(name, { place: placeIn(item, key), isKey: true });
      }
    }
    for (const { name, place } of comparedWorkspaces(item)) add(name, { place, isKey: false });
  }
  return found;
}

/** A module and the local modules that it calls, each once. */
function* foldersBelow(snapshot: Snapshot, uri: string, seen: Set<string>): Generator<ModuleFolder> {
  const folder = seen.has(uri) ? undefined : snapshot.model.tree.folder(uri);
  if (!folder) return;
  seen.add(uri);
  yield folder;
  for (const path of folder.calledPaths()) yield* foldersBelow(snapshot, resolvePath(uri, path), seen);
}

/** What a module block says of the environment, if the block calls a Kubestack module. */
function placesInModule(snapshot: Snapshot, item: Item, environment: string): Iterable<EnvironmentPlace> {
  const [call] = configurationOf(item) ? callsOfItem(snapshot, item, 1) : [];
  return call ? placesInCall(snapshot, call, environment) : [];
}

/** The argument of a module block, as it is written there. */
const configurationOf = ({ node }: Item): Attribute | undefined =>
  node.kind === 'block' && node.type === 'module' ? findAttribute(node, 'configuration') : undefined;

/** The keys of the environment in a call, and its base key where that names it. */
export function* placesInCall(snapshot: Snapshot, call: ModuleCall, environment: string): Generator<EnvironmentPlace> {
  yield* placesInBase(call, environment);
  const configuration = configurationObject(call);
  const computed = configuration ? undefined : keyPlace(snapshot, call, environment);
  if (computed) yield { place: computed, isKey: true };
  for (const { key } of configuration?.object.items ?? []) {
    if (configuration && literalKey(key) === environment)
      yield { place: placeIn(configuration.item, key), isKey: true };
  }
}

/** The base key of a call, where that names the environment. */
function placesInBase(call: ModuleCall, environment: string): EnvironmentPlace[] {
  const base = baseKeyValue(call);
  return base?.value.kind === 'text' && base.value.value === environment
    ? [{ place: placeIn(base.item, base.value), isKey: false }]
    : [];
}

const compared = new WeakMap<Item, readonly { name: string; place: Place }[]>();

/** The texts that an item compares with `terraform.workspace`. */
export function comparedWorkspaces(item: Item): readonly { name: string; place: Place }[] {
  if (!item.text.includes('workspace')) return [];
  let found = compared.get(item);
  if (!found) compared.set(item, (found = findComparisons(item, item.node)));
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
      side =>
        side.kind === 'attribute' &&
        side.name === 'workspace' &&
        side.target.kind === 'name' &&
        side.target.name === 'terraform',
    );
    if (text?.kind === 'text' && isWorkspace) found.push({ name: text.value, place: placeIn(item, text) });
  });
  return found;
}
