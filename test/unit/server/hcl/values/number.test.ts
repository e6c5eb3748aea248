import assert from 'node:assert/strict';
import { Num, UndefinedResult } from '../../../../../server/hcl/values/number';

const num = (text: string): Num => Num.parse(text) ?? assert.fail(`not a number: ${text}`);

describe('Num.parse()', () => {
  const accepted: Readonly<Record<string, string>> = {
    '3.0': '3',
    '1e3': '1000',
    '1E+3': '1000',
    '0064512': '64512',
    '-3': '-3',
    '+3': '3',
    '.5': '0.5',
    '1.': '1',
    '1.30': '1.3',
    '-1.50': '-1.5',
    '1e-7': '0.0000001',
    '-0': '-0',
    '0.1': '0.1',
    '1p3': '8',
    Inf: '+Inf',
    '-inf': '-Inf',
    '9007199254740993': '9007199254740993',
    '1234567890123456789012345': '1234567890123456789012345',
    '0.30000000000000004': '0.30000000000000004',
    '1e40': '10000000000000000000000000000000000000000',
  };
  for (const [text, shown] of Object.entries(accepted)) {
    it(`parses ${text}`, () => assert.equal(Num.parse(text)?.toText(), shown));
  }

  for (const text of [
    '',
    ' 3',
    '3 ',
    '0x10',
    '1_000',
    'three',
    '.',
    '1e',
    'e3',
    '--1',
    '1.2.3',
    'Infinity',
    'NaN',
    '1e1000000',
  ]) {
    it(`rejects ${JSON.stringify(text)}`, () => assert.equal(Num.parse(text), undefined));
  }

  it('keeps 512 bits', () => {
    const digits = '1234567890'.repeat(16);
    assert.equal(num(`0.${digits}`).toText(), `0.${digits.slice(0, 153)}46`);
  });

  it('rounds very small numbers as Go does, down to the last bit', () => {
    assert.match(num('24e-324').divide(num('7')).toText(), /714285714282$/);
  });
});

describe('arithmetic', () => {
  const third = '0.' + '3'.repeat(154) + '5';
  const results: readonly (readonly [string, Num, string])[] = [
    ['0.1 + 0.2', num('0.1').add(num('0.2')), '0.3'],
    ['1 - 0.9', num('1').subtract(num('0.9')), `0.1${'0'.repeat(153)}3`],
    ['2^53 + 1', num('9007199254740992').add(num('1')), '9007199254740993'],
    ['1e20 - 1', num('1e20').subtract(num('1')), '99999999999999999999'],
    ['large product', num('123456789012345').multiply(num('1000000000001')), '123456789012468456789012345'],
    ['6 / 3', num('6').divide(num('3')), '2'],
    ['1 / 3', num('1').divide(num('3')), third],
    ['counted 1 / 3', Num.fromInt(1).divide(Num.fromInt(3)), '0.33333333333333333334'],
    ['counted 1 / written 3', Num.fromInt(1).divide(num('3')), third],
    ['double 0.1 + 0.2', Num.fromDouble(0.1).add(Num.fromDouble(0.2)), '0.30000000000000004'],
    ['1 / 0', num('1').divide(num('0')), '+Inf'],
    ['-1 / 0', num('-1').divide(num('0')), '-Inf'],
    ['1 / Inf', num('1').divide(num('Inf')), '0'],
    ['7 % 3', num('7').modulo(num('3')), '1'],
    ['-7 % 3', num('-7').modulo(num('3')), '-1'],
    ['7 % -3', num('7').modulo(num('-3')), '1'],
    ['-4 % 2', num('-4').modulo(num('2')), '0'],
    ['7.5 % 2', num('7.5').modulo(num('2')), '1.5'],
    ['5 % 0', num('5').modulo(num('0')), '5'],
    ['-0', num('0').negate(), '-0'],
    ['0 * -1', num('0').multiply(num('-1')), '-0'],
    ['-0 + 0', num('-0').add(num('0')), '0'],
    ['floor of -1.5', num('-1.5').floor(), '-2'],
    ['ceil of -1.5', num('-1.5').ceil(), '-1'],
    ['floor of 1e30', num('1e30').floor(), '1' + '0'.repeat(30)],
    ['ceil of 0.001', num('0.001').ceil(), '1'],
    ['floor of Inf', num('Inf').floor(), '+Inf'],
    ['absolute of -2.5', num('-2.5').absolute(), '2.5'],
    ['absolute of -0', num('-0').absolute(), '0'],
  ];
  for (const [name, result, expected] of results) it(name, () => assert.equal(result.toText(), expected));

  const undefinedResults: readonly (readonly [string, () => Num, string])[] = [
    ['Inf + -Inf', () => num('Inf').add(num('-Inf')), "can't compute sum of opposing infinities"],
    ['Inf - Inf', () => num('Inf').subtract(num('Inf')), "can't subtract infinity from itself"],
    ['0 * Inf', () => num('0').multiply(num('Inf')), "can't multiply zero by infinity"],
    ['0 / 0', () => num('0').divide(num('0')), "can't divide zero by zero or infinity by infinity"],
    ['1 % Inf', () => num('1').modulo(num('Inf')), "can't use modulo with zero and infinity"],
  ];
  for (const [name, compute, message] of undefinedResults) {
    it(`rejects ${name}`, () => {
      assert.throws(compute, error => error instanceof UndefinedResult && error.message === message);
    });
  }
});

