import assert from 'node:assert/strict';
import { ANY, STRING, listOf, objectOf, tupleOf } from '../../../../../server/hcl/types/type';
import { list, string, unknown } from '../../../../../server/hcl/values/value';
import { callByName, outcome } from '../../../../support/hcl/functions/call';
import { Made, secret } from '../../../../support/hcl/functions/literal';

const unknownText = new Made(unknown(STRING));
const unknownAny = new Made(unknown(ANY));

describe('calling a function', () => {
  it('checks the number of arguments', () => {
    assert.equal(outcome('upper'), 'Function "upper" expects 1 argument(s). Missing value for "str".');
    assert.equal(outcome('format'), 'Function "format" expects at least 1 argument(s). Missing value for "format".');
    assert.equal(outcome('upper', 'a', 'b'), 'Function "upper" expects only 1 argument(s).');
  });

  it('converts arguments to the parameter types', () => {
    assert.equal(outcome('upper', true), '"TRUE"');
    assert.equal(outcome('join', '-', [1, 'a']), '"1-a"');
    assert.equal(outcome('abs', 'x'), 'Invalid value for "num" parameter: a number is required.');
  });

  it('rejects null if the function does', () => {
    assert.equal(outcome('upper', null), 'Invalid value for "str" parameter: argument must not be null.');
    assert.equal(outcome('coalesce', null, 'a'), '"a"');
  });

  it('returns an unknown value of the right type for an unknown argument', () => {
    assert.deepEqual(callByName('upper', unknownText), unknown(STRING, undefined, true));
    assert.deepEqual(callByName('split', ',', unknownText), unknown(listOf(STRING), undefined, true));
    assert.deepEqual(callByName('keys', new Made(unknown(objectOf([['a', STRING]])))), callByName('keys', { a: 'x' }));
    assert.equal(outcome('length', new Made(unknown(tupleOf([STRING, STRING])))), '2');
    assert.deepEqual(callByName('concat', unknownAny, []), unknown(ANY));
    assert.equal(outcome('startswith', unknownText, ''), 'true');
  });

  it('uses the known elements of a partly unknown argument', () => {
    const half = new Made(list(STRING, [string('a'), unknown(STRING)]));
    assert.equal(outcome('length', half), '2');
    assert.equal(outcome('element', half, 0), '"a"');
    assert.equal(outcome('contains', half, 'a'), 'true');
    assert.equal(outcome('contains', half, 'b'), 'unknown');
    assert.equal(outcome('jsonencode', half), 'unknown');
    assert.equal(outcome('setproduct', unknownText.value.kind === 'unknown' ? half : [], []), '[]');
  });

  it('reports type errors of unknown arguments', () => {
    assert.match(outcome('keys', unknownText), /must have map or object type/);
  });

  it('marks the result as sensitive if an argument contains a sensitive value at any depth', () => {
    assert.equal(callByName('upper', secret('a')).sensitive, true);
    assert.equal(callByName('join', ',', [secret('a'), 'b']).sensitive, true);
    assert.equal(callByName('keys', { a: secret(1) }).sensitive ?? false, false);
    assert.equal(callByName('length', [secret('a')]).sensitive ?? false, false);
    assert.equal(callByName('nonsensitive', secret('a')).sensitive, false);
  });

  it('does not quote sensitive arguments in messages', () => {
    assert.doesNotMatch(outcome('format', secret('%z is a password'), 1), /password/);
    assert.doesNotMatch(outcome('tonumber', secret('password')), /password/);
    assert.doesNotMatch(outcome('regex', 'x', secret('password')), /password/);
    assert.doesNotMatch(outcome('parseint', secret('password'), 10), /password/);
  });

  it('does not compute results that only terraform can know', () => {
    for (const name of ['timestamp', 'plantimestamp', 'uuid']) assert.equal(outcome(name), 'not knowable');
    assert.equal(outcome('bcrypt', 'x'), 'not knowable');
    assert.equal(outcome('base64gzip', 'x'), 'not knowable');
    assert.equal(outcome('pathexpand', '~/x'), 'not knowable');
    assert.equal(outcome('pow', 7, 1.5), 'not knowable');
    // Versions of terraform have different results.
    assert.equal(outcome('element', ['a', 'b'], -1), 'not knowable');
    assert.equal(outcome('format', '%v', null), 'unknown');
  });
});
