import { now } from '../../../../../common/now';
import assert from 'node:assert/strict';
import { parseTypeExpression } from '../../../../../server/hcl/types/typeExpression';
import type { Type } from '../../../../../server/hcl/model';
import { string } from '../../../../../server/hcl/values/value';
import { readSourceFile } from '../../../../../server/syntax/sourceFile';

/** Source text of a type → the type. */
const types: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  bool: 'bool',
  any: 'any',
  list: 'list(any)',
  map: 'map(any)',
  '"string"': 'string',
  '"list"': 'list(any)',
  '"map"': 'map(any)',
  'list(string)': 'list(string)',
  'set(any)': 'set(any)',
  'map(list(number))': 'map(list(number))',
  'tuple([string, list(bool)])': 'tuple([string,list(bool)])',
  'tuple([])': 'tuple([])',
  'object({})': 'object({})',
  'object({ a = string, b = optional(number) })': 'object({a=string,b=optional(number)})',
  'object({ a = optional(string, "x") })': 'object({a=optional(string,"x")})',
  'object({ a = optional(object({ b = optional(map(string)) })) })':
    'object({a=optional(object({b=optional(map(string))}))})',
  'map(object({\n  a : string,\n  true = bool\n}))': 'map(object({a=string,true=bool}))',
};

const notTypes = [
  ...['strin', 'set', 'object', 'tuple', '"set"', '"map(string)"', 'list("string")', 'list()', 'list(string, string)'],
  ...['list(list)', 'map(map)', 'string()', 'object(string)', 'object({ "a" = string })', 'object({ a = "string" })'],
  ...[
    'object({ a = string, a = string })',
    'optional(string)',
    'object({ a = optional() })',
    'tuple(string)',
    '1',
    'var.x',
  ],
  ...['object({ a = optional(string, "x", "y") })', 'lst(string)', 'object({ (a) = string })'],
];

describe('types of variables', () => {
  it('have the same meaning as in terraform', () => {
    const found = Object.keys(types).map(text => [text, shown(typeOf(text))]);
    assert.deepEqual(Object.fromEntries(found), types);
  });

  it('are rejected if terraform rejects them', () => {
    assert.deepEqual(
      notTypes.filter(text => typeOf(text) !== undefined),
      [],
    );
  });
});

function typeOf(text: string): Type | undefined {
  const { items, diagnostics } = now(readSourceFile('file:///variables.tf', `type = ${text}\n`, 'variables'));
  assert.deepEqual(diagnostics, [], text);
  const node = items[0]?.item.node;
  assert.ok(node?.kind === 'attribute');
  return parseTypeExpression(node.value, value => string(value.kind === 'text' ? value.value : ''));
}

function shown(type: Type | undefined): string {
  switch (type?.kind) {
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind}(${shown(type.element)})`;
    case 'tuple':
      return `tuple([${type.elements.map(shown).join(',')}])`;
    case 'object': {
      const attributes = [...type.attributes].map(([name, attribute]) => {
        const { optional, default: value } = attribute;
        const rest = value?.kind === 'string' ? `,"${value.value}"` : '';
        return `${name}=${optional ? `optional(${shown(attribute.type)}${rest})` : shown(attribute.type)}`;
      });
      return `object({${attributes.join(',')}})`;
    }
    default:
      return type?.kind ?? 'no type';
  }
}
