import assert from 'node:assert/strict';
import { equals } from '../../../../../server/hcl/values/equality';
import { Num } from '../../../../../server/hcl/values/number';
import { setOfValues } from '../../../../../server/hcl/values/setOfValues';
import { NUMBER, STRING } from '../../../../../server/hcl/types/type';
import {
  bool,
  list,
  map,
  nullOf,
  number,
  object,
  string,
  tuple,
  unknown,
} from '../../../../../server/hcl/values/value';
import type { Value } from '../../../../../server/hcl/model';

const num = (text: string): Value => number(Num.parse(text)!);
const entries = (of: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> => new Map(Object.entries(of));

const a = string('a');
const b = string('b');
const open = unknown(STRING);
const openNotNull = unknown(STRING, undefined, true);

const cases: readonly (readonly [string, Value, Value, boolean | undefined])[] = [
  ['equal texts', a, string('a'), true],
  ['different texts', a, b, false],
  ['a number and its text', num('1'), string('1'), false],
  ['true and "true"', bool(true), string('true'), false],
  ['1 and 1.0', num('1'), num('1.0'), true],
  ['nulls of different types', nullOf(STRING), nullOf(NUMBER), true],
  ['null and a text', nullOf(), a, false],
  ['null and an unknown', nullOf(), open, undefined],
  ['null and an unknown that is not null', nullOf(), openNotNull, false],
  ['a text and an unknown text', a, open, undefined],
  ['a number and an unknown text', num('1'), open, false],
  ['a number and an unknown of any type', num('1'), unknown(), undefined],
  ['two unknowns', open, open, undefined],
  ['a list and a tuple', list(STRING, [a]), tuple([a]), false],
  ['equal lists', list(STRING, [a, b]), list(STRING, [a, b]), true],
  ['lists in another order', list(STRING, [a, b]), list(STRING, [b, a]), false],
  ['empty lists of different types', list(STRING, []), list(NUMBER, []), false],
  ['lists of different length, one element unknown', list(STRING, [open]), list(STRING, [a, b]), false],
  ['a difference before an unknown', list(STRING, [a, open]), list(STRING, [b, b]), false],
  ['a difference after an unknown', list(STRING, [open, a]), list(STRING, [b, b]), undefined],
  ['objects written in another order', object(entries({ a, b })), object(entries({ b, a })), true],
  ['objects with other attributes', object(entries({ a })), object(entries({ b: a })), false],
  [
    'objects with typed and bare nulls',
    object(entries({ a: nullOf() })),
    object(entries({ a: nullOf(STRING) })),
    false,
  ],
  ['a difference beside an unknown', object(entries({ a: open, b })), object(entries({ a, b: a })), false],
  ['an object with an unknown of any type', object(entries({ a: unknown() })), object(entries({ a })), undefined],
  ['an object and a map', object(entries({ a })), map(STRING, entries({ a })), false],
  ['maps with other keys', map(STRING, entries({ a })), map(STRING, entries({ b: a })), false],
  ['sets in another order', setOfValues(STRING, [a, b]), setOfValues(STRING, [b, a]), true],
  ['sets with one more element', setOfValues(STRING, [a, b]), setOfValues(STRING, [a]), false],
  ['a set with an unknown element', setOfValues(STRING, [a, open]), setOfValues(STRING, [a]), undefined],
];

describe('equals()', () => {
  for (const [name, left, right, expected] of cases) {
    it(name, () => {
      assert.equal(equals(left, right), expected);
      assert.equal(equals(right, left), expected);
    });
  }

  it('ignores sensitivity', () => assert.equal(equals({ ...a, sensitive: true }, a), true));
});
