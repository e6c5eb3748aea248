import assert from 'node:assert/strict';
import type { Program } from '../../../../../common/program';
import { functionFeatures } from '../../../../../server/hcl/languageFeatures';
import { FUNCTIONS } from '../../../../../server/hcl/functions/functions';
import { STRING } from '../../../../../server/hcl/types/type';
import { outcome } from '../../../../support/hcl/functions/call';
import { decimal, secret, settled, type Literal } from '../../../../support/hcl/functions/literal';

/** Typical calls in configurations of platforms, with their results as JSON. All other cases are compared with terraform. */
const CASES: readonly (readonly [name: string, args: readonly Literal[], result: string])[] = [
  ['length', ['e\u0301👩‍👩‍👧'], '2'],
  ['length', ['क्षि'], '2'],
  ['strrev', ['añ👍🏽'], '"👍🏽ña"'],
  ['upper', ['straße ǆ'], '"STRAßE Ǆ"'],
  ['title', ["it's a_b-c"], '"It\'S A_b-C"'],
  ['substr', ['hello', -3, 2], '"ll"'],
  ['split', ['', 'añ'], '["a","ñ"]'],
  ['trimspace', ['\u2003a\ufeff'], '"a\ufeff"'],
  ['indent', [2, 'a\nb'], '"a\\n  b"'],
  ['replace', ['a.b', '.', '$1'], '"a$1b"'],
  ['replace', ['hello', '/(l+)/', '[${1}]'], '"he[ll]o"'],
  ['regex', ['(?P<y>\\d+)-(?P<m>\\d+)', '2024-05'], '{"m":"05","y":"2024"}'],
  ['regex', ['a(b)?', 'a'], '[null]'],
  ['regexall', ['(?i)[a-b]+', 'ABxab'], '["AB","ab"]'],
  [
    'regex',
    ['(?=a)', 'a'],
    'Invalid value for "pattern" parameter: invalid regexp pattern: invalid or unsupported Perl syntax in (?=.',
  ],
  ['format', ['%05.1f|%-5s|%q|%#v|%v', 2.25, 'é', 'a"', [1], 1e6], '"002.2|é    |\\"a\\\\\\"\\"|[1]|1e+06"'],
  ['formatlist', ['%s-%s', ['a', 'b'], 'x'], '["a-x","b-x"]'],
  ['merge', [{ a: 1, b: 1 }, { b: 2 }, null], '{"a":1,"b":2}'],
  ['lookup', [{ a: 1 }, 'b', 'd'], '"d"'],
  ['concat', [['a'], [1]], '["a",1]'],
  ['flatten', [[['a'], [['b']], []]], '["a","b"]'],
  ['distinct', [['b', 'a', 'b']], '["b","a"]'],
  ['setproduct', [settled(STRING, 'b', 'a'), [1]], '[["a",1],["b",1]]'],
  ['setsubtract', [['a', 'b'], ['b']], '["a"]'],
  ['toset', [[3, 10, 2]], '[2,3,10]'],
  ['keys', [{ b: 1, A: 2, é: 3 }], '["A","b","é"]'],
  ['zipmap', [['a'], ['x']], '{"a":"x"}'],
  ['coalesce', ['', null, 'x'], '"x"'],
  ['element', [['a', 'b'], 3], '"b"'],
  ['range', [1, 2, 0.5], '[1,1.5]'],
  [
    'range',
    [1025],
    'Call to function "range" failed: more than 1024 values were generated; either decrease the difference between start and end or use a smaller step.',
  ],
  ['parseint', ['ff', 16], '255'],
  ['pow', [2, 0.5], '1.4142135623730951'],
  ['log', [8, 2], '3'],
  ['sum', [[decimal('0.1'), decimal('0.2')]], '0.3'],
  ['cidrsubnet', ['10.0.0.0/8', 8, 3], '"10.3.0.0/16"'],
  ['cidrhost', ['fd00::/64', -1], '"fd00::ffff:ffff:ffff:ffff"'],
  ['formatdate', ["DD MMM YYYY 'at' hh:mm ZZZ", '2018-01-02T23:12:01+01:00'], '"02 Jan 2018 at 23:12 +0100"'],
  ['timeadd', ['2017-11-22T00:00:00Z', '-1h30m'], '"2017-11-21T22:30:00Z"'],
  ['uuidv5', ['dns', 'kubestack.com'], '"9edc84d6-35ef-5ff5-b37f-03a997188228"'],
  ['sha256', ['é'], '"4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"'],
  ['urldecode', ['a+b%2B%C3%A9'], '"a b+é"'],
  ['urldecode', ['50%'], 'Call to function "urldecode" failed: failed to decode URL \'50%\': invalid URL escape "%".'],
  ['base64gunzip', ['H4sIAAAAAAACA8tIzcnJVyjPL8pJAQCFEUoNCwAAAA=='], '"hello world"'],
  ['cidrcontains', ['10.0.0.0/8', '10.5.0.0/16'], 'true'],
  ['cidrcontains', ['10.5.0.0/16', '10.0.0.0/8'], 'false'],
  ['cidrcontains', ['fd00::/8', 'fd12::1'], 'true'],
  [
    'cidrcontains',
    ['10.0.0.0/8', 'fd12::1'],
    'Call to function "cidrcontains" failed: address family mismatch: 10.0.0.0/8 vs. fd12::1.',
  ],
  ['urlencode', ["a b+'é"], '"a+b%2B%27%C3%A9"'],
  ['urlencode', ['a\ud83d'], '"a%EF%BF%BD"'],
  ['csvdecode', ['a,b\n1,"x\ny"\n'], '[{"a":"1","b":"x\\ny"}]'],
  ['yamldecode', ['a: &x {b: yes}\nc: {<<: *x, d: 0x10}\n'], '{"a":{"b":true},"c":{"b":true,"d":16}}'],
  [
    'yamldecode',
    ['a: "\\ud83d\\ude00"'],
    'Call to function "yamldecode" failed: found invalid Unicode character escape code.',
  ],
  ['yamlencode', [{ a: ['x\ny\n'], b: {} }], '"\\"a\\":\\n- |\\n  x\\n  y\\n\\"b\\": {}\\n"'],
  ['textencodebase64', ['€', 'windows-1252'], '"gA=="'],
  ['jsondecode', ['{"a":1.50}'], '{"a":1.5}'],
  ['issensitive', [secret('a')], 'true'],
  ['basename', ['a/b/'], '"b"'],
  ['dirname', ['a/b/'], '"a/b"'],
  ['abspath', ['x'], '"/root/x"'],
  ['fileset', ['values', '*.{yaml,yml}'], '["a.yaml","b.yaml"]'],
  ['fileexists', ['values'], 'Call to function "fileexists" failed: "values" is a directory, not a file.'],
  ['filemd5', ['missing'], 'Call to function "filemd5" failed: open missing: no such file or directory.'],
  ['templatefile', ['greeting.tpl', { name: 'Eve' }], '"Hello, Eve!"'],
  [
    'templatefile',
    ['greeting.tpl', { '1a': 'Eve' }],
    'Invalid value for "vars" parameter: invalid template variable name "1a": must start with a letter, followed by zero or more letters, digits, and underscores.',
  ],
  ['templatestring', ['Hi, ${name}', { name: 'Eve' }], '"Hi, Eve"'],
];

describe('built-in functions', () => {
  for (const [name, args, result] of CASES) {
    it(`${name} returns ${result}`, () => assert.equal(outcome(name, ...args), result));
  }

  it('include every function of Terraform 1.16 and OpenTofu 1.13, with a description and distinct parameter names', () => {
    const names = [...FUNCTIONS.keys()];
    const isIn = (program: Program, name: string): boolean =>
      functionFeatures.get(name)?.[program] !== undefined || !functionFeatures.has(name);
    assert.equal(names.filter(name => isIn('terraform', name)).length, 118);
    assert.deepEqual(
      names.filter(name => !isIn('terraform', name) && !name.startsWith('assume')),
      ['base64gunzip', 'cidrcontains', 'urldecode'],
    );
    assert.deepEqual(
      names.filter(name => !isIn('tofu', name)),
      [],
    );
    for (const fn of FUNCTIONS.values()) {
      assert.match(fn.description.message, /^[A-Z`].*[^.]\.$/, fn.name);
      const names = [...fn.parameters, ...(fn.variadic ? [fn.variadic] : [])].map(({ name }) => name);
      assert.equal(new Set(names).size, names.length, fn.name);
    }
  });
});
