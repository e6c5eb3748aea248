/** Where the environments of a module call and their attributes are written. */
import { literalKey } from '../hcl/objectKey';
import type { Place } from '../hcl/value';
import { withoutParentheses } from '../kubestack/configurationEntries';
import { baseKeyOf } from '../kubestack/environmentKeys';
import { placeIn, type ModuleCall } from '../kubestack/moduleCall';
import type { Expression, Item, ObjectExpression, ObjectItem } from '../syntax/ast';
import { attributeOf } from '../workspace/moduleFolder';
import type { Snapshot } from './snapshot';

/** The `configuration` of a call as it is written; undefined where it is not written as an object. */
export function configurationObject(call: Pick<ModuleCall, 'declaration'>): { item: Item; object: ObjectExpression } | undefined {
  const part = attributeOf(call.declaration, 'configuration');
  const value = part && withoutParentheses(part.attribute.value);
  return part && value?.kind === 'object' ? { item: part.item, object: value } : undefined;
}

export interface EnvironmentEntry {
  readonly name: string;
  readonly entry: ObjectItem;
}

/** Entries whose key is written out, in the order of the text. */
export function environmentEntries(object: ObjectExpression): EnvironmentEntry[] {
  return object.items.flatMap(entry => {
    const name = literalKey(entry.key);
    return name === undefined ? [] : [{ name, entry }];
  });
}

/** The key of an environment, or of an attribute in it. */
export function keyPlace(call: ModuleCall, environment: string, path: readonly string[] = []): Place | undefined {
  const found = configurationObject(call);
  if (!found) return undefined;
  const entry = entryAt(found.object, [environment, ...path]);
  return entry && placeIn(found.item, entry.key);
}

/** The entry that the keys lead to. Of an entry that is written twice, the last: it wins. */
export function entryAt(object: ObjectExpression, keys: readonly string[]): ObjectItem | undefined {
  const [first, ...rest] = keys;
  const entry = object.items.findLast(item => literalKey(item.key) === first);
  if (!entry || rest.length === 0) return entry;
  const value = withoutParentheses(entry.value);
  return value.kind === 'object' ? entryAt(value, rest) : undefined;
}

/** Keys of all environments of a call that write the attribute. */
export function keyPlaces(call: ModuleCall, path: readonly string[]): { environment: string; place: Place }[] {
  const found = configurationObject(call);
  if (!found) return [];
  const names = new Set(environmentEntries(found.object).map(({ name }) => name));
  return [...names].flatMap(environment => {
    const place = keyPlace(call, environment, path);
    return place ? [{ environment, place }] : [];
  });
}

/** Where the base sets an attribute, also when that is in a local or in what `merge` puts together; undefined when it does not. */
export function basePlace(snapshot: Snapshot, call: ModuleCall, path: readonly string[]): Place | undefined {
  const base = baseKeyOf(call, snapshot.model);
  if (base === undefined) return undefined;
  const written = keyPlace(call, base, path);
  if (written) return written;
  const inEffect = snapshot.model.effectiveConfiguration(call).environments.get(base);
  return inEffect?.attributes.find(attribute => samePath(attribute.path, path))?.place;
}

const samePath = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((step, index) => step === b[index]);

/** The value of the argument that names the base environment. */
export function baseKeyValue({ declaration, module }: ModuleCall): { item: Item; value: Expression } | undefined {
  const part = module.baseKeyInput === undefined ? undefined : attributeOf(declaration, module.baseKeyInput);
  return part && { item: part.item, value: part.attribute.value };
}
