/** Finds the attributes in the text of a call's environments, with their declared types. */
import { configurationObject } from '../../semantics/configurationRanges';
import { literalKey } from '../../hcl/values/objectKey';
import type { ObjectType, Type, SourceRange } from '../../hcl/model';
import { withoutParentheses } from '../../kubestack/inheritance/configurationEntries';
import { environmentType } from '../../kubestack/inheritance/environmentConversion';
import { rangeIn, type ModuleCall } from '../../kubestack/modules/moduleCall';
import type { Expression, Item, ObjectItem } from '../../syntax/ast';

export interface WrittenEntry {
  readonly environment: string;
  /** Below the environment; `*` for elements of a list. */
  readonly path: readonly string[];
  /** The range of `name = value`. */
  readonly range: SourceRange;
  readonly keyRange: SourceRange;
  readonly value: Expression;
  /** Undefined if the containing object does not declare the name. */
  readonly type: Type | undefined;
  /** The containing object, with the names it declares. */
  readonly declared: ObjectType | undefined;
}

/** All attributes in the call itself, containing objects first, without those from locals and functions. */
export function writtenEntries(call: ModuleCall): WrittenEntry[] {
  const written = configurationObject(call);
  if (!written) return [];
  const type = environmentType(call.module.configurationType);
  const found: WrittenEntry[] = [];
  for (const item of written.object.items) {
    const environment = literalKey(item.key);
    if (environment !== undefined) visitValue(item.value, type, { item: written.item, environment, path: [], found });
  }
  return found;
}

interface Walk {
  readonly item: Item;
  readonly environment: string;
  readonly path: readonly string[];
  readonly found: WrittenEntry[];
}

function visitValue(expression: Expression, type: Type | undefined, walk: Walk): void {
  const value = withoutParentheses(expression);
  if (value.kind === 'object') for (const item of value.items) visitItem(item, type, walk);
  else if (value.kind === 'tuple' && (type?.kind === 'list' || type?.kind === 'set'))
    for (const element of value.elements) visitValue(element, type.element, { ...walk, path: [...walk.path, '*'] });
}

function visitItem(item: ObjectItem, type: Type | undefined, walk: Walk): void {
  const name = literalKey(item.key);
  if (name === undefined) return;
  const declared = type?.kind === 'object' ? type : undefined;
  const own = declared ? declared.attributes.get(name)?.type : type?.kind === 'map' ? type.element : undefined;
  const path = [...walk.path, name];
  const { start, end, key, value } = item;
  walk.found.push({
    environment: walk.environment,
    path,
    range: { item: walk.item, start, end, valueStart: value.start },
    keyRange: rangeIn(walk.item, key),
    value,
    type: own,
    declared,
  });
  if (own) visitValue(value, own, { ...walk, path });
}
