/** Go to definition and declaration: where the thing under the cursor is declared; for an override, the base's value. */
import type { Place } from '../../hcl/values/value';
import { baseKeyOf } from '../../kubestack/inheritance/environmentKeys';
import { folderOfCall, mainPlace } from '../../semantics/calledFolders';
import { basePlace, keyPlace } from '../../semantics/configurationRanges';
import { leadingTo } from './navigationHandler';
import { declarationsOf, placeOfUse } from '../../semantics/symbolIndex';
import type { Snapshot } from '../../semantics/requestContext';
import type { AttributeThing, EnvironmentThing, SourceThing, Thing } from '../../semantics/symbolAt';

export const definition = leadingTo(definitionPlaces);

function definitionPlaces(snapshot: Snapshot, thing: Thing): Place[] {
  switch (thing.kind) {
    case 'named':
      return declarationsOf(snapshot, thing).map(placeOfUse);
    case 'source':
      return calledModule(snapshot, thing);
    case 'environment':
      return environmentDefinition(snapshot, thing);
    case 'attribute':
      return attributeDefinition(snapshot, thing);
  }
}

export function calledModule(snapshot: Snapshot, { folderUri, label }: SourceThing): Place[] {
  const folder = folderOfCall(snapshot, folderUri, label);
  const place = folder && mainPlace(folder);
  return place ? [place] : [];
}

/** The base that the environment inherits from; for the base itself, and for a base key, the environment's own key. */
function environmentDefinition(snapshot: Snapshot, { calls, environment, asBase }: EnvironmentThing): Place[] {
  const [call] = calls;
  if (!call) return [];
  const base = asBase ? environment : (baseKeyOf(call, snapshot.model) ?? environment);
  const place = keyPlace(snapshot, call, base) ?? keyPlace(snapshot, call, environment);
  return place ? [place] : [];
}

/** The base's value; where the base has none, the environment's own. */
function attributeDefinition(snapshot: Snapshot, { calls, environment, path }: AttributeThing): Place[] {
  const [call] = calls;
  if (!call) return [];
  const place =
    basePlace(snapshot, call, path) ??
    (environment === undefined ? undefined : keyPlace(snapshot, call, environment, path));
  return place ? [place] : [];
}
