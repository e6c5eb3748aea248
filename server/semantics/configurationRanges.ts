/** Ranges of a module call's environments and attributes. */
import { memoize } from '../../common/memoize';
import { literalKey } from '../hcl/values/objectKey';
import type { SourceRange } from '../hcl/model';
import { withoutParentheses } from '../kubestack/inheritance/configurationEntries';
import { baseKeyOf, environmentKeys } from '../kubestack/inheritance/environmentKeys';
import { rangeIn, type ModuleCall } from '../kubestack/modules/moduleCall';
import type { Expression, Item, ObjectExpression, ObjectItem } from '../syntax/ast';
import { declaredAttribute } from '../workspace/declarations';
import type { RequestContext } from './requestContext';

/** The `configuration` of a call, if it is written as an object. */
export function configurationObject(
  call: Pick<ModuleCall, 'declaration'>,
): { item: Item; object: ObjectExpression } | undefined {
  const part = declaredAttribute(call.declaration, 'configuration');
  const value = part && withoutParentheses(part.attribute.value);
  return part && value?.kind === 'object' ? { item: part.item, object: value } : undefined;
}

/** The key of an environment, or of an attribute that the environment itself sets, also in a local, a variables file or `merge`. */
export function keyRange(
  request: RequestContext,
  call: ModuleCall,
  environment: string,
  path: readonly string[] = [],
): SourceRange | undefined {
  const found = configurationObject(call);
  const entry = found && configurationEntryAt(found.object, [environment, ...path]);
  if (found && entry) return rangeIn(found.item, entry.key);
  // Most calls that lack the environment need no evaluation to show it.
  if (!environmentKeys(call, request.model).includes(environment)) return undefined;
  const inEffect = request.model.effectiveConfiguration(call).environments.get(environment);
  const whole =
    path.length === 0
      ? inEffect?.range
      : inEffect?.attributes.find(each => each.origin !== 'inherited' && samePath(each.path, path))?.range;
  return whole && keyOf(whole);
}

/** The name in `max_size = 3`; the whole range if it has no name. */
export function keyOf({ item, start, end, valueStart }: SourceRange): SourceRange {
  if (valueStart === undefined || valueStart <= start) return { item, start, end };
  return { item, start, end: endOfKey(item.text, start, valueStart) };
}

/** The value without the equals sign or colon before it and the whitespace around that. */
function endOfKey(text: string, start: number, valueStart: number): number {
  const name = text.slice(start, valueStart).trimEnd();
  return start + (/[=:]$/.test(name) ? name.slice(0, -1).trimEnd() : name).length;
}

/** The entry at a path of keys. If a key is repeated, the last entry wins. */
export function configurationEntryAt(object: ObjectExpression, keys: readonly string[]): ObjectItem | undefined {
  const [first, ...rest] = keys;
  const entry = first === undefined ? undefined : lastItem(object, first);
  if (!entry || rest.length === 0) return entry;
  const value = withoutParentheses(entry.value);
  return value.kind === 'object' ? configurationEntryAt(value, rest) : undefined;
}

/** Objects with more items than this are indexed by key. */
const FEW_ITEMS = 12;

const lastItem = (object: ObjectExpression, key: string): ObjectItem | undefined =>
  object.items.length <= FEW_ITEMS
    ? object.items.findLast(item => literalKey(item.key) === key)
    : itemsByKey(object).get(key);

const itemsByKey = memoize(({ items }: ObjectExpression): ReadonlyMap<string, ObjectItem> => {
  const byKey = new Map<string, ObjectItem>();
  for (const item of items) {
    const name = literalKey(item.key);
    if (name !== undefined) byKey.set(name, item);
  }
  return byKey;
});

/** Keys of all environments of a call that set the attribute. */
export function keyRanges(
  request: RequestContext,
  call: ModuleCall,
  path: readonly string[],
): { environment: string; range: SourceRange }[] {
  return environmentKeys(call, request.model).flatMap(environment => {
    const range = keyRange(request, call, environment, path);
    return range ? [{ environment, range }] : [];
  });
}

/** The attribute in the base environment; undefined if the base does not set it. */
export function baseKeyRange(
  request: RequestContext,
  call: ModuleCall,
  path: readonly string[],
): SourceRange | undefined {
  const base = baseKeyOf(call, request.model);
  return base === undefined ? undefined : keyRange(request, call, base, path);
}

const samePath = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((step, index) => step === b[index]);

/** The value of the base key. */
export function baseKeyValue({ declaration, module }: ModuleCall): { item: Item; value: Expression } | undefined {
  const part = module.baseKeyInput === undefined ? undefined : declaredAttribute(declaration, module.baseKeyInput);
  return part && { item: part.item, value: part.attribute.value };
}
