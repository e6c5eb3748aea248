/** Go to type definition: what a module declares for a variable, or for an attribute of its configuration. */
import { literalKey } from '../../hcl/values/objectKey';
import type { Place } from '../../hcl/values/value';
import { placeIn, type ModuleCall } from '../../kubestack/modules/moduleCall';
import type { Expression } from '../../syntax/ast';
import { attributeOf, type ModuleFolder } from '../../workspace/moduleFolder';
import { folderOfCall } from '../../semantics/calledFolders';
import { argumentOf } from './implementation';
import { leadingTo } from './navigationHandler';
import { declarationsOf, placeOfUse } from '../../semantics/symbolIndex';
import type { Snapshot } from '../../semantics/requestContext';
import type { NamedThing, Thing } from '../../semantics/symbolAt';

/** Null where the module's files are not here. */
export const typeDefinition = leadingTo(typePlaces);

function typePlaces(snapshot: Snapshot, thing: Thing): Place[] {
  switch (thing.kind) {
    case 'named':
      return namedType(snapshot, thing);
    case 'source':
      return interfaceOf(folderOfCall(snapshot, thing.folderUri, thing.label));
    case 'environment':
      return declaredIn(snapshot, thing.calls[0], []);
    case 'attribute':
      return declaredIn(snapshot, thing.calls[0], thing.path);
  }
}

function namedType(snapshot: Snapshot, thing: NamedThing): Place[] {
  if (thing.of === 'module') return interfaceOf(folderOfCall(snapshot, thing.folderUri, thing.name));
  if (thing.of !== 'variable') return [];
  const type = argumentOf(snapshot, thing, 'type');
  return type.length > 0 ? type : declarationsOf(snapshot, thing).map(placeOfUse);
}

/** What a module takes as its configuration, else the first of its variables. */
function interfaceOf(folder: ModuleFolder | undefined): Place[] {
  const name = folder?.declaration('variable', 'configuration') ? 'configuration' : folder?.namesInOrder('variable')[0];
  const declaration = name === undefined ? undefined : folder?.declaration('variable', name);
  const label = declaration?.block.labels[0];
  return declaration && label ? [placeIn(declaration.item, label)] : [];
}

/** The place of an attribute in the type of `configuration`; where it is not declared, that of the type itself. */
function declaredIn(snapshot: Snapshot, call: ModuleCall | undefined, path: readonly string[]): Place[] {
  const folder = call && folderOfCall(snapshot, call.instance.folderUri, call.name);
  const declaration = folder?.declaration('variable', 'configuration');
  const type = declaration && attributeOf(declaration, 'type');
  if (!type) return interfaceOf(folder);
  const found = keyInType(type.attribute.value, path);
  return [
    found
      ? placeIn(type.item, found)
      : placeIn(type.item, { start: type.attribute.start, end: type.attribute.nameEnd }),
  ];
}

/** `map(object({ a = optional(string) }))`: the key that declares the path, where every environment is an element of the map. */
function keyInType(type: Expression, path: readonly string[]): Expression | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return undefined;
  const object = objectIn(type);
  const item = object?.items.find(each => literalKey(each.key) === step);
  if (!item) return undefined;
  return rest.length === 0 ? item.key : (keyInType(item.value, rest) ?? item.key);
}

/** The object that a type is of, within `optional`, `map`, `list` and `set`. */
function objectIn(type: Expression): Extract<Expression, { kind: 'object' }> | undefined {
  if (type.kind === 'object') return type;
  const [inner] = type.kind === 'call' ? type.args : [];
  return inner && objectIn(inner);
}
