import assert from 'node:assert/strict';
import type { Program } from '../../../../common/program';
import type { ProgramVersion, VersionParts } from '../../../../common/programVersion';
import { BOOL, STRING, objectOf } from '../../../../server/hcl/types/type';
import { Num } from '../../../../server/hcl/values/number';
import { nullOf, number, object, string, unknown } from '../../../../server/hcl/values/value';
import { evaluatedText, describeValue } from '../../../support/hcl/evaluatedText';
import type { Value } from '../../../../server/hcl/model';

const NAMES: Readonly<Record<string, Value>> = {
  'local.nothing': nullOf(STRING),
  'local.text': string('x'),
  'local.template': string('${x}'),
  'local.open': string('${'),
  'local.number': number(Num.fromInt(5)),
  'local.object': object(new Map([['template', string('${x}')]])),
  'local.nobody': nullOf(objectOf([['a', STRING]])),
  'local.bool': unknown(BOOL),
};

const TERRAFORM_1_11: ProgramVersion = { program: 'terraform', oldest: [1, 11, 4], newest: [1, 11, 4] };

/** The value, or the first error. The expected results were recorded from Terraform 1.11 and OpenTofu 1.10. */
function resultOf(text: string, program: Program | undefined): string {
  return resultIn(text, program === 'terraform' ? TERRAFORM_1_11 : { program });
}

function resultIn(text: string, version: ProgramVersion): string {
  const { value, faults } = evaluatedText(text, NAMES, version);
  return faults[0] ?? describeValue(value);
}

