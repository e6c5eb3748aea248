import assert from 'node:assert/strict';
import { BOOL, NUMBER, STRING, listOf, objectOf, tupleOf } from '../../../../server/hcl/types/type';
import { string, unknown } from '../../../../server/hcl/values/value';
import { evaluatedText, describeValue } from '../../../support/hcl/evaluatedText';
import type { Value } from '../../../../server/hcl/model';

const NAMES: Readonly<Record<string, Value>> = {
  'local.x': string('x'),
  'local.any': unknown(),
  'local.text': unknown(STRING),
  'local.number': unknown(NUMBER),
  'local.bool': unknown(BOOL),
  'local.list': unknown(listOf(STRING)),
  'local.tuple': unknown(tupleOf([STRING, NUMBER])),
  'local.object': unknown(objectOf([['a', NUMBER]])),
};

/** Expression → value; `unknown!` is certainly not null, other unknown values can be null. */
const values: Readonly<Record<string, string>> = {
  '[1, local.any, 2]': '[1,unknown,2]',
  '{ a = 1, b = local.any }': '{"a":1,"b":unknown}',
  '{ (local.any) = 1, b = 2 }': 'unknown',
  '"a-${local.any}"': 'unknown!',
  '"${local.any}"': 'unknown',
  '"a-${local.any}" == null': 'false',
  'local.any == null': 'unknown!',
  'local.number + 1': 'unknown!',
  'false && local.bool': 'unknown!',
  'true || local.bool': 'unknown!',
  '!local.bool': 'unknown!',
  'local.any ? 1 : 2': 'unknown!',
  'local.any ? 1 : null': 'unknown',
  'local.any ? null : null': 'null',
  'true ? 1 : local.any': '1',
  'true ? local.any : 1': 'unknown',
  '[for x in local.any : x]': 'unknown',
  '[for x in [1, 2] : x if local.any]': 'unknown',
  '[for x in [1, local.any] : x]': '[1,unknown]',
  '{ for x in [1, local.any] : x => x }': 'unknown',
  '{ for x in [1, 2] : x => local.any }': '{"1":unknown,"2":unknown}',
  'local.any.a.b[0]': 'unknown',
  'local.object.a': 'unknown',
  'local.list[0]': 'unknown',
  'local.tuple["1"] + 1': 'unknown!',
  '[1, 2][local.any]': 'unknown',
  '{ a = 1 }[local.text]': 'unknown',
  'local.any[*]': 'unknown',
  'local.list[*]': 'unknown!',
  'local.object[*].a': 'unknown',
  '"a-${local.any}"[*]': '[unknown!]',
  'upper(local.text)': 'unknown!',
  'upper(local.any)': 'unknown!',
  'try(local.any, 1)': 'unknown',
  'try([1, local.any], 1)': 'unknown',
  'try(null.a, 1)': '1',
  'can(local.any)': 'unknown',
  'max(local.any...)': 'unknown',
  '"%{ if local.any }a%{ endif }"': 'unknown!',
  '"%{ for x in local.any }a%{ endfor }"': 'unknown!',
  'aws_vpc.main.id': 'unknown',
  'data.aws_region.current': 'unknown',
  'each.key': 'unknown',
  'module.net': 'unknown',
  'provider::x::f(1)': 'unknown',
  'timestamp()': 'unknown',
};

/** Expression → message of the first error, although a part is unknown. */
const refused: Readonly<Record<string, string>> = {
  'local.object.b': 'This object has no attribute "b". at `local.object.b`',
  'local.number.b': 'A number has no attributes. at `local.number.b`',
  'local.tuple[2]': 'The list has 2 elements: the last index is 1. at `2`',
  'local.list.a': 'A list of string has no attributes. at `local.list.a`',
  'local.list[*].a': 'A string has no attributes. at `*].a`',
  '[for x in local.number : x]':
    '"for" can\'t iterate over a number: a list, set, map or object is required. at `local.number`',
  '{ (local.list) = 1 }': "This value can't be a key: a string is required. at `(local.list)`",
  'local.list + 1': 'A number is required here, not a list of string. at `local.list`',
  'max(local.number...)': 'Only a list, set or tuple can be expanded with "...". at `local.number`',
};

/** Expression → source texts of the unknown parts, in order. */
const carried: Readonly<Record<string, readonly string[]>> = {
  'local.any': ['local.any'],
  '[1, local.any.b[0], "x-${local.any}"]': ['local.any.b[0]', '"x-${local.any}"'],
  '{ a = aws_vpc.main.id, b = upper(local.text) }': ['aws_vpc.main.id', 'upper(local.text)'],
  'local.number + 1': ['local.number + 1'],
  'local.any ? 1 : 2': ['local.any ? 1 : 2'],
  '[for x in [1, 2] : local.any]': ['local.any', 'local.any'],
  '(local.any)': ['local.any'],
};

describe('unknown values', () => {
  it('make only the values unknown that depend on them', () => {
    assert.deepEqual(
      Object.fromEntries(
        Object.keys(values).map(text => {
          const { value, faults } = evaluatedText(text, NAMES);
          return [text, faults[0] ?? describeValue(value)];
        }),
      ),
      values,
    );
  });

  it('are rejected where no value would be valid', () => {
    const found = Object.keys(refused).map(text => [text, evaluatedText(text, NAMES).faults[0] ?? 'accepted']);
    assert.deepEqual(Object.fromEntries(found), refused);
  });

  it('carry their expression', () => {
    const found = Object.keys(carried).map(text => [text, unknownTexts(evaluatedText(text, NAMES).value)]);
    assert.deepEqual(Object.fromEntries(found), carried);
  });
});

function unknownTexts(value: Value): string[] {
  switch (value.kind) {
    case 'unknown':
      return [value.expression ?? ''];
    case 'tuple':
    case 'list':
      return value.elements.flatMap(unknownTexts);
    case 'object':
      return [...value.entries.values()].flatMap(unknownTexts);
    default:
      return [];
  }
}
