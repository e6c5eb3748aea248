import assert from 'node:assert/strict';
import { toJson } from '../../../../../server/hcl/values/json';
import { Num } from '../../../../../server/hcl/values/number';
import { compareText, compareValues, sortedKeys } from '../../../../../server/hcl/values/order';
import { ANY, NUMBER, STRING, objectOf, tupleOf } from '../../../../../server/hcl/types/type';
import { withRange, nullOf, number, object, string, tuple, unknown } from '../../../../../server/hcl/values/value';
import { setOfValues } from '../../../../../server/hcl/values/setOfValues';
import type { Type, Value } from '../../../../../server/hcl/model';

const num = (text: string): Value => number(Num.parse(text)!);
const place = (start: number) => ({ item: { uri: 'file:///main.tf', text: '' }, start, end: start + 1 });

describe('compareText()', () => {
  it('orders by UTF-8 bytes', () => {
    const texts = ['\u{1f600}', 'b', '\uffee', 'B', '', 'ba', 'é', '\ud7ff', 'a'];
    const bytes = [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    assert.deepEqual(texts.sort(compareText), bytes);
    assert.deepEqual(bytes.slice(-3), ['\ud7ff', '\uffee', '\u{1f600}']);
  });

  it('returns zero only for equal strings', () => {
    assert.equal(compareText('apps', 'apps'), 0);
    assert.notEqual(compareText('apps', 'Apps'), 0);
  });
});

it("sortedKeys() lists keys in terraform's iteration order", () => {
  const entries = new Map(['ops', 'apps', '10', '9', 'Loc'].map(key => [key, string(key)]));
  assert.deepEqual(sortedKeys(entries), ['10', '9', 'Loc', 'apps', 'ops']);
});

describe('setOfValues()', () => {
  const shown = (element: Type, values: readonly Value[]): string => toJson(setOfValues(element, values));

  it('sorts strings by bytes and removes duplicates', () => {
    assert.equal(shown(STRING, ['b', 'a', '10', 'b', '9', 'B'].map(string)), '["10","9","B","a","b"]');
  });

  it('sorts numbers by value and removes duplicates', () => {
    assert.equal(shown(NUMBER, ['10', '9', '1e1', '0.1', '-3'].map(num)), '[-3,0.1,9,10]');
  });

  it('sorts null last', () => {
    assert.equal(shown(STRING, [nullOf(STRING), string('z'), nullOf(STRING)]), '["z",null]');
  });

  it('keeps all unknown elements and sorts them before null', () => {
    const set = setOfValues(STRING, [nullOf(STRING), unknown(STRING), string('z'), unknown(STRING)]);
    assert.deepEqual(
      set.elements.map(({ kind }) => kind),
      ['string', 'unknown', 'unknown', 'null'],
    );
  });

  it('sorts objects by the string form of their attributes, also of numbers', () => {
    const type = objectOf([
      ['n', NUMBER],
      ['s', STRING],
    ]);
    const element = (n: string, s: string): Value =>
      object(
        new Map([
          ['s', string(s)],
          ['n', num(n)],
        ]),
      );
    const values = [element('10', 'a'), element('9', 'b'), element('10', 'A'), element('9', 'b')];
    assert.equal(shown(type, values), '[{"n":10,"s":"A"},{"n":10,"s":"a"},{"n":9,"s":"b"}]');
  });

  it('sorts lists by their string form', () => {
    const values = [tuple([num('9')]), tuple([num('10')])];
    assert.equal(shown(tupleOf([NUMBER]), values), '[[10],[9]]');
  });

  it('keeps the source range of the first of several equal elements', () => {
    const set = setOfValues(STRING, [withRange(string('a'), place(5)), withRange(string('a'), place(9))]);
    assert.equal(set.elements[0]?.origin?.start, 5);
  });

  it('is sensitive if an element is', () => {
    const set = setOfValues(STRING, [string('a'), { ...string('b'), sensitive: true }]);
    assert.equal(set.sensitive, true);
    assert.deepEqual(
      set.elements.map(element => element.sensitive),
      [undefined, undefined],
    );
  });

  it('infers its type from the elements', () => {
    assert.deepEqual(setOfValues(ANY, [nullOf(), string('a')]).element, STRING);
    assert.deepEqual(setOfValues(STRING, []).element, STRING);
  });
});

it('compareValues() sorts false before true', () => {
  assert.ok(compareValues({ kind: 'bool', value: false }, { kind: 'bool', value: true }) < 0);
});