describe('expressions that Terraform and OpenTofu evaluate differently', () => {
  const deciding: readonly (readonly [string, string])[] = [
    ['local.nothing != null && local.nothing.a == 1', 'false'],
    ['local.nothing == null || local.nothing.a == 1', 'true'],
    ['local.nothing.a == 1 && local.nothing != null', 'false'],
    ['local.nothing.a == 1 || local.nothing == null', 'true'],
  ];
  for (const [text, value] of deciding) {
    it(`${text}: OpenTofu short-circuits, Terraform does not`, () => {
      assert.equal(resultOf(text, 'tofu'), value);
      assert.match(resultOf(text, 'terraform'), /local\.nothing/);
      assert.equal(resultOf(text, undefined), 'unknown!');
    });
  }

  const templates: readonly (readonly [template: string, terraform: RegExp | string, tofu: RegExp | string])[] = [
    ['local.template', '"1"', '1'],
    ['local.object.template', '"1"', '1'],
    ['local.object["template"]', '"1"', '1'],
    ['(local.template)', /must be a reference/, '1'],
    ['"$${x}"', /must be a reference/, '1'],
    ['"${local.template}"', /must be a reference/, '1'],
    ['upper("a")', /must be a reference/, '"A"'],
    ['5', /must be a reference/, '"5"'],
    ['local.number', /a string is required/, '"5"'],
  ];
  for (const [template, terraform, tofu] of templates) {
    it(`templatestring(${template}, …): Terraform accepts only references, and converts the result`, () => {
      const text = `templatestring(${template}, { x = 1 })`;
      for (const [program, expected] of [
        ['terraform', terraform],
        ['tofu', tofu],
      ] as const)
        if (typeof expected === 'string') assert.equal(resultOf(text, program), expected);
        else assert.match(resultOf(text, program), expected);
    });
  }

  it('messages about templates end with one period', () => {
    for (const text of ['templatestring(local.open, {})', 'templatestring(local.template, {})'])
      assert.match(resultOf(text, 'terraform'), /[^.]\. at `/);
  });

  it('errors are reported if the operator does not short-circuit', () => {
    for (const program of ['terraform', 'tofu', undefined] as const) {
      assert.match(resultOf('local.nothing == null && local.nothing.a', program), /local\.nothing/);
      assert.match(resultOf('local.nothing.a && local.bool', program), /local\.nothing/);
      assert.match(resultOf('true || "x"', program), /A bool is required here/);
    }
  });

  it('OpenTofu short-circuits beside an unknown operand', () => {
    assert.equal(resultOf('false && local.bool', 'tofu'), 'false');
    assert.equal(resultOf('local.bool || true', 'tofu'), 'true');
    assert.equal(resultOf('true && local.bool', 'tofu'), 'unknown!');
    assert.equal(resultOf('false && local.bool', 'terraform'), 'unknown!');
    assert.equal(resultOf('false && local.bool', undefined), 'unknown!');
  });

  it('functions that only OpenTofu has are distinguished from unknown functions', () => {
    assert.equal(resultOf('urldecode("a%20b")', 'tofu'), '"a b"');
    assert.equal(resultOf('urldecode("a%20b")', undefined), '"a b"');
    assert.equal(
      resultOf('core::urldecode("a%20b")', 'terraform'),
      'Terraform has no function "urldecode". Available in OpenTofu since 1.7, not in Terraform. at `core::urldecode`',
    );
    assert.match(
      resultOf('urldecod("a")', 'terraform'),
      /There is no function "urldecod"\. Did you mean "urlencode"\?/,
    );
  });

  it('character classes of newer OpenTofu releases are unknown', () => {
    for (const name of ['Letter', 'uppercase_letter', 'Decimal Number', 'greek', 'lu'])
      assert.equal(resultOf(`regex("\\\\p{${name}}", "x")`, 'tofu'), 'unknown', name);
    assert.equal(resultOf('regex("\\\\p{Lu}", "xA")', 'tofu'), '"A"');
    assert.match(resultOf('regex("\\\\p{Foo}", "x")', 'tofu'), /invalid character class range/);
  });

  it('file patterns that the programs interpret differently are unknown', () => {
    assert.equal(resultOf('fileset(".", "[!a]*")', undefined), 'unknown');
    assert.equal(resultOf('fileset(".", "{a,b/c}*")', 'tofu'), 'unknown');
    assert.equal(resultOf('fileset(".", "{a,b}/[a-z]*.txt")', 'tofu'), '[]');
  });

  const only = (program: Program, ...parts: VersionParts): ProgramVersion => ({
    program,
    oldest: parts,
    newest: parts,
  });
  const versions: readonly (readonly [text: string, version: ProgramVersion, result: string | RegExp])[] = [
    ['convert("5", number)', only('terraform', 1, 15, 0), '5'],
    ['convert("5", number)', only('tofu', 1, 13, 0), '5'],
    ['convert("5", number)', { program: undefined }, '5'],
    ['convert("5", number)', { program: 'terraform' }, '5'],
    ['convert({ a = 1 }, object({ a = string, b = optional(bool, true) }))', { program: 'tofu' }, '{"a":"1","b":true}'],
    ['convert("x", number)', { program: 'tofu' }, /a number is required/],
    ['convert(["a"], "list")', { program: 'tofu' }, /must be a type/],
    [
      'convert("5", number)',
      only('terraform', 1, 14, 9),
      /Terraform 1\.14\.9 has no function "convert"\. Available in Terraform since 1\.15, OpenTofu since 1\.13/,
    ],
    ['convert("5", number)', only('tofu', 1, 12, 6), /OpenTofu 1\.12\.6 has no function "convert"/],
    ['assumenotnull(local.text)', { program: 'tofu' }, '"x"'],
    ['assumenotnull(local.nothing)', { program: 'tofu' }, /assumption was not upheld/],
    ['assumelistlengthmin(["a"], 2)', { program: 'tofu' }, /assumption was not upheld/],
    ['assumestringprefix("ab", "a")', { program: 'tofu' }, '"ab"'],
    ['assumeequal(1, "1")', { program: 'tofu' }, '"1"'],
    ['assumeequal(1, 2)', { program: 'tofu' }, /does not match/],
    ['assumenotnull(local.text)', { program: 'terraform' }, /Terraform has no function/],
    ['contains(["a", null], null)', only('terraform', 1, 16, 0), 'true'],
    ['contains(["a"], null)', { program: 'tofu' }, 'false'],
    ['contains(["a"], null)', only('terraform', 1, 15, 9), /must not be null/],
    ['contains(["a"], null)', { program: undefined }, 'unknown'],
    ['cidrsubnets("fd00::/16", 48)', { program: 'tofu' }, '["fd00::/64"]'],
    ['cidrsubnets("fd00::/16", 48)', only('tofu', 1, 12, 6), /more than 32 bits/],
    ['cidrsubnets("10.0.0.0/8", 33)', { program: 'tofu' }, /more than 32 bits/],
    ['yamldecode("<<: [{a: 1}, {b: 2}]")', only('tofu', 1, 12, 6), '{"a":1,"b":2}'],
    ['yamldecode("<<: [{a: 1}]")', only('tofu', 1, 11, 5), /cannot merge tuple into mapping/],
    ['yamldecode("<<: [1]")', { program: 'tofu' }, /cannot merge number \(from sequence\) into mapping/],
    ['local.nothing != null && local.nothing.a == 1', only('terraform', 1, 12, 0), 'false'],
    ['local.nothing != null && local.nothing.a == 1', only('terraform', 1, 11, 4), /local\.nothing/],
    ['merge(local.nobody)', { program: 'tofu' }, 'unknown'],
  ];
  for (const [text, version, expected] of versions)
    it(`${text} follows the version: ${version.program ?? 'any program'} ${version.newest?.join('.') ?? ''}`, () => {
      if (typeof expected === 'string') assert.equal(resultIn(text, version), expected);
      else assert.match(resultIn(text, version), expected);
    });
});
