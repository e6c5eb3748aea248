import assert from 'node:assert/strict';
import { MAX_COPIED } from '../../../../../server/hcl/functions/yaml/yamlDecode';
import { outcome } from '../../../../support/hcl/functions/call';
import { lines } from '../../../../worstCases/worstCase';

/** The editor stays responsive with any configuration. */
describe('limits of functions', function () {
  it('stop huge products', () => {
    const many = Array.from({ length: 300 }, (_, i) => i);
    assert.equal(outcome('setproduct', many, many, many), 'not knowable');
  });

  it('stop huge strings', () => {
    assert.equal(outcome('format', '%1000000000s', 'a'), 'not knowable');
    assert.equal(outcome('indent', 100_000_000, 'a\nb'), 'not knowable');
    assert.equal(outcome('replace', 'a'.repeat(10_000), 'a', 'b'.repeat(10_000)), 'not knowable');
  });

  it('keep regular expressions linear that backtrack in other engines', () => {
    assert.equal(outcome('regexall', '(a+)+$', `${'a'.repeat(5_000)}b`), '[]');
    assert.equal(outcome('regexall', '(a|a|aa)*c', 'a'.repeat(2_000)), '[]');
    assert.equal(
      outcome('regex', '((a{100}){10}){10}', 'a'),
      'Invalid value for "pattern" parameter: invalid regexp pattern: invalid repeat count in {10}.',
    );
    assert.equal(outcome('regexall', 'a', 'a'.repeat(900_000)), 'not knowable');
  });

  it('stop nested YAML aliases from expanding', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 8; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    assert.equal(outcome('yamldecode', lines.join('\n')), 'not knowable');
  });

  it('stop YAML merge keys from copying thousands of entries', () => {
    const merging = (count: number): string =>
      `a: &a\n${lines(100, index => `  a${index}: 1`)}\n${lines(count, index => `b${index}: { <<: *a }`)}`;
    assert.notEqual(outcome('yamldecode', merging(MAX_COPIED / 100)), 'not knowable');
    assert.equal(outcome('yamldecode', merging(MAX_COPIED / 100 + 1)), 'not knowable');
  });
});
