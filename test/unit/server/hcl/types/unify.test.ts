import assert from 'node:assert/strict';
import {
  ANY,
  BOOL,
  NUMBER,
  STRING,
  listOf,
  mapOf,
  objectOf,
  setOf,
  tupleOf,
} from '../../../../../server/hcl/types/type';
import { unify, unifySafely } from '../../../../../server/hcl/types/unify';
import type { Type } from '../../../../../server/hcl/model';

const only = (type: Type): Type => objectOf([['a', type]]);
const pair = (a: Type, b: Type): Type =>
  objectOf([
    ['a', a],
    ['b', b],
  ]);

const cases: readonly (readonly [string, readonly Type[], Type | undefined])[] = [
  ['nothing', [], undefined],
  ['one type', [NUMBER], NUMBER],
  ['number and string', [NUMBER, STRING], STRING],
  ['bool, number and string', [BOOL, NUMBER, STRING], STRING],
  ['number and bool', [NUMBER, BOOL], undefined],
  ['a bare null and a number', [ANY, NUMBER], NUMBER],
  ['a bare null and a list', [ANY, listOf(STRING)], ANY],
  ['lists', [listOf(NUMBER), listOf(STRING)], listOf(STRING)],
  ['a list and a tuple', [listOf(STRING), tupleOf([NUMBER, BOOL])], listOf(STRING)],
  ['a list and an empty tuple', [listOf(STRING), tupleOf([])], listOf(STRING)],
  ['a list and a set', [listOf(STRING), setOf(NUMBER)], listOf(STRING)],
  ['tuples of one length', [tupleOf([NUMBER, STRING]), tupleOf([STRING, BOOL])], tupleOf([STRING, STRING])],
  ['tuples of different length', [tupleOf([NUMBER]), tupleOf([STRING, BOOL])], listOf(STRING)],
  ['objects with the same attributes', [only(NUMBER), only(STRING)], only(STRING)],
  ['objects with other attributes', [only(NUMBER), pair(STRING, BOOL)], mapOf(STRING)],
  ['objects that nothing fits', [only(NUMBER), only(listOf(STRING))], undefined],
  ['a map and an object', [mapOf(STRING), pair(NUMBER, BOOL)], mapOf(STRING)],
  ['an object and a tuple', [only(STRING), tupleOf([STRING])], undefined],
  ['a list and a string', [listOf(STRING), STRING], undefined],
];

describe('unify()', () => {
  for (const [name, types, expected] of cases) it(name, () => assert.deepEqual(unify(types), expected));
});

describe('unifySafely()', () => {
  it('uses only conversions that never fail', () => {
    assert.deepEqual(unifySafely([ANY, STRING]), ANY);
    assert.deepEqual(unifySafely([NUMBER, STRING]), STRING);
    assert.equal(unifySafely([setOf(STRING), tupleOf([listOf(STRING)])]), undefined);
  });
});
