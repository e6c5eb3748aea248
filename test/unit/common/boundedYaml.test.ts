import { strict as assert } from 'node:assert';
import { Composer, Lexer, Parser, parseAllDocuments } from 'yaml';
import { parseYamlDocuments, YamlLimitError, YAML_LIMITS, type YamlPackage } from '../../../common/yaml/boundedYaml';

const YAML = { Composer, Lexer, Parser } as unknown as YamlPackage;
const parsed = (text: string): unknown[] => parseYamlDocuments(text, {}, YAML);
const contents = (documents: readonly unknown[]): unknown[] =>
  documents.map(document => (document as { toJS(): unknown }).toJS());

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
    let lexed = 0;
    const counting: YamlPackage = {
      ...YAML,
      Lexer: class {
        *lex(source: string): Iterable<string> {
          for (const lexeme of new Lexer().lex(source)) {
            lexed++;
            yield lexeme;
          }
        }
      },
    };
    assert.throws(() => parseYamlDocuments('- a\n'.repeat(200_000), {}, counting), YamlLimitError);
    assert.equal(lexed, lexemes + 1);
  });
});