describe('comparing numbers', () => {
  it('orders by size', () => {
    const shuffled = ['3', '-Inf', '1e30', '0.1', '-2', 'Inf', '0', '1e30', '-0.5'].map(num);
    const sorted = shuffled.sort((a, b) => a.compare(b)).map(n => n.toText());
    assert.deepEqual(sorted, [
      '-Inf',
      '-2',
      '-0.5',
      '0',
      '0.1',
      '3',
      '1' + '0'.repeat(30),
      '1' + '0'.repeat(30),
      '+Inf',
    ]);
  });

  it('has one zero', () => {
    assert.equal(num('-0').compare(num('0')), 0);
    assert.equal(num('-0').equals(num('0')), true);
  });

  it('treats fractions of different precision as equal if they print the same', () => {
    assert.equal(num('0.1').equals(Num.fromDouble(0.1)), true);
    assert.equal(num('0.1').compare(Num.fromDouble(0.1)), -1);
  });

  it('distinguishes integers that are the same as doubles', () => {
    assert.equal(num('9007199254740993').equals(num('9007199254740992')), false);
  });
});

describe('converting numbers to JavaScript', () => {
  it('returns the nearest double', () => {
    assert.equal(num('0.1').toDouble(), 0.1);
    assert.equal(num('9007199254740993').toDouble(), 9007199254740992);
    assert.equal(num('1e400').toDouble(), Infinity);
    assert.equal(num('4.9e-324').toDouble(), Number.MIN_VALUE);
    assert.equal(num('1e-400').toDouble(), 0);
    assert.equal(num('-1.7976931348623157e308').toDouble(), -Number.MAX_VALUE);
  });

  it('knows whether a double has the same digits', () => {
    for (const text of ['0', '5', '-3', '0.1', '1e300', '123.456']) assert.equal(num(text).fitsDouble(), true, text);
    for (const text of ['9007199254740993', '0.1234567890123456789', '1e400', 'Inf', '-0']) {
      assert.equal(num(text).fitsDouble(), false, text);
    }
  });

  it('returns an integer only for integers', () => {
    assert.equal(num('3.0').toInt(), 3);
    assert.equal(num('-0').toInt(), 0);
    assert.equal(num('3.5').toInt(), undefined);
    assert.equal(num('9007199254740992').toInt(), undefined);
    assert.equal(num('9007199254740993').toBigInt(), 9007199254740993n);
    assert.equal(num('0.5').toBigInt(), undefined);
    assert.equal(num('Inf').toBigInt(), undefined);
    assert.deepEqual(
      ['2', '2.5', '1e30', 'Inf'].map(text => num(text).isInteger),
      [true, false, true, false],
    );
  });

  it('returns the sign', () => {
    assert.deepEqual(
      ['-2', '0', '-0', '1e40', '-0.1', '-Inf'].map(text => num(text).sign),
      [-1, 0, 0, 1, -1, -1],
    );
  });
});

describe('formatting with ten significant digits', () => {
  const shown: Readonly<Record<string, string>> = {
    '0': '0',
    '1000': '1000',
    '123456789012': '1.23456789e+11',
    '1e10': '1e+10',
    '0.0001': '0.0001',
    '0.00001': '1e-05',
    '2.00000000005': '2',
    '-1.5': '-1.5',
  };
  for (const [text, expected] of Object.entries(shown)) {
    it(text, () => assert.equal(num(text).toTenDigits(), expected));
  }
});
