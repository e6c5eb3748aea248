/** `a.b` and `a[b]` on values. Source of the rules: Index and GetAttr in ops.go of hashicorp/hcl. */
import { t } from '../../../common/localization';
import type { AttributeAccess, IndexAccess } from '../../syntax/ast';
import { convert } from '../conversion/convert';
import type { Scope } from './scope';
import { NUMBER, STRING, friendlyName } from '../types/type';
import { markedLike } from '../values/sensitivity';
import { typeKindOf, typeOf, unknown } from '../values/value';
import type { PrimitiveType, Type, ListValue, MapValue, ObjectValue, TupleValue, Value } from '../model';

/** The attribute `name` of a value. */
export function getAttribute(target: Value, name: string, expression: AttributeAccess, scope: Scope): Value {
  const refuse = (message: string): Value => scope.refuse('KS003', message, expression);
  switch (target.kind) {
    case 'null':
      return refuse(t('This value is null: it has no attribute "{0}".', name));
    case 'object':
    case 'map': {
      const entry = target.entries.get(name.normalize('NFC'));
      if (entry) return markedLike(entry, target);
      return refuse(
        target.kind === 'map' ? t('This map has no key "{0}".', name) : t('This object has no attribute "{0}".', name),
      );
    }
    case 'unknown':
      return attributeOfUnknown(target, name, refuse, expression, scope);
    case 'list':
    case 'set':
    case 'tuple':
      return refuse(
        t('A {0} has no attributes. Take one element ([0].{1}) or all of them ([*].{1}).', target.kind, name),
      );
    default:
      return refuse(t('A {0} has no attributes.', target.kind));
  }
}

function attributeOfUnknown(
  target: Extract<Value, { kind: 'unknown' }>,
  name: string,
  refuse: (message: string) => Value,
  expression: AttributeAccess,
  scope: Scope,
): Value {
  const { type } = target;
  switch (type.kind) {
    case 'any':
      return markedLike(scope.notKnown(expression), target);
    case 'object': {
      const attribute = type.attributes.get(name.normalize('NFC'));
      if (!attribute) return refuse(t('This object has no attribute "{0}".', name));
      return markedLike(scope.notKnown(expression, unknown(attribute.type)), target);
    }
    case 'map':
      return markedLike(scope.notKnown(expression, unknown(type.element)), target);
    default:
      return refuse(t('A {0} has no attributes.', friendlyName(type)));
  }
}

/** The element or attribute that `key` selects. */
export function getIndex(target: Value, key: Value, expression: IndexAccess, scope: Scope): Value {
  const refuse = (message: string): Value => scope.refuse('KS003', message, expression.key);
  if (target.kind === 'null') return refuse(t("This value is null: it can't be indexed."));
  if (key.kind === 'null') return refuse(t("The index is null: null can't select an element."));
  const kind = typeKindOf(target);
  if (kind === 'any' || typeKindOf(key) === 'any') return markedLike(scope.notKnown(expression), target);
  switch (kind) {
    case 'list':
    case 'tuple':
      return indexSequence(target, key, expression, scope, refuse);
    case 'map':
    case 'object':
      return indexByName(target, key, expression, scope, refuse);
    case 'set':
      return refuse(t('Elements of a set have no index. Convert it first: tolist(…).'));
    default:
      return refuse(t('A {0} has no elements.', kind));
  }
}

type Refuse = (message: string) => Value;

function converted(key: Value, type: PrimitiveType): Value | undefined {
  try {
    return convert(key, type);
  } catch {
    return undefined;
  }
}

function indexSequence(target: Value, key: Value, expression: IndexAccess, scope: Scope, refuse: Refuse): Value {
  const position = converted(key, NUMBER);
  if (!position) return refuse(t('The index of a list must be a number.'));
  const type = typeOf(target);
  const notKnown = (element?: Type): Value => markedLike(scope.notKnown(expression, unknown(element)), target);
  if (position.kind !== 'number') return notKnown(type.kind === 'list' ? type.element : undefined);
  if (target.kind === 'unknown' && type.kind === 'list') return notKnown(type.element);
  const length = type.kind === 'tuple' ? type.elements.length : (target as ListValue).elements.length;
  const at = position.value.toInt();
  if (at === undefined) return refuse(t('The index of a list must be a whole number.'));
  if (at < 0) return refuse(t("The index of a list can't be negative."));
  if (at >= length) {
    if (length === 0) return refuse(t('The list has no elements.'));
    if (length === 1) return refuse(t('The list has 1 element: the last index is 0.'));
    return refuse(t('The list has {0} elements: the last index is {1}.', length, length - 1));
  }
  if (target.kind === 'unknown') return notKnown(type.kind === 'tuple' ? type.elements[at] : undefined);
  return markedLike((target as ListValue | TupleValue).elements[at]!, target, key);
}

function indexByName(target: Value, key: Value, expression: IndexAccess, scope: Scope, refuse: Refuse): Value {
  const name = converted(key, STRING);
  if (!name) return refuse(t('The key of a map or object must be a string.'));
  if (target.kind === 'unknown' || name.kind !== 'string') {
    const type = typeOf(target);
    return markedLike(scope.notKnown(expression, unknown(type.kind === 'map' ? type.element : undefined)), target);
  }
  const entry = (target as MapValue | ObjectValue).entries.get(name.value);
  if (entry) return target.kind === 'map' ? markedLike(entry, target, key) : markedLike(entry, target);
  return refuse(key.sensitive ? t('This value has no such key.') : t('This value has no key "{0}".', name.value));
}
