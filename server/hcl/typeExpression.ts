/** Types as they are written in `variable` blocks. Source of the rules: ext/typeexpr of hashicorp/hcl. */
import type { CallExpression, Expression, ObjectItem } from '../syntax/ast';
import { literalKey } from './objectKey';
import { ANY, BOOL, NUMBER, STRING, listOf, mapOf, setOf, tupleOf, type AttributeType, type Type } from './type';
import type { Value } from './value';

/**
 * The type that an expression such as `map(object({ a = optional(string, "x") }))` stands for; undefined when it is not a type.
 * @param evaluateDefault gives the value of a default inside `optional(…)`
 */
export function readType(expression: Expression, evaluateDefault: (expression: Expression) => Value): Type | undefined {
  switch (expression.kind) {
    case 'name':
      return readWord(expression.name);
    case 'text':
      // The form of Terraform 0.11: "string", "list", "map".
      return readWord(expression.value);
    case 'call':
      return readConstructor(expression, evaluateDefault);
    default:
      return undefined;
  }
}

function readWord(word: string): Type | undefined {
  switch (word) {
    case 'string':
      return STRING;
    case 'number':
      return NUMBER;
    case 'bool':
      return BOOL;
    case 'any':
      return ANY;
    case 'list':
      return listOf(ANY);
    case 'map':
      return mapOf(ANY);
    case 'set':
      return setOf(ANY);
    default:
      return undefined;
  }
}

function readConstructor(call: CallExpression, evaluateDefault: (expression: Expression) => Value): Type | undefined {
  const [argument] = call.args;
  if (!argument) return undefined;
  if (call.name === 'object') return argument.kind === 'object' ? readObject(argument.items, evaluateDefault) : undefined;
  if (call.name === 'tuple') {
    if (argument.kind !== 'tuple') return undefined;
    const elements = argument.elements.map(element => readType(element, evaluateDefault));
    return elements.every(element => element !== undefined) ? tupleOf(elements) : undefined;
  }
  const element = readType(argument, evaluateDefault);
  if (!element) return undefined;
  if (call.name === 'list') return listOf(element);
  if (call.name === 'set') return setOf(element);
  return call.name === 'map' ? mapOf(element) : undefined;
}

function readObject(items: readonly ObjectItem[], evaluateDefault: (expression: Expression) => Value): Type | undefined {
  const attributes = new Map<string, AttributeType>();
  for (const item of items) {
    const name = literalKey(item.key);
    const attribute = readAttribute(item.value, evaluateDefault);
    if (name === undefined || !attribute) return undefined;
    attributes.set(name, attribute);
  }
  return { kind: 'object', attributes };
}

function readAttribute(value: Expression, evaluateDefault: (expression: Expression) => Value): AttributeType | undefined {
  const optional = value.kind === 'call' && value.name === 'optional';
  const type = readType(optional ? (value.args[0] ?? value) : value, evaluateDefault);
  if (!type) return undefined;
  const defaultValue = optional ? value.args[1] : undefined;
  return defaultValue ? { type, optional, default: evaluateDefault(defaultValue) } : { type, optional };
}
