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

describe('compareText', () => {
  it('orders by UTF-8 bytes', () => {
    const texts = ['\u{1f600}', 'b', '\uffee', 'B', '', 'ba', 'é', '\ud7ff', 'a'];
    const bytes = [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    assert.deepEqual(texts.sort(compareText), bytes);
    assert.deepEqual(bytes.slice(-3), ['\ud7ff', '\uffee', '\u{1f600}']);
  });

  it('is zero for equal texts only', () => {
    assert.equal(compareText('apps', 'apps'), 0);
    assert.notEqual(compareText('apps', 'Apps'), 0);
  });
});

it('sortedKeys lists keys as terraform iterates', () => {
  const entries = new Map(['ops', 'apps', '10', '9', 'Loc'].map(key => [key, string(key)]));
  assert.deepEqual(sortedKeys(entries), ['10', '9', 'Loc', 'apps', 'ops']);
});

describe('setOfValues', () => {
  const shown = (element: Type, values: readonly Value[]): string => toJson(setOfValues(element, values));

  it('orders text by bytes and keeps each once', () => {
    assert.equal(shown(STRING, ['b', 'a', '10', 'b', '9', 'B'].map(string)), '["10","9","B","a","b"]');
  });

  it('orders numbers by size and finds equal ones', () => {
    assert.equal(shown(NUMBER, ['10', '9', '1e1', '0.1', '-3'].map(num)), '[-3,0.1,9,10]');
  });

  it('puts null last', () => {
    assert.equal(shown(STRING, [nullOf(STRING), string('z'), nullOf(STRING)]), '["z",null]');
  });

  it('keeps every unknown element, before null', () => {
    const set = setOfValues(STRING, [nullOf(STRING), unknown(STRING), string('z'), unknown(STRING)]);
    assert.deepEqual(
      set.elements.map(({ kind }) => kind),
      ['string', 'unknown', 'unknown', 'null'],
    );
  });

  it('orders objects by their attributes as text, numbers among them', () => {
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

  it('orders lists by their text', () => {
    const values = [tuple([num('9')]), tuple([num('10')])];
    assert.equal(shown(tupleOf([NUMBER]), values), '[[10],[9]]');
  });

  it('remembers where the first of equal elements was written', () => {
    const set = setOfValues(STRING, [withRange(string('a'), place(5)), withRange(string('a'), place(9))]);
    assert.equal(set.elements[0]?.origin?.start, 5);
  });

  it('is sensitive as a whole when an element is', () => {
    const set = setOfValues(STRING, [string('a'), { ...string('b'), sensitive: true }]);
    assert.equal(set.sensitive, true);
    assert.deepEqual(
      set.elements.map(element => element.sensitive),
      [undefined, undefined],
    );
  });

  it('learns its type from the elements', () => {
    assert.deepEqual(setOfValues(ANY, [nullOf(), string('a')]).element, STRING);
    assert.deepEqual(setOfValues(STRING, []).element, STRING);
  });
});

it('compareValues orders false before true', () => {
  assert.ok(compareValues({ kind: 'bool', value: false }, { kind: 'bool', value: true }) < 0);
});
