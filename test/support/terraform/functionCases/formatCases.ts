import { STRING, listOf, objectOf } from '../../../../server/hcl/types/type';
import { decimal, listed, nullOfType, secret, settled, type Literal } from '../../hcl/functions/literal';
import { each, type Cases } from './caseInputs';

const objectWithList = objectOf([['a', listOf(STRING)]]);

/** Calls of format and formatlist. */
// prettier-ignore
export const FORMAT_CASES: Cases = {
  format: [[''], ['%%'], ['100%'], ['%'], ['abc'], ['%s'], ['%s', 'a'], ['%s', 'a', 'b'], ['a', 'b'], ['%s %s', 'a',
    'b'], ['%[2]s %[1]s', 'a', 'b'], ['%[1]s %s', 'a', 'b'], ['%[3]s', 'a'], ['%[0]s', 'a'], ['%[1]', 'a'], ['%[a]s',
    'a'], ['%z', 'a'], ['%é', 'a'], ["%'", 'a'], ['é%!', 'a'], ['%5', 'a'], ['%-', 'a'], ['%1.', 'a'], ['%s',
    nullOfType(STRING)], ['%v', nullOfType(STRING)], ['%#v', nullOfType(STRING)], ['%d', nullOfType(STRING)], ['%q',
    nullOfType(STRING)], ['[%5s|%-5s|%05s]', 'é', 'é', 'é'], ['%.2s', 'e\u0301abc'], ['%.0s', 'abc'], ['%.s', 'abc'],
    ['%5.1s', 'abc'], ['%q', 'a"b\n<é>'], ['%10q', 'a'], ['%s', true], ['%s', 1.5], ['%s', []], ['%s', [1]], ['%v', [1,
    'a']], ['%v', { b: 1, a: null }], ['%v', settled(STRING, 'b', 'a')], ['%#v', 'a'], ['%#v', 1], ['%v', true], ['%v',
    'a'], ['%5v|%-5v|', 1, true], ['%05v', 3], ['%t', true], ['%t', 'true'], ['%t', 'x'], ['%t', 1], ['%5t', true],
    ['%v', 1000000], ['%v', 123456], ['%v', 1234567.8], ['%v', 0.0001], ['%v', 0.00001], ['%v', decimal('0.1')], ['%v',
    -5], ['%v', 1e21], ['%v', decimal('100000000000000000000000')],...['%d', '%5d', '%-5d|', '%05d', '%+d', '% d',
    '%.3d', '%x', '%X', '%#x', '%#X', '%o', '%#o', '%b', '%#b', '%-05d|', '%+05d', '%8.3d', '%08.3d', '%.0d', '%+.3x',
    '% 5d', '%#010x'].flatMap(verb => each([42, -42, 0, '7']).map(([n]) => [verb, n!] as Literal[])), ['%d', 1.5],
    ['%d', 'x'], ['%d', true], ['%d', decimal('123456789012345678901234567890')], ['%x',
    decimal('123456789012345678901234567890')], ['%x', 'abc'],...['%f', '%.2f', '%.0f', '%10.3f', '%-10.1f|',
    '%010.2f', '%+f', '% f', '%e', '%.2e', '%E', '%.0e', '%g', '%.3g', '%G', '%.0g', '%12g|', '%-12g|', '%+.3e',
    '%-010.2f|', '%.10g', '%.f'].flatMap(verb => [1, -1.5, 0, 1234567.891, 0.000012345, 2.675, 1e21, 0.5, 99.99,
    decimal('123456789012345678901234567890.5'), decimal('1e-30'), '2.5'].map(n => [verb, n] as Literal[])), ['%g',
    -0], ['%s %d %[1]q', 'a', 1], ['%3$s', 'a'], ['%*d', 1, 2], ['%[1]d %[1]s', 5], ['%5%'], ['%s\n%%', 'x'], ['%T',
    'a'], ['%c', 65], ['%U', 65], ['%p', 1], ['%i', 1], ['%u', 1], ['%.5v', 1.23456789], ['%s', secret('a')],
    [secret('%s'), 'a'], ['%3s', '🇩🇪'], ['%-4q|', '👩‍👧'], ['%s', nullOfType(STRING)], ['%#5v', 'a'], ['%+v', 5],
    ['%x', -255], ['%X', 'x'], ['%+s', 'a'], ['%010s', 'abc'], ['%[2]*[1]d', 1, 2], [null, 'a'], ['%s',
    listed(STRING)], ['%v', listed(STRING)], ['%v', listed(objectWithList, { a: listed(STRING, 'x') })]],
  formatlist: [['%s'], ['a'], ['%s', 'a'], ['%s', ['a', 'b']], ['%s-%s', ['a', 'b'], 'x'], ['%s-%s', ['a', 'b'], ['c',
    'd']], ['%s-%s', ['a'], ['c', 'd']], ['%s', []], ['%s %s', [], 'x'], ['%s', settled(STRING, 'b', 'a')], ['%s',
    listed(STRING)], ['%d', ['x']], ['%d', [1, 'x']], ['%s', [null]], ['%v', [null]], ['%s', nullOfType(STRING)],
    ['%v', nullOfType(listOf(STRING))], ['%s', { a: 1 }], ['%v', { a: 1 }], ['%s %s', 'a', ['b']], ['%v', [[1], [2]]],
    ['%s', ['a'], ['b']], ['%s', [secret('a'), 'b']], ['x', ['a']], ['%%', []]],
};
