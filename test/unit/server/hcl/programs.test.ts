import assert from 'node:assert/strict';
import type { Program } from '../../../../common/program';
import { BOOL, STRING } from '../../../../server/hcl/types/type';
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
  'local.bool': unknown(BOOL),
};

/** The value, or the first error. The expected results were recorded from Terraform 1.11 and OpenTofu 1.10. */
function resultOf(text: string, program: Program | undefined): string {
  const { value, faults } = evaluatedText(text, NAMES, program);
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
});
