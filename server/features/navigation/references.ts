/** Find references: every place that uses, sets or overrides the thing under the cursor. */
import { append } from '../../../common/lists';
import type { Location, Position, Range } from 'vscode-languageserver-types';
import type { Place } from '../../hcl/values/value';
import { keyPlaces } from '../../semantics/configurationRanges';
import { environmentPlaces, type EnvironmentPlacesInFile } from '../../semantics/environmentOccurrences';
import { calledModule } from './definition';
import { distinct, locationsOf } from './navigationHandler';
import { declarationsOf, filesOf, placeOfUse, usesInFile, usesOf, type PlacedUse } from '../../semantics/symbolIndex';
import { callersOf, folderOfCall } from '../../semantics/calledFolders';
import { nameUsesIn } from '../../semantics/occurrences';
import type { Snapshot } from '../../semantics/requestContext';
import {
  ourThingAt,
  type AttributeThing,
  type EnvironmentThing,
  type NamedThing,
  type SourceThing,
  type Thing,
} from '../../semantics/symbolAt';
import { baseKeyOf, environmentKeys } from '../../kubestack/inheritance/environmentKeys';
import { platformShapeInSteps } from '../../kubestack/platform/platformStructure';
import { placeIn } from '../../kubestack/modules/moduleCall';

/** References that are told; who asks for more wants something else. */
export const MAX_REFERENCES = 5_000;

/**
 * Pauses now and then, so that whoever runs it can stop.
 * @param position zero-based, UTF-16
 * @param withDeclaration whether the declaration counts as well
 */
export function* references(
  snapshot: Snapshot,
  uri: string,
  position: Position,
  withDeclaration: boolean,
): Generator<undefined, Location[] | null> {
  const here = ourThingAt(snapshot, uri, position);
  if (!here) return null;
  if (here.thing.kind === 'environment') return yield* environmentReferences(snapshot, here.thing);
  const places: Place[] = [];
  for (const place of placesOf(snapshot, here.thing, withDeclaration)) {
    if (!place) yield;
    else if (places.push(place) >= MAX_REFERENCES) break;
  }
  return locationsOf(snapshot, places);
}

function placesOf(
  snapshot: Snapshot,
  thing: Exclude<Thing, EnvironmentThing>,
  withDeclaration: boolean,
): Generator<Place | undefined> {
  switch (thing.kind) {
    case 'named':
      return namedReferences(snapshot, thing, withDeclaration);
    case 'source':
      return sourceReferences(snapshot, thing, withDeclaration);
    case 'attribute':
      return attributeReferences(snapshot, thing, withDeclaration);
  }
}

function* namedReferences(
  snapshot: Snapshot,
  thing: NamedThing,
  withDeclaration: boolean,
): Generator<Place | undefined> {
  if (withDeclaration) yield* declarationsOf(snapshot, thing).map(placeOfUse);
  for (const found of usesOf(snapshot, thing)) yield found && placeOfUse(found);
}

/** Every `source` that leads to the same folder. */
function* sourceReferences(
  snapshot: Snapshot,
  thing: SourceThing,
  withDeclaration: boolean,
): Generator<Place | undefined> {
  const folder = folderOfCall(snapshot, thing.folderUri, thing.label);
  if (!folder) return;
  if (withDeclaration) yield* calledModule(snapshot, thing);
  for (const { folderUri, label } of callersOf(snapshot, folder.uri)) {
    yield undefined;
    const item = snapshot.model.workspace.folder(folderUri)?.declaration('module', label)?.item;
    const use = item && nameUsesIn(item).find(each => each.kind === 'source');
    if (item && use) yield placeIn(item, use);
  }
}

/** The keys of the environment in every module of the platform, and wherever else it is named. */
function* environmentReferences(
  snapshot: Snapshot,
  { calls, environment }: Pick<EnvironmentThing, 'calls' | 'environment'>,
): Generator<undefined, Location[]> {
  const found: Location[] = [];
  let areOfFiles = true;
  for (const files of environmentPlaces(snapshot, calls, environment)) {
    yield;
    for (const inFile of files) append(found, locationsInFile(snapshot, inFile));
    areOfFiles &&= files.every(({ isOfFile }) => isOfFile);
    if (found.length >= MAX_REFERENCES) break;
  }
  // What several calls share, as a local, was found for each of them.
  return (areOfFiles ? found : distinct(found)).slice(0, MAX_REFERENCES);
}

/** Makes references of environments cheap that nobody has asked for yet. Pauses now and then. */
export function* prepareEnvironmentReferences(snapshot: Snapshot): Generator<undefined> {
  const { model } = snapshot;
  for (const root of model.tree.rootInstances()) {
    const [first] = (yield* platformShapeInSteps(root, model)).calls;
    const call = first && model.call(first.instance, first.name);
    for (const environment of call ? environmentKeys(call, model) : [])
      yield* environmentReferences(snapshot, { calls: [call!], environment });
  }
}

const ranges = new WeakMap<EnvironmentPlacesInFile['places'], readonly Range[]>();

/** Kept with the places, as there may be thousands of them. */
function locationsInFile(snapshot: Snapshot, { file, places, isOfFile }: EnvironmentPlacesInFile): Location[] {
  if (places.length === 0) return [];
  const located = (): Location[] =>
    locationsOf(
      snapshot,
      places.map(({ place }) => place),
    );
  if (!isOfFile) return located();
  let known = ranges.get(places);
  if (!known) ranges.set(places, (known = located().map(({ range }) => range)));
  const uri = snapshot.client.clientUri(file.uri);
  return known.map(range => ({ uri, range }));
}

/** The base's value and its overrides, and reads through `current_config` in other modules. */
function* attributeReferences(
  snapshot: Snapshot,
  { calls, path }: AttributeThing,
  withDeclaration: boolean,
): Generator<Place | undefined> {
  const [call] = calls;
  if (!call) return;
  const base = baseKeyOf(call, snapshot.model);
  for (const { environment, place } of keyPlaces(snapshot, call, path))
    if (withDeclaration || environment !== base) yield place;
  for (const found of readsOf(snapshot, call.instance.folderUri, call.name, path)) yield found && placeOfUse(found);
}

/** `module.a.current_config["region"]` in the module that calls "a". */
function* readsOf(
  snapshot: Snapshot,
  folderUri: string,
  label: string,
  path: readonly string[],
): Generator<PlacedUse | undefined> {
  const folder = snapshot.model.workspace.folder(folderUri);
  if (!folder || path.length !== 1) return;
  const output = `${label}.current_config`;
  for (const file of filesOf(folder)) {
    yield undefined;
    for (const found of usesInFile(file, 'calledOutput', output)) {
      if (found.use.attribute === path[0]) yield found;
    }
  }
}
