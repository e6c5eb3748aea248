import { strict as assert } from 'node:assert';
import { isNestedTooDeep, MAX_JSON_DEPTH, parseJson } from '../../../common/jsonNesting';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('nested JSON', () => {
  it('is parsed up to the limit', () => {
    assert.equal(JSON.stringify(parseJson(nested(MAX_JSON_DEPTH))), nested(MAX_JSON_DEPTH));
    assert.throws(() => parseJson(nested(MAX_JSON_DEPTH + 1)), SyntaxError);
    assert.throws(() => parseJson(`${'{"a":['.repeat(500_000)}`), SyntaxError);
  });

  it('ignores brackets in strings', () => {
    const text = JSON.stringify({ '[[[': `${'['.repeat(1000)}"\\${'{'.repeat(1000)}` });
    assert.deepEqual(parseJson(text), JSON.parse(text));
    assert.equal(isNestedTooDeep(`"${'['.repeat(1000)}`), false);
  });

  it('ignores brackets in comments, where comments are allowed', () => {
    const text = `// ${'['.repeat(1000)}\n/* ${'{'.repeat(1000)} */ {}`;
    assert.equal(isNestedTooDeep(text, true), false);
    assert.equal(isNestedTooDeep(text), true);
    assert.equal(isNestedTooDeep(`/* ${'{'.repeat(1000)}`, true), false);
    assert.equal(isNestedTooDeep(`{"a": 1 / ${'['.repeat(1000)}`, true), true);
  });
});
