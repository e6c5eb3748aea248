/** Parses type constraints of `variable` blocks. Source of the rules: ext/typeexpr of hashicorp/hcl, and Terraform's decodeVariableType. */
import type { CallExpression, Expression, ObjectItem } from '../../syntax/ast';
import { ANY, BOOL, NUMBER, STRING, listOf, mapOf, tupleOf } from './type';
import type { Value, AttributeType, Type } from '../model';

type DefaultReader = (expression: Expression) => Value;

/** Keywords of Terraform 0.11, allowed only as a whole type and not as a part of one. */
const WHOLE_TYPES = new Map<string, Type>([
  ['list', listOf(ANY)],
  ['map', mapOf(ANY)],
]);
const WORDS = new Map<string, Type>([
  ['string', STRING],
  ['number', NUMBER],
  ['bool', BOOL],
  ['any', ANY],
]);

/**
 * The type of an expression such as `map(object({ a = optional(string, "x") }))`; undefined if it is not a type. The quoted keywords of Terraform
 * 0.11 (`"string"`, `"list"`, `"map"`) are accepted, although later versions reject them.
 * @param evaluateDefault returns the value of a default in `optional(…)`
 */
export function parseTypeExpression(expression: Expression, evaluateDefault: DefaultReader): Type | undefined {
  if (expression.kind === 'name') return WHOLE_TYPES.get(expression.name) ?? WORDS.get(expression.name);
  if (expression.kind === 'text') return expression.value === 'string' ? STRING : WHOLE_TYPES.get(expression.value);
  return readConstraint(expression, evaluateDefault);
}

function readConstraint(expression: Expression, evaluateDefault: DefaultReader): Type | undefined {
  if (expression.kind === 'name') return WORDS.get(expression.name);
  return expression.kind === 'call' ? readConstructor(expression, evaluateDefault) : undefined;
}

function readConstructor(call: CallExpression, evaluateDefault: DefaultReader): Type | undefined {
  const [argument] = call.args;
  if (!argument || call.args.length !== 1) return undefined;
  switch (call.name) {
    case 'object':
      return argument.kind === 'object' ? readObject(argument.items, evaluateDefault) : undefined;
    case 'tuple':
      return argument.kind === 'tuple' ? readTuple(argument.elements, evaluateDefault) : undefined;
    case 'list':
    case 'set':
    case 'map': {
      const element = readConstraint(argument, evaluateDefault);
      return element && { kind: call.name, element };
    }
    default:
      return undefined;
  }
}

function readTuple(expressions: readonly Expression[], evaluateDefault: DefaultReader): Type | undefined {
  const elements: Type[] = [];
  for (const expression of expressions) {
    const element = readConstraint(expression, evaluateDefault);
    if (!element) return undefined;
    elements.push(element);
  }
  return tupleOf(elements);
}

function readObject(items: readonly ObjectItem[], evaluateDefault: DefaultReader): Type | undefined {
  const attributes = new Map<string, AttributeType>();
  for (const item of items) {
    const name = attributeName(item.key);
    const attribute = readAttribute(item.value, evaluateDefault);
    if (name === undefined || attributes.has(name) || !attribute) return undefined;
    attributes.set(name, attribute);
  }
  return { kind: 'object', attributes };
}

/** Attribute names must be identifiers; quoted names are invalid. */
function attributeName(key: Expression): string | undefined {
  switch (key.kind) {
    case 'name':
      return key.name.normalize('NFC');
    case 'bool':
      return String(key.value);
    case 'null':
      return 'null';
    default:
      return undefined;
  }
}

function readAttribute(value: Expression, evaluateDefault: DefaultReader): AttributeType | undefined {
  const optional = value.kind === 'call' && value.name === 'optional';
  if (!optional) {
    const type = readConstraint(value, evaluateDefault);
    return type && { type, optional };
  }
  const [constraint, defaultValue, ...rest] = value.args;
  const type = constraint && rest.length === 0 ? readConstraint(constraint, evaluateDefault) : undefined;
  if (!type) return undefined;
  return defaultValue ? { type, optional, default: evaluateDefault(defaultValue) } : { type, optional };
}
