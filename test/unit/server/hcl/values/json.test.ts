import assert from 'node:assert/strict';
import { JsonError, fromJson, toJson, toPlain } from '../../../../../server/hcl/values/json';
import { Num } from '../../../../../server/hcl/values/number';
import { setOfValues } from '../../../../../server/hcl/values/setOfValues';
import { UnknownResultError } from '../../../../../common/unknownResultError';
import { ANY, NUMBER, STRING } from '../../../../../server/hcl/types/type';
import {
  list,
  map,
  nullOf,
  number,
  object,
  string,
  tuple,
  typeOf,
  unknown,
} from '../../../../../server/hcl/values/value';
import type { Value } from '../../../../../server/hcl/model';

const entries = (of: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> => new Map(Object.entries(of));

describe('fromJson()', () => {
  it('reads objects, arrays and nulls with the types that terraform gives them', () => {
    const value = fromJson('{"list":[1,"a",true],"nothing":null}');
    assert.equal(value.kind, 'object');
    assert.deepEqual(typeOf(value).kind, 'object');
    assert.ok(value.kind === 'object');
    assert.equal(value.entries.get('list')?.kind, 'tuple');
    assert.deepEqual(value.entries.get('nothing'), nullOf(ANY));
  });

  it('keeps all digits of numbers', () => {
    assert.equal(
      toJson(fromJson('[123456789012345678901234567890,0.10000000000000000001,1.50,-0]')),
      '[123456789012345678901234567890,0.10000000000000000001,1.5,-0]',
    );
  });

  it('reads escapes and replaces unpaired surrogates', () => {
    assert.deepEqual(fromJson('"\\u00e9\\ud83d\\ude00\\ud800\\n\\/"'), string('é\u{1f600}\ufffd\n/'));
  });

  it('uses the last of several equal keys', () => assert.equal(toJson(fromJson('{"a":1,"a":2}')), '{"a":2}'));

  const refused: Readonly<Record<string, string>> = {
    '': 'EOF',
    ' ': 'EOF',
    '{': 'EOF',
    '[1': 'EOF',
    tru: 'unexpected EOF',
    '"abc': 'unexpected EOF',
    trux: "invalid character 'x' in literal true (expecting 'e')",
    '[1,]': "invalid character ']' looking for beginning of value",
    '[1 2]': "invalid character '2' after array element",
    '[01]': "invalid character '1' after array element",
    '1 2': 'extraneous data after JSON object',
    '{"a":1,}': "invalid character '}' looking for beginning of object key string",
    '{"a" 1}': "invalid character '1' after object key",
    '{a:1}': "invalid character 'a'",
    '{"a":1 "b":2}': "invalid character '\"' after object key:value pair",
    '"a\\x"': "invalid character 'x' in string escape code",
    '"\\u12G4"': "invalid character 'G' in \\u hexadecimal character escape",
    '"a\nb"': "invalid character '\\n' in string literal",
    '1.': 'unexpected EOF',
    '-a': "invalid character 'a' in numeric literal",
    "'a'": "invalid character '\\'' looking for beginning of value",
    é: "invalid character 'Ã' looking for beginning of value",
    '{"e\\u0301":1}': 'unsupported attribute "e\u0301"',
    '{"a":1,"a":"x"}': 'duplicate "a" property in JSON object',
  };
  for (const [text, message] of Object.entries(refused)) {
    it(`rejects ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => fromJson(text),
        error => error instanceof JsonError && error.message === message,
      );
    });
  }

  it('rejects nesting that would overflow the stack', () => {
    assert.throws(() => fromJson('['.repeat(100_000)), UnknownResultError);
  });
});

describe('toJson()', () => {
  it('sorts keys by bytes and adds no spaces', () => {
    const value = object(entries({ b: string('1'), '\u{1f600}': nullOf(), '\uffee': nullOf(), a: tuple([]) }));
    assert.equal(toJson(value), '{"a":[],"b":"1","\uffee":null,"\u{1f600}":null}');
  });

  it('escapes control characters and characters that could end a script', () => {
    assert.equal(
      toJson(string('<a> & \u2028 " \\ \b\f\n\r\t\u0001 \u007f é')),
      '"\\u003ca\\u003e \\u0026 \\u2028 \\" \\\\ \\b\\f\\n\\r\\t\\u0001 \u007f é"',
    );
  });

  it('writes sets in their order', () => {
    assert.equal(toJson(setOfValues(STRING, [string('b'), string('a')])), '["a","b"]');
  });

  it('rejects infinities and unknown values', () => {
    assert.throws(() => toJson(number(Num.parse('Inf')!)), /cannot serialize infinity as JSON/);
    assert.throws(() => toJson(tuple([unknown()])), JsonError);
  });
});

describe('toPlain()', () => {
  it('omits null attributes and entries at every depth, and keeps null elements', () => {
    const value = object(
      entries({
        list: list(STRING, [string('a'), nullOf(STRING)]),
        map: map(STRING, entries({ kept: string(''), gone: nullOf(STRING) })),
        gone: nullOf(NUMBER),
      }),
    );
    assert.deepEqual(toPlain(value), { list: ['a', null], map: { kept: '' } });
  });

  it('sorts keys', () => {
    const value = object(entries({ b: string('2'), a: string('1') }));
    assert.equal(JSON.stringify(toPlain(value)), '{"a":"1","b":"2"}');
  });

  it('omits unknown and sensitive values', () => {
    const value = object(entries({ open: unknown(), secret: { ...string('x'), sensitive: true }, shown: string('y') }));
    assert.deepEqual(toPlain(value), { shown: 'y' });
    assert.equal(toPlain({ ...value, sensitive: true }), undefined);
  });

  it('converts numbers to doubles, and is safe for keys like __proto__', () => {
    const value = object(new Map([['__proto__', number(Num.parse('0.1')!)]]));
    assert.equal(JSON.stringify(toPlain(value)), '{"__proto__":0.1}');
  });
});
