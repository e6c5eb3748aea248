import { now } from '../../../common/now';
import { strict as assert } from 'node:assert';
import { Lexer, parseAllDocuments } from 'yaml';
import { parseYamlDocuments, YamlLimitError, YAML_LIMITS } from '../../../common/yaml/boundedYaml';
import { countPauses } from '../../support/countPauses';
import { withMethod } from '../../support/withMethod';

const parsed = (text: string): unknown[] => now(parseYamlDocuments(text));
const contents = (documents: readonly unknown[]): unknown[] =>
  documents.map(document => (document as { toJS(): unknown }).toJS());

/** Number of words that the package reads before a text is refused. */
function wordsUntilRefused(text: string): number {
  let words = 0;
  withMethod(
    Lexer.prototype,
    'lex',
    lex =>
      function* (this: Lexer, ...source) {
        for (const lexeme of lex.apply(this, source)) {
          words++;
          yield lexeme;
        }
      },
    () => assert.throws(() => parsed(text), YamlLimitError),
  );
  return words;
}

describe('YAML within limits', () => {
  const texts = [
    '',
    'a: 1',
    '- a\n- [b, {c: d}]\n---\nsecond',
    'a: &x [1]\nb: *x',
    '# only a comment',
    'a: |\n  - - -\n',
  ];
  for (const text of texts)
    it(`is parsed as the package parses it: ${JSON.stringify(text)}`, () => {
      const whole = parseAllDocuments(text, { uniqueKeys: false });
      assert.deepEqual(contents(parsed(text)), contents(Array.isArray(whole) ? whole : []));
    });

  const { depth, lexemes, length } = YAML_LIMITS;
  const tooMuch: Readonly<Record<string, string>> = {
    'nested lists': '- '.repeat(2_000),
    'nested lists that never end': '- '.repeat(500_000),
    'nested brackets': '['.repeat(100_000),
    'nested brackets over lines': '[\n '.repeat(50_000),
    'nested braces': '{a: '.repeat(50_000),
    'nested keys': Array.from({ length: 200 }, (_, index) => `${' '.repeat(index)}a:`).join('\n'),
    'nested explicit keys': '? '.repeat(50_000),
    'one level too many': `${'- '.repeat(depth)}a: 1`,
    'too many values': 'a: 1\n'.repeat(lexemes),
    'a text that is too long': 'a'.repeat(length + 1),
  };
  for (const [what, text] of Object.entries(tooMuch))
    it(`rejects ${what}`, () => assert.throws(() => parsed(text), YamlLimitError));

  it('accepts text at the limits of depth and length', () => {
    assert.equal(parsed(`${'- '.repeat(depth)}a`).length, 1);
    assert.equal(parsed(`a: ${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}`).length, 1);
    assert.equal(parsed(`# ${'a'.repeat(length - 2)}`).length, 0);
  });

  it('reads no more than the limit of a text', () => {
    assert.equal(wordsUntilRefused('- a\n'.repeat(200_000)), lexemes + 1);
  });

  it('stops at the first word that is nested too deeply', () => {
    for (const text of ['- '.repeat(100_000), '['.repeat(100_000), '? '.repeat(100_000)]) {
      const words = wordsUntilRefused(text);
      assert.ok(words < depth * 5, `${words} words`);
    }
  });

  it('stops after a number of errors, whose reports take longer than values', () => {
    assert.throws(() => parsed(`[${','.repeat(10_000)}]`), /too many errors/);
    assert.throws(() => parsed(`[${'!a b,'.repeat(5_000)}]`), /too many errors/, 'warnings of unknown tags');
  });

  it('pauses while the words are read', () => {
    assert.ok(countPauses(parseYamlDocuments('- a\n'.repeat(10_000))).pauses >= 10);
  });
});
