import assert from 'node:assert/strict';
import { ConversionError, conversionExists, convert } from '../../../../../server/hcl/conversion/convert';
import { toJson } from '../../../../../server/hcl/values/json';
import { Num } from '../../../../../server/hcl/values/number';
import { ANY, BOOL, NUMBER, STRING, listOf, mapOf, setOf, tupleOf } from '../../../../../server/hcl/types/type';
import {
  withRange,
  bool,
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
import type { AttributeType, ObjectType, Type, Value } from '../../../../../server/hcl/model';

const num = (text: string): Value => number(Num.parse(text)!);
const obj = (of: Readonly<Record<string, Value>>): Value => object(new Map(Object.entries(of)));
const mapValue = (element: Type, of: Readonly<Record<string, Value>>): Value =>
  map(element, new Map(Object.entries(of)));
const objectType = (of: Readonly<Record<string, AttributeType>>): ObjectType => ({
  kind: 'object',
  attributes: new Map(Object.entries(of)),
});
const required = (type: Type): AttributeType => ({ type, optional: false });
const optional = (type: Type, value?: Value): AttributeType => ({
  type,
  optional: true,
  ...(value && { default: value }),
});
const part = (value: Value, ...path: readonly (string | number)[]): Value =>
  path.reduce<Value>((inner, step) => {
    const found =
      'elements' in inner
        ? inner.elements[Number(step)]
        : 'entries' in inner
          ? inner.entries.get(String(step))
          : undefined;
    return found ?? assert.fail(`nothing at ${path.join('.')}`);
  }, value);
const place = (start: number) => ({ item: { uri: 'file:///main.tf', text: '' }, start, end: start + 1 });

describe('converting to primitive types', () => {
  const converted: readonly (readonly [string, Value, Type, string])[] = [
    ['1.30 is a string without the zero', num('1.30'), STRING, '"1.3"'],
    ['1e3 is a plain string', num('1e3'), STRING, '"1000"'],
    ['false is a string', bool(false), STRING, '"false"'],
    ['text is a number', string('0064512'), NUMBER, '64512'],
    ['"1" is true', string('1'), BOOL, 'true'],
    ['"0" is false', string('0'), BOOL, 'false'],
    ['anything is any', tuple([num('1')]), ANY, '[1]'],
  ];
  for (const [name, value, type, json] of converted) it(name, () => assert.equal(toJson(convert(value, type)), json));

  it('converts the type of null and unknown values and keeps everything else', () => {
    assert.deepEqual(convert(nullOf(), STRING), nullOf(STRING));
    assert.deepEqual(convert(unknown(NUMBER, 'var.a', true), STRING), unknown(STRING, 'var.a', true));
  });
});

describe('converting to collections', () => {
  const mixed = tuple([string('b'), string('a'), num('1'), bool(true), string('1')]);
  const converted: readonly (readonly [string, Value, Type, string])[] = [
    [
      'a list keeps order, duplicates and null',
      tuple([string('a'), nullOf(), num('3')]),
      listOf(STRING),
      '["a",null,"3"]',
    ],
    ['a set loses duplicates after conversion', mixed, setOf(STRING), '["1","a","b","true"]'],
    ['a set is a list in its order', convert(mixed, setOf(STRING)), listOf(STRING), '["1","a","b","true"]'],
    ['an object is a map', obj({ b: num('1'), a: nullOf() }), mapOf(STRING), '{"a":null,"b":"1"}'],
    ['list(any) finds the type', tuple([num('1'), string('a')]), listOf(ANY), '["1","a"]'],
    ['map(any) finds the type', obj({ a: bool(true), b: string('x') }), mapOf(ANY), '{"a":"true","b":"x"}'],
    [
      'list(any) of objects with other attributes makes maps',
      tuple([obj({ a: num('1') }), obj({ a: string('x'), b: bool(true) })]),
      listOf(ANY),
      '[{"a":"1"},{"a":"x","b":"true"}]',
    ],
    [
      'map(list(any)) finds one type for all the lists',
      obj({ a: tuple([num('1')]), b: tuple([string('x')]) }),
      mapOf(listOf(ANY)),
      '{"a":["1"],"b":["x"]}',
    ],
    ['a tuple is converted element by element', tuple([num('1'), string('2')]), tupleOf([STRING, NUMBER]), '["1",2]'],
  ];
  for (const [name, value, type, json] of converted) it(name, () => assert.equal(toJson(convert(value, type)), json));

  it('converts an empty tuple to an empty list of the element type', () => {
    assert.deepEqual(convert(tuple([]), listOf(NUMBER)), list(NUMBER, []));
  });

  it('removes undeclared attributes of set elements before comparing them', () => {
    const taint = objectType({ key: required(STRING), value: required(STRING) });
    const written = tuple([
      obj({ key: num('1'), value: bool(true), extra: string('x') }),
      obj({ key: string('1'), value: string('true') }),
    ]);
    assert.equal(toJson(convert(written, setOf(taint))), '[{"key":"1","value":"true"}]');
  });

  it('converts a set with an unknown element to an unknown list', () => {
    const set = convert(tuple([unknown(STRING), string('a')]), setOf(STRING));
    assert.deepEqual(convert(set, listOf(STRING)), unknown(listOf(STRING)));
  });
});

describe('converting to objects', () => {
  const pool = objectType({ size: optional(NUMBER), name: required(STRING) });

  it('drops undeclared attributes and adds missing optional attributes as typed nulls', () => {
    const value = convert(obj({ name: num('5'), typo: string('x') }), pool);
    assert.equal(toJson(value), '{"name":"5","size":null}');
    assert.deepEqual(part(value, 'size'), nullOf(NUMBER));
  });

  it('converts nested objects in the same way, and returns a type without optional attributes', () => {
    const type = mapOf(objectType({ pools: optional(listOf(pool)) }));
    const value = convert(
      obj({ apps: obj({ pools: tuple([obj({ name: string('a'), typo: nullOf() })]) }), ops: obj({}) }),
      type,
    );
    assert.equal(toJson(value), '{"apps":{"pools":[{"name":"a","size":null}]},"ops":{"pools":null}}');
    const plain = objectType({
      pools: required(listOf(objectType({ size: required(NUMBER), name: required(STRING) }))),
    });
    assert.deepEqual(typeOf(value), mapOf(plain));
  });

  it('accepts a map with the required keys', () => {
    assert.equal(
      toJson(convert(mapValue(STRING, { name: string('a'), size: string('3'), x: string('y') }), pool)),
      '{"name":"a","size":3}',
    );
  });

  describe('defaults', () => {
    const nested = objectType({ on: optional(BOOL, bool(true)), tags: optional(listOf(STRING), tuple([num('1')])) });
    const type = objectType({
      inner: optional(nested, obj({})),
      bare: optional(nested),
      text: optional(STRING, num('7')),
    });

    it('replace missing attributes after conversion, and apply inside of defaults', () => {
      assert.equal(toJson(convert(obj({}), type)), '{"bare":null,"inner":{"on":true,"tags":["1"]},"text":"7"}');
    });

    it('replace an explicit null', () => {
      const value = obj({ inner: obj({ on: nullOf() }), bare: obj({ tags: nullOf() }), text: nullOf() });
      const expected = '{"bare":{"on":true,"tags":["1"]},"inner":{"on":true,"tags":["1"]},"text":"7"}';
      assert.equal(toJson(convert(value, type)), expected);
    });

    it('do not replace a null object', () => assert.equal(convert(nullOf(), type).kind, 'null'));

    it('apply to elements of collections', () => {
      assert.equal(
        toJson(convert(obj({ a: obj({ on: bool(false) }) }), mapOf(nested))),
        '{"a":{"on":false,"tags":["1"]}}',
      );
      assert.equal(toJson(convert(tuple([obj({}), obj({})]), setOf(nested))), '[{"on":true,"tags":["1"]}]');
    });

    it('mark an unknown attribute as not null', () => {
      const value = convert(obj({ text: unknown(STRING, 'var.a') }), type);
      assert.deepEqual(part(value, 'text'), unknown(STRING, 'var.a', true));
    });
  });
});

describe('conversion keeps', () => {
  const type = mapOf(
    objectType({ zones: required(listOf(STRING)), size: required(STRING), more: optional(setOf(NUMBER)) }),
  );
  const value = withRange(
    obj({
      apps: withRange(
        obj({
          zones: withRange(tuple([withRange(num('1'), place(40))]), place(30)),
          size: withRange(num('3'), place(20)),
        }),
        place(10),
      ),
    }),
    place(0),
  );

  it('the source range of each value', () => {
    const converted = convert(value, type);
    const starts = [[], ['apps'], ['apps', 'size'], ['apps', 'zones'], ['apps', 'zones', 0]].map(
      path => part(converted, ...path).origin?.start,
    );
    assert.deepEqual(starts, [0, 10, 20, 30, 40]);
    assert.equal(part(converted, 'apps', 'more').origin, undefined);
  });

  it('sensitive marks, which a set carries as a whole', () => {
    const secret = { ...num('1'), sensitive: true };
    const converted = convert(
      obj({ apps: obj({ size: secret, zones: tuple([secret]), more: tuple([secret]) }) }),
      type,
    );
    assert.equal(part(converted, 'apps', 'size').sensitive, true);
    assert.equal(part(converted, 'apps', 'zones', 0).sensitive, true);
    assert.equal(part(converted, 'apps', 'zones').sensitive, undefined);
    assert.equal(part(converted, 'apps', 'more').sensitive, true);
  });

  it('the written order of keys', () => {
    const converted = convert(obj({ ops: num('1'), apps: num('2') }), mapOf(STRING));
    assert.deepEqual(converted.kind === 'map' && [...converted.entries.keys()], ['ops', 'apps']);
  });

  it('the same object if nothing changes', () => {
    const same = list(STRING, [string('a')]);
    assert.equal(convert(same, listOf(STRING)), same);
  });
});

describe('ConversionError', () => {
  const node = objectType({ count: required(NUMBER), on: optional(BOOL) });
  const cluster = mapOf(objectType({ pools: required(listOf(node)), region: optional(STRING) }));
  const apps = (content: Readonly<Record<string, Value>>): Value => obj({ apps: obj(content) });

  const refused: readonly (readonly [Value, Type, string, readonly (string | number)[]])[] = [
    [string('x'), NUMBER, 'a number is required', []],
    [string('True'), BOOL, 'a bool is required; to convert from string, use lowercase "true"', []],
    [num('1'), BOOL, 'bool required', []],
    [string('a,b'), listOf(STRING), 'list of string required', []],
    [tuple([]), mapOf(ANY), 'map of any single type required', []],
    [tuple([]), node, 'object required', []],
    [obj({}), node, 'attribute "count" is required', []],
    [list(STRING, [string('a')]), listOf(listOf(STRING)), 'incorrect list element type: list of string required', [0]],
    [tuple([num('1'), string('x')]), listOf(NUMBER), 'a number is required', [1]],
    [tuple([string('a'), tuple([])]), listOf(ANY), 'all list elements must have the same type', []],
    [mapValue(STRING, {}), node, 'map has no element for required attribute "count"', []],
    [
      apps({ pools: tuple([obj({ count: num('1') }), obj({ count: num('2'), on: num('1') })]) }),
      cluster,
      'element "apps": attribute "pools": element 1: attribute "on": bool required',
      ['apps', 'pools', 1, 'on'],
    ],
    [
      apps({ pools: tuple([obj({})]) }),
      cluster,
      'element "apps": attribute "pools": element 0: attribute "count" is required',
      ['apps', 'pools', 0],
    ],
    [
      apps({ pools: tuple([obj({ count: string('many') })]) }),
      cluster,
      'a number is required',
      ['apps', 'pools', 0, 'count'],
    ],
  ];
  for (const [value, type, message, path] of refused) {
    it(`${message} at ${JSON.stringify(path)}`, () => {
      assert.throws(
        () => convert(value, type),
        error => {
          assert.ok(error instanceof ConversionError);
          assert.deepEqual([error.message, error.path], [message, path]);
          assert.equal(error.value, path.length === 0 ? value : part(value, ...path));
          return true;
        },
      );
    });
  }
});

describe('conversionExists()', () => {
  it('needs only the types', () => {
    assert.equal(conversionExists(STRING, NUMBER), true);
    assert.equal(conversionExists(NUMBER, BOOL), false);
    assert.equal(conversionExists(STRING, STRING), true);
    assert.equal(conversionExists(ANY, listOf(STRING)), true);
    assert.equal(conversionExists(tupleOf([NUMBER, listOf(STRING)]), listOf(ANY)), false);
    assert.equal(conversionExists(mapOf(STRING), objectType({ a: required(NUMBER) })), true);
    assert.equal(conversionExists(mapOf(listOf(STRING)), objectType({ a: required(NUMBER) })), false);
    assert.equal(conversionExists(mapOf(listOf(STRING)), objectType({ a: optional(NUMBER) })), true);
  });
});
